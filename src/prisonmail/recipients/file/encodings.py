r"""Encodings: which characters the bytes of a list stand for.

A byte order mark decides, else strict UTF-8, else Windows-1252, unless a word shows that it is
another code page: then the list is refused, and the code page is named.

>>> find_encoding("Siân".encode("cp1252"), None)
'cp1252'
>>> find_encoding(b"N\0a\0m\0e\0", None).code
'PM102'
>>> find_encoding("Ayşe".encode("cp1254"), None).help.partition(",")[0]
'Try --encoding cp1254'
"""

import codecs
import io
from collections.abc import Iterator

from prisonmail.errors import WrongUsage
from prisonmail.problems.problem import Fault
from prisonmail.recipients.file.code_pages import KEEP_UNDEFINED, ForeignWord, find_foreign_word

# UTF-32 before UTF-16: the mark of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4096
"""Bytes that are enough to recognise UTF-16 without its mark."""
_MOSTLY = 0.4
"""Share of NUL bytes from which text is UTF-16: Latin letters give a half, others fewer."""
_PIECE = 1024 * 1024
"""Bytes that are tried at once: as text, a whole list may take four times its size."""
_STREAMED = ("utf-8", "utf-8-sig", "cp1252")
"""Encodings that need not be decoded in one piece, which takes five times the memory."""


def find_encoding(content: bytes, asked: str | None) -> str | Fault:
    """Find the encoding of a text file. Raises WrongUsage for an encoding that does not exist."""
    if asked is not None:
        return _asked_for(content, asked)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decodes(content, encoding) or encoding
    if b"\0" in content:
        return _with_nul(content)
    if _is_utf_8(content):
        return "utf-8"
    foreign = find_foreign_word(content)
    return _describe(foreign, find_line(content, foreign.offset)) if foreign else "cp1252"


def read_lines(content: bytes, encoding: str) -> Iterator[str]:
    """Read the lines of a text that is known to decode, with their own line ends."""
    if encoding in _STREAMED:
        return iter(
            io.TextIOWrapper(io.BytesIO(content), encoding, errors=KEEP_UNDEFINED, newline="")
        )
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
    except UnicodeDecodeError as error:
        # The bytes of the error lack the mark that utf-8-sig takes off.
        line = find_line(error.object, error.start)
        at = f": byte {error.object[error.start]:02X} on line {line}"
    except UnicodeError:
        at = ""
    else:
        return _NUL if "\0" in text else None
    return Fault(
        "PM102",
        f"the list is not {encoding} text from end to end{at}",
        "Save it as CSV UTF-8, or say what it is with --encoding. If it was joined from two lists, "
        "join them again in a spreadsheet.",
    )


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


def _describe(foreign: ForeignWord, line: int) -> Fault:
    """Describe that a list is in another code page, and how a word of it would then read."""
    undefined = next((letter for letter in foreign.word if "\x7f" < letter < "\xa0"), None)
    word = foreign.word.replace(undefined, "\ufffd") if undefined else foreign.word
    if undefined:
        wrong = f"the list is neither UTF-8 nor Windows-1252 text: byte {ord(undefined):02X}"
    else:
        wrong = f"the list is not Windows-1252 text: `{word}`"
    pages = [page for group in foreign.readings.values() for page in group]
    tries = f"Try --encoding {' or '.join(pages) or 'cp850'}, or save it as CSV UTF-8."
    right = "" if undefined else f" If `{word}` is right, say so: --encoding cp1252."
    if not foreign.readings:
        return Fault("PM102", f"{wrong} on line {line}", tries + right)
    meant = " or ".join(
        f"`{read}` as {' or '.join(group)}" for read, group in foreign.readings.items()
    )
    subject = f", and `{word}`" if undefined else ""
    return Fault("PM102", f"{wrong} on line {line}{subject} would be {meant}", tries + right)
