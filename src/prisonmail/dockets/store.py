"""The files that dockets come in: pairs of document and signature, messages, folders of both."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from prisonmail.dockets.docket_document import LARGEST
from prisonmail.dockets.message import read_attachments
from prisonmail.errors import DocketRefused, InputMissing
from prisonmail.system.record import Record

STANDARD_INPUT = "-"
_DOCUMENT, _SIGNATURE, _MESSAGE = ".json", ".sig", ".eml"
_LARGEST_MESSAGE = 2 * LARGEST
"""Bytes: base64 takes a third more, and a message may carry several dockets."""


class Offered(Record, frozen=True):
    """What may be a docket, and what is said to be its signature; or why it is none."""

    name: str
    document: bytes = b""
    signature: bytes = b""
    fault: str = ""


def read_offered(files: Iterable[str]) -> Iterator[Offered]:
    """Go through what files, folders and `-` bring, each only once. Raises InputMissing."""
    seen = set[Path]()
    for given in files:
        if given == STANDARD_INPUT:
            yield from _read_message("standard input", sys.stdin.buffer.read(_LARGEST_MESSAGE + 1))
            continue
        for path in _list_files(Path(given)):
            if path not in seen:
                seen.add(path)
                yield from _read_file(path)


def _list_files(path: Path) -> list[Path]:
    if path.is_dir():
        ends = (_DOCUMENT, _MESSAGE)
        return sorted(each for each in path.iterdir() if each.suffix.lower() in ends)
    is_signature = path.suffix.lower() == _SIGNATURE
    return [path.with_suffix("") if is_signature else path]


def _read_file(path: Path) -> Iterator[Offered]:
    match path.suffix.lower():
        case ".json":
            signature = path.with_name(f"{path.name}{_SIGNATURE}")
            if not signature.exists() and path.exists():
                fault = f"Its signature, {signature.name}, is not beside it."
                yield Offered(path.name, fault=fault)
                return
            yield _pair(path.name, _read(path, LARGEST), _read(signature, LARGEST))
        case ".eml":
            yield from _read_message(path.name, _read(path, _LARGEST_MESSAGE))
        case _:
            if not path.exists():
                raise InputMissing(f"There is no file {path}.", "Check the name.")
            fault = "It is neither a docket (.json with its .json.sig) nor a message (.eml)."
            yield Offered(path.name, fault=fault)


def _read_message(name: str, content: bytes) -> Iterator[Offered]:
    try:
        if len(content) > _LARGEST_MESSAGE:
            raise DocketRefused(f"It has more than {_LARGEST_MESSAGE // 1_000_000} MB.")
        attached = read_attachments(content)
    except DocketRefused as error:
        yield Offered(name, fault=error.message)
        return
    signatures = {each.name: each.content for each in attached}
    documents = [each for each in attached if each.name.lower().endswith(_DOCUMENT)]
    if not documents:
        yield Offered(name, fault="No docket is attached to this message.")
    for each in documents:
        signature = signatures.get(f"{each.name}{_SIGNATURE}")
        if signature is None:
            yield Offered(each.name, fault="Its signature is not attached to the same message.")
        else:
            yield _pair(each.name, each.content, signature)


def _pair(name: str, document: bytes, signature: bytes) -> Offered:
    if max(len(document), len(signature)) > LARGEST:
        return Offered(name, fault=f"It has more than {LARGEST // 1_000_000} MB.")
    return Offered(name, document, signature)


def _read(path: Path, most: int) -> bytes:
    """Read a file, and no more of it than can be taken. Raises InputMissing."""
    try:
        if path.exists() and not path.is_file():
            raise InputMissing(f"{path} is not a file.", "Check the name.")
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise InputMissing(f"There is no file {path}.", "Check the name.") from None
    except OSError as error:
        raise InputMissing(f"{path} cannot be read: {error.strerror}.") from None
