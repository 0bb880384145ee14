"""`prisonmail ledger`: examine the ledger, back it up, move it."""

import re
from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.commands import ledger_encryption, ledger_key
from prisonmail.cli.commands.ledger_learn import learn
from prisonmail.cli.commands.ledger_log import log
from prisonmail.cli.commands.ledger_policy import policy
from prisonmail.cli.commands.ledger_report import report
from prisonmail.cli.options.firm_key import open_key_of_heads
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.passphrase import KeyPassphraseFileOption
from prisonmail.cli.options.shared import (
    ForceOption,
    JsonOption,
    OperatorOption,
    ProfileOption,
    StrictStorageOption,
)
from prisonmail.cli.options.storage import look_at_places
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.errors import ExitCode, WrongUsage
from prisonmail.ledger.chain.audit import Audit
from prisonmail.ledger.head import Head
from prisonmail.ledger.store import find_lost, is_encrypted, open_ledger, safe_name
from prisonmail.reports.counts import count
from prisonmail.reports.keeping.ledgers import (
    audit_document,
    audit_words,
    head_words,
    vouching_words,
)
from prisonmail.system import clock
from prisonmail.system.standard_output import is_stdout
from prisonmail.use_cases.keeping.ledger_copies import back_up, export_csv, export_json, import_json

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _ledger() -> None:
    """Example: **prisonmail ledger check**

    Examines the ledger, shows what happened, backs it up, encrypts it, and moves it between a file
    and PostgreSQL.
    """


@app.command("path", short_help="Say where the ledger is kept.")
def path(ledger: LedgerOption = None) -> None:
    """Example: **prisonmail ledger path**

    Says where the ledger is kept.
    """
    answer(safe_name(ledger_place(ledger)))


@app.command("check", short_help="Examine every entry of the ledger.")
def check(
    noted: Annotated[
        str | None,
        typer.Option(
            "--noted",
            metavar="NUMBER:HASH",
            help="A head that an earlier check gave: shows a chain that was rewritten since.",
        ),
    ] = None,
    upgrade_ledger: Annotated[
        bool,
        typer.Option(
            "--upgrade-ledger",
            help="Bring a ledger on a server up to date first, which shuts out desks with an older "
            "prisonmail.",
        ),
    ] = False,
    profile: ProfileOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail ledger check**

    Says whether anything in the ledger was changed, removed or reordered, since when this machine
    can vouch for that, by which of the firm's keys it is signed, and which batches may have no
    paper.
    """
    head = _head(noted) if noted else None
    place = ledger_place(ledger)
    with open_ledger(place, upgrade=upgrade_ledger, profile=profile) as opened:
        found = opened.audit(head)
    if as_json:
        answer_json(audit_document(found))
    else:
        _tell(found)
    raise typer.Exit(ExitCode.NO if found.faults else ExitCode.DONE)


app.command("log", short_help="Show everything that happened.")(log)
app.command("report", short_help="Count letters and checks of a month.")(report)


@app.command("witness", short_help="Note the last event on another disk too.")
def witness(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file, on another disk.")],
    passphrase_file: KeyPassphraseFileOption = None,
    profile: ProfileOption = None,
    ledger: LedgerOption = None,
    strict_storage: StrictStorageOption = False,
) -> None:
    """Example: **prisonmail ledger witness /media/usb/ledger-head.json**

    Notes the last event in a file on another disk too, now and with every batch. From then on
    ledger check compares it, and finds out if this machine and the ledger were both set back. If
    the firm has a key, it signs the file: FILE.sig is the signature.
    """
    look_at_places(strict=strict_storage, written=[file])
    key = open_key_of_heads(profile, passphrase_file)
    with open_ledger(ledger_place(ledger), profile=profile) as opened:
        head = opened.name_witness(str(file.absolute()), key)
    talk(f"Event {head.number:,} is noted in {file}, and so is each batch from now on.")
    if key:
        talk(f"Signed by {key.public.fingerprint}: {file}.sig")


@app.command("accept-head", short_help="Go on with a ledger that was put back.")
def accept_head(
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it went back.")],
    by: OperatorOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Example: **prisonmail ledger accept-head --reason "Backup of 20 November, after a fire"**

    Goes on with a ledger that is behind what this machine saw of it, and records that. Only if you
    know why: codes that were checked since may be answered as ready once more.
    """
    if not reason.strip():
        raise WrongUsage("It needs a reason.", "Give one with --reason.")
    place = ledger_place(ledger)
    with open_ledger(place, make=bool(find_lost(place)), by=by) as opened:
        head = opened.accept_head(reason, clock.now())
    talk(f"The ledger goes on from event {head.number:,}. Tell the mailrooms.")


@app.command("backup", short_help="Copy the ledger to a file.")
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    force: ForceOption = False,
    strict_storage: StrictStorageOption = False,
) -> None:
    """Example: **prisonmail ledger backup ledger-2026-11-21.sqlite3**

    Copies the whole ledger as it is now, also while others use it, to a file that is a ledger
    itself. Keep it as safely as the ledger: it has the same names in it.
    """
    look_at_places(strict=strict_storage, written=[file])
    rows = back_up(ledger_place(ledger), file, force=force, by=by)
    talk(f"{count(rows, 'row')} → {file}")
    if is_encrypted(file):
        talk("It is encrypted with the same key, and of no use without that.")


