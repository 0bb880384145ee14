"""An error that ends a run, or that a check foresees, as JSON."""

from prisonmail.errors import PrisonmailError


def error_document(error: PrisonmailError) -> dict[str, object]:
    """Return what is wrong as JSON (fields are only ever added)."""
    return {
        "kind": error.kind,
        "message": error.message,
        "help": error.remedy,
        "batch": error.batch,
    }
