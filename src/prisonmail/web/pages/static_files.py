"""The style and the script of the pages."""

from pathlib import Path

from starlette.staticfiles import StaticFiles

FOLDER = Path(__file__).with_name("static")


def make_static_files() -> StaticFiles:
    """Return what answers for the files that the pages need."""
    return StaticFiles(directory=FOLDER)
