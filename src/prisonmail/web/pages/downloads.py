"""Files that are made for one visitor: in a private folder, sent, and erased."""

from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

from prisonmail.system.places.busy_files import erase
from prisonmail.web.working_files import find_working_files

PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"


class Download(FileResponse):
    """A file that is erased, with the folder that it is alone in, once it is sent or not wanted."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it whole, whichever part is asked for: who asks for another gets another file."""
        asked = [each for each in scope["headers"] if each[0] != b"range"]
        try:
            await super().__call__({**scope, "headers": asked}, receive, send)
        finally:
            erase(Path(self.path).parent)


def send_made(request: Request, name: str, kind: str, make: Callable[[Path], object]) -> Download:
    """Have a file made at a path, and send it under a name that says nothing of anybody.

    A browser keeps the name. Raises what making it raises.
    """
    folder = find_working_files(request).make()
    try:
        make(folder / name)
    except BaseException:
        erase(folder)
        raise
    headers = {"Cache-Control": "no-store", "Accept-Ranges": "none"}
    return Download(folder / name, media_type=kind, filename=name, headers=headers)
