"""Print-ready Rule 39 and confidential-access letters to people in prison."""

__version__ = "0.1.0"
