"""Reads a form with files as it comes, and streams the files to a private folder.

A file is stored under a name of its own making: what it was called is only shown.
"""

import secrets
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, BinaryIO, ClassVar
from unicodedata import normalize

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from prisonmail.errors import OutputRefused, WrongUsage
from prisonmail.system.record import Record, Workpiece, field

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

LARGEST = 90 * 1024 * 1024
"""Bytes of everything that is sent at once: a little less than the server reads of any request."""
_LONGEST_FIELD = 64 * 1024
_MOST_PARTS = 2_000
_KIND = b"multipart/form-data"
_LONGEST_NAME = 120


class TooLargeError(WrongUsage):
    """More was sent than a server takes."""


class SentFile(Record, frozen=True):
    """A file that was sent, and where it is stored."""

    withheld: ClassVar[tuple[str, ...]] = ("name",)

    field: str
    name: str
    """What it is called where it comes from, without a folder."""
    path: Path
    size: int


def refuse_empty(files: Iterable[SentFile]) -> None:
    """Refuse files with nothing in them: letters would go without what was to be in these.

    Raises WrongUsage.
    """
    for each in files:
        if not each.size:
            raise WrongUsage(f"“{each.name}” is empty.", "Choose the right file.")


class Sent(Record, frozen=True):
    """What was sent."""

    withheld: ClassVar[tuple[str, ...]] = ("texts", "files")

    texts: Mapping[str, str]
    files: tuple[SentFile, ...]

    def find(self, name: str) -> list[SentFile]:
        """Return the files of a field that have anything in them."""
        return [each for each in self.files if each.field == name and each.size]


async def read_sent(request: Request, folder: Path, stored: frozenset[str]) -> Sent:
    """Read a form. What is sent in fields that are to be `stored` goes to files of a folder.

    Raises OutputRefused if it cannot be stored, WrongUsage if it is no form with files, and
    TooLargeError after all has come: a browser that is interrupted shows no answer.
    """
    boundary = _read_boundary(request)
    with ExitStack() as opened:
        parts = _Parts(folder, stored, opened)
        parser = MultipartParser(boundary, parts.callbacks)
        size = 0
        try:
            async for chunk in request.stream():
                size += len(chunk)
                if size <= LARGEST:
                    parser.write(chunk)
            if size > LARGEST:
                raise TooLargeError(
                    f"What you sent is larger than {LARGEST // 1024 // 1024} MB.",
                    "Send the list in parts, or use the command line.",
                )
            if not parts.is_whole:
                raise FormParserError
        except FormParserError:
            raise WrongUsage("The form did not come whole.", "Send it again.") from None
        except OSError as error:
            raise OutputRefused(
                f"What you sent cannot be stored: {error.strerror}.", "Try again later."
            ) from None
    return Sent(parts.texts, tuple(parts.files))


def is_with_files(request: Request) -> bool:
    """Check whether a request says that it brings a form with files."""
    kind, _ = parse_options_header(request.headers.get("content-type", ""))
    return kind == _KIND


def find_form_end(request: Request) -> bytes:
    """Return what the form of a request ends with; nothing if it is no form with files."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    return b"--%b--" % boundary if kind == _KIND and boundary else b""


def tidy_name(name: str) -> str:
    r"""Return what a file is called, without folders and what cannot be shown.

    >>> tidy_name("C:\\cases\\clients\x1b.csv"), tidy_name("../../etc/passwd"), tidy_name("..")
    ('clients.csv', 'passwd', 'the list')
    """
    last = PureWindowsPath(name.replace("/", "\\")).name
    shown = "".join(each for each in normalize("NFC", last) if each.isprintable()).strip()
    return shown[:_LONGEST_NAME] if shown.strip(".") else "the list"


def _read_boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if kind != _KIND or not boundary:
        raise WrongUsage("This is not a form with files.", "Send it from the page.")
    return boundary


class _Parts(Workpiece):
    """The parts of a form as they come."""

    folder: Path
    stored: frozenset[str]
    opened: ExitStack
    texts: dict[str, str] = field(default_factory=dict)
    files: list[SentFile] = field(default_factory=list)
    count: int = 0
    header: bytearray = field(default_factory=bytearray)
    value: bytearray = field(default_factory=bytearray)
    text: bytearray = field(default_factory=bytearray)
    headers: dict[str, bytes] = field(default_factory=dict)
    name: str = ""
    file_name: str = ""
    file: BinaryIO | None = None
    path: Path = Path()
    size: int = 0
    is_whole: bool = False

    @property
    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self.header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self.value.extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._take,
            "on_part_end": self._end,
            "on_end": self._end_form,
        }

    def _begin(self) -> None:
        self.count += 1
        if self.count > _MOST_PARTS:
            raise TooLargeError("Too many files were sent at once.", "Send fewer enclosures.")
        self.headers, self.text, self.size = {}, bytearray(), 0

    def _end_header(self) -> None:
        self.headers[self.header.decode("latin-1").casefold()] = bytes(self.value)
        self.header, self.value = bytearray(), bytearray()

    def _open(self) -> None:
        _, options = parse_options_header(self.headers.get("content-disposition"))
        self.name = options.get(b"name", b"").decode("utf-8", "replace")
        self.file_name = options.get(b"filename", b"").decode("utf-8", "replace")
        self.file = None
        if self.name in self.stored:
            self.path = self.folder / secrets.token_hex(8)
            self.path.touch(0o600, exist_ok=False)
            self.file = self.opened.enter_context(self.path.open("wb"))

    def _take(self, data: bytes, start: int, end: int) -> None:
        self.size += end - start
        if self.file:
            self.file.write(data[start:end])
        elif self.size > _LONGEST_FIELD:
            raise TooLargeError(f"The field {self.name!r} is too long.", "Shorten it.")
        else:
            self.text.extend(data[start:end])

    def _end(self) -> None:
        if self.file:
            self.file.close()
            self._keep_file()
        else:
            self.texts[self.name] = self.text.decode("utf-8", "replace").strip()

    def _keep_file(self) -> None:
        """Keep what was chosen, even if it is empty: a field without a choice has no name."""
        if not self.size and not self.file_name:
            self.path.unlink()
            return
        name = tidy_name(self.file_name)
        self.files.append(SentFile(self.name, name, self.path, self.size))

    def _end_form(self) -> None:
        self.is_whole = True
