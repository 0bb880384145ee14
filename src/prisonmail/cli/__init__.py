"""The command line. Commands parse, call and present; no rule lives here."""

from prisonmail.cli.app import app, main

__all__ = ["app", "main"]
