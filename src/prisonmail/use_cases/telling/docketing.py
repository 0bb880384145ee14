"""The use case: prisons are told, in a signed file each, of letters that are on their way to them.

The ledger first, the files second. A run that breaks in between leaves a serial that no prison gets
to see; the next run draws the next one, which says everything anew, so that the gap is harmless.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

from prisonmail.dockets.docket import Docket
from prisonmail.errors import OutputRefused, SenderRefused, WrongUsage
from prisonmail.ledger.issued.docket_book import DocketOrder, NothingToTellError, RecordedDocket
from prisonmail.ledger.store import Ledger
from prisonmail.printing import pdf
from prisonmail.sender.sender import Sender
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.sender.signing.signatures import Namespace, sign_message
from prisonmail.sheets.batch.docket_page import DocketPage
from prisonmail.sheets.fonts import load_roboto
from prisonmail.system import folders, output_files
from prisonmail.system.record import Record
from prisonmail.use_cases.find import find_issued, parse_reference

ENDINGS = (".pdf", ".json.sig", ".json")
"""Of the files of a docket, in the order of writing: the document comes last."""


class DocketSubject(Record, frozen=True):
    """What prisons are to be told, and which of them."""

    batch: str | None
    """As it was typed; None if it is cancellations alone."""
    prison: str | None = None
    """A code or a name; None if all that it concerns."""


class SignedDocket(Record, frozen=True):
    """A docket with its signature, for a prison of some name."""

    recorded: RecordedDocket
    signature: bytes
    prison_name: str

    @property
    def docket(self) -> Docket:
        """What it says."""
        return self.recorded.docket


class Docketing(Record, frozen=True):
    """What was made."""

    dockets: tuple[SignedDocket, ...]
    files: tuple[Path, ...]
    """The documents; the other files have the same names, but for their ends."""
    silent: tuple[str, ...]
    """The names of prisons to which nothing was on its way that is still good."""
    batch_id: str | None = None


def make_dockets(
    ledger: Ledger,
    subject: DocketSubject,
    sender: Callable[[], Sender],
    open_key: Callable[[], SigningKey],
    folder: Path,
    now: datetime,
    *,
    force: bool = False,
) -> Docketing:
    """Record a docket for each prison, and write its files to a folder.

    Of cancellations alone a sender is asked for; a batch has its own. The key is opened once it is
    sure that there is something to sign. Raises WrongUsage, InputMissing, OutputRefused,
    DocketRefused, LedgerWentBack, or what opening the key raises.
    """
    batch = _find_batch(ledger, subject)
    prisons = find_prisons(ledger, batch and batch[0], subject.prison, now)
    if not prisons:
        return Docketing((), (), (), batch and batch[0])
    batch_id, of = batch or (None, sender())
    key = open_key()
    make_folder(folder)
    made, files, silent = list[SignedDocket](), list[Path](), list[str]()
    for prison, name in prisons.items():
        order = DocketOrder(prison, batch_id, of, key.public.fingerprint, now)
        try:
            docket = sign_docket(ledger, order, key, name, _refuse_taken(folder, force=force))
        except NothingToTellError:
            silent.append(name)
            continue
        made.append(docket)
        files.append(write_files(docket, folder, force=force))
    return Docketing(tuple(made), tuple(files), tuple(silent), batch_id)


def sign_docket(
    ledger: Ledger,
    order: DocketOrder,
    key: SigningKey,
    prison_name: str,
    prepare: Callable[[Docket], object] = lambda docket: None,
) -> SignedDocket:
    """Record a docket and sign it. Raises NothingToTellError, and as `DocketBook.record`."""
    recorded = ledger.docket_book.record(order, prepare)
    signature = sign_message(key, recorded.document, Namespace.DOCKET)
    return SignedDocket(recorded, signature, prison_name)


def find_prisons(
    ledger: Ledger, batch_id: str | None, wanted: str | None, now: datetime
) -> Mapping[str, str]:
    """Return the prisons that a batch or cancellations concern, by code, or the one wanted.

    Raises WrongUsage if that is none of them.
    """
    found = ledger.docket_book.list_prisons(batch_id, now)
    if wanted is None:
        return found
    folded = " ".join(wanted.casefold().split())
    chosen = {
        code: name for code, name in found.items() if folded in (code.casefold(), name.casefold())
    }
    if found and not chosen:
        raise WrongUsage(
            f"Nothing is on its way to {wanted}.",
            f"Name one of: {', '.join(f'{code} ({name})' for code, name in found.items())}",
        )
    return chosen


def find_batch(ledger: Ledger, text: str) -> tuple[str, Sender]:
    """Return a batch's name and sender.

    Raises WrongUsage, InputMissing if there is none, or SenderRefused if it may no longer send: no
    prison is told that letters may be delivered which its sender's ledger answers otherwise for.
    """
    if parse_reference(text).batch_id is None:
        raise WrongUsage(f"{text} is a code, and a docket is of a batch.", "Name its batch.")
    batch = find_issued(ledger, text).summary.batch
    address, status = batch.sender.cjsm_address, ledger.senders.find(batch.sender.cjsm_address)
    if status and not status.may_send:
        raise SenderRefused(
            f"{address} is {status} on this ledger, so that no prison is told of its letters.",
            "Cancel them, and tell that with: prisonmail docket --cancellations. If it is over, "
            f"lift it with: prisonmail senders reactivate {address}",
        )
    return batch.id, batch.sender


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter, if it is not there. Raises OutputRefused."""
    if folder.exists() and not folder.is_dir():
        raise OutputRefused(f"{folder} is not a folder.", "Name a folder with -o.")
    folders.make_folder_for(folder / "docket")


def write_files(signed: SignedDocket, folder: Path, *, force: bool) -> Path:
    """Write the files of a docket; return the path of its document. Raises OutputRefused."""
    contents = draw_page(signed), signed.signature, signed.recorded.document
    for path, content in zip(_name_files(folder, signed.docket), contents, strict=True):
        with output_files.new_file(path, replace=force) as file:
            file.write(content)
    return path


def draw_page(signed: SignedDocket) -> bytes:
    """Return the page for people, as a PDF."""
    page = DocketPage(signed.docket, signed.prison_name, load_roboto())
    about = pdf.About(f"Docket {signed.docket.name}", signed.docket.made_at)
    target = BytesIO()
    pdf.write_sheets(page.draw(), target, about)
    return target.getvalue()


def _find_batch(ledger: Ledger, subject: DocketSubject) -> tuple[str, Sender] | None:
    return find_batch(ledger, subject.batch) if subject.batch else None


def _name_files(folder: Path, docket: Docket) -> Iterator[Path]:
    return (folder / f"{docket.name}{ending}" for ending in ENDINGS)


def _refuse_taken(folder: Path, *, force: bool) -> Callable[[Docket], None]:
    def refuse(docket: Docket) -> None:
        for path in _name_files(folder, docket):
            output_files.refuse_if_taken(path, force=force)

    return refuse
