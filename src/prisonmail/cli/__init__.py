"""The command line. Commands parse, call and present."""

from prisonmail.cli.app import app, main

__all__ = ["app", "main"]
