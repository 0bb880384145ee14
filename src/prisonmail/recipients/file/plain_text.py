r"""Text: which characters the bytes of a list stand for, and which delimiter it states.

A byte order mark decides, else strict UTF-8, else Windows-1252. For short lists of British names
this is right more often than guessing from the frequency of letters.

>>> find_encoding("Siân".encode("cp1252"), None)
'cp1252'
>>> find_encoding(b"N\0a\0m\0e\0", None).code
'PM102'
>>> read_stated_delimiter(["sep=;\n"])
';'
"""

import codecs
import io
import re
from collections.abc import Iterator, Sequence

from prisonmail.errors import WrongUsage
from prisonmail.problems.problem import Fault

# UTF-32 before UTF-16: the mark of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Accented letters of code page 850 are symbols in Windows-1252: `Zo‰` is Zoë. Only a symbol inside
# or right after a word counts, and `…“”•˜£` only between small letters, since they may follow one.
_CODE_PAGE_850 = re.compile(r"[A-Za-z][‚„†‡‰ˆ‹¡¢¤¥](?:[a-z]|(?=[\s,;|]|$))|[a-z][…“”•˜£][a-z]")
_SAMPLE = 4096
"""Bytes that are enough to recognise UTF-16 without its mark."""
_MOSTLY = 0.4
"""Share of NUL bytes from which text is UTF-16: Latin letters give a half, others fewer."""
_PIECE = 1024 * 1024
"""Bytes that are tried at once: as text, a whole list may take four times its size."""
_STREAMED = ("utf-8", "utf-8-sig", "cp1252")
"""Encodings that need not be decoded in one piece, which takes five times the memory."""
CANDIDATES = (",", "\t", ";", "|")
NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe"}
_STATED = re.compile(r'\ufeff?"?sep=(.)"?[,;\t|]*[\r\n]*', re.IGNORECASE)


def find_encoding(content: bytes, asked: str | None) -> str | Fault:
    """Find the encoding of a text file. Raises WrongUsage for an encoding that does not exist."""
    if asked is not None:
        return _asked_for(content, asked)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decodes(content, encoding) or encoding
    if b"\0" in content:
        return _with_nul(content)
    return "utf-8" if _is_utf_8(content) else _windows(content)


def read_lines(content: bytes, encoding: str) -> Iterator[str]:
    """Read the lines of a text that is known to decode, with their own line ends."""
    if encoding in _STREAMED:
        return iter(io.TextIOWrapper(io.BytesIO(content), encoding, newline=""))
    return iter(io.StringIO(content.decode(encoding), newline=""))


def find_line(content: bytes, offset: int) -> int:
    r"""Return the physical line of a byte, from 1, whatever ends the lines.

    >>> find_line(b"a\r\nb\rc", 5)
    3
    """
    before = content[:offset]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def _is_utf_8(content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(content)
    try:
        for start in range(0, len(content), _PIECE):
            decoder.decode(view[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _asked_for(content: bytes, asked: str) -> str | Fault:
    try:
        known = codecs.lookup(asked)
        "".encode(asked)
    except (LookupError, ValueError):
        raise WrongUsage(
            f"There is no encoding called {asked}.", "Try utf-8, cp1252, cp850 or utf-16."
        ) from None
    return _decodes(content, known.name) or known.name


def _decodes(content: bytes, encoding: str) -> Fault | None:
    try:
        text = content.decode(encoding)
    except UnicodeError:
        return Fault(
            "PM102",
            f"the list is not {encoding} text from end to end",
            "Save it as CSV UTF-8, or say what it is with --encoding.",
        )
    return _NUL if "\0" in text else None


_NUL = Fault("PM101", "the list is not a text file: it has NUL bytes", "Export it again.")


def _with_nul(content: bytes) -> Fault:
    sample = content[:_SAMPLE]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[first::2].count(0) > len(sample) * _MOSTLY:
            return Fault(
                "PM102",
                "the list is UTF-16 text without its byte order mark",
                f"Say so with: --encoding {name}",
            )
    return _NUL


def _windows(content: bytes) -> str | Fault:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = find_line(content, error.start)
        return Fault(
            "PM102",
            f"the list is neither UTF-8 nor Windows-1252 text: byte {content[error.start]:02X} "
            f"on line {line}",
            "It may come from an old system: try --encoding cp850, or save it as CSV UTF-8.",
        )
    found = _CODE_PAGE_850.search(text)
    if found is None:
        return "cp1252"
    line = find_line(content, found.start())
    return Fault(
        "PM102",
        f"the list is not Windows-1252 text: `{found[0]}` on line {line}, a symbol inside a word",
        "It looks like Excel's “CSV (MS-DOS)”: try --encoding cp850, or save it as CSV UTF-8.",
    )


def read_stated_delimiter(lines: Sequence[str]) -> str | None:
    """Read the first line if it is the one by which Excel states the delimiter: `sep=;`."""
    match = _STATED.fullmatch(lines[0]) if lines else None
    return match[1] if match else None


def parse_delimiter(text: str) -> str:
    """Read the delimiter that a user names, as a character or a word. Raises WrongUsage."""
    by_name = {name: delimiter for delimiter, name in NAMES.items()} | {"\\t": "\t"}
    found = by_name.get(text.casefold(), text)
    if len(found) != 1 or found in '"\r\n \0':
        raise WrongUsage(f"`{text}` cannot be a delimiter.", "Use comma, tab, semicolon or pipe.")
    return found