@app.command("export", short_help="Write everything as JSON Lines or CSV.")
def export(
    target: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|FOLDER",
            help="The file, or - for standard output; with --csv the folder.",
        ),
    ],
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Write one CSV table each, for spreadsheets.")
    ] = False,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    force: ForceOption = False,
    strict_storage: StrictStorageOption = False,
) -> None:
    """Example: **prisonmail ledger export ledger.jsonl**

    Writes everything as JSON Lines, which ledger import reads back, or as CSV tables.
    """
    if as_csv and is_stdout(target):
        raise WrongUsage("Several tables cannot go to standard output.", "Name a folder.")
    look_at_places(strict=strict_storage, written=[target / "tables" if as_csv else target])
    place = ledger_place(ledger)
    rows = (export_csv if as_csv else export_json)(place, target, force=force, by=by)
    talk(f"{count(rows, 'row')} → {'standard output' if is_stdout(target) else target}")
    if is_encrypted(place):
        talk("What was written is not encrypted.")


@app.command("import", short_help="Fill a new ledger from an export.")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What ledger export has written.")],
    ledger: LedgerOption = None,
    strict_storage: StrictStorageOption = False,
) -> None:
    """Example: **prisonmail ledger import ledger.jsonl --ledger postgresql://…**

    Puts an export into a new ledger, on either database, and checks it: all of it or nothing.
    """
    look_at_places(strict=strict_storage, read=[file])
    rows = import_json(file, ledger_place(ledger))
    talk(f"{count(rows, 'row')} imported and in order.")


app.command("learn", short_help="Take a desk's report of what arrived.")(learn)
app.command("policy", short_help="Show or set rules for all who use it.")(policy)
app.command("encrypt", short_help="Encrypt the ledger where it is.")(ledger_encryption.encrypt)
app.command("decrypt", short_help="Make a plain ledger of it again.")(ledger_encryption.decrypt)
app.command("rekey", short_help="Encrypt the ledger with a new key.")(ledger_encryption.rekey)
app.add_typer(ledger_key.app, name="key", short_help="Write its key down, or bring it here.")


def _head(text: str) -> Head:
    head = re.fullmatch(r"\s*([0-9]+):([0-9a-fA-F]{64})\s*", text)
    if not head:
        raise WrongUsage(
            f"{text} is not a head.", "Give the one that ledger check gave, as NUMBER:HASH."
        )
    return Head(int(head[1]), head[2].casefold())


def _tell(found: Audit) -> None:
    for line in audit_words(found):
        answer(line)
    if found.faults:
        talk("Keep it as it is, and compare it with a backup.")
    for line in (*vouching_words(found), *head_words(found)):
        answer(line)
