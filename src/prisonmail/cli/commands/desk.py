"""`prisonmail desk`: the mailroom's own side, which answers for what senders have announced."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.commands.purge import command as purge
from prisonmail.cli.completion.words import offer_prisons
from prisonmail.cli.options.firm_key import open_firm_key
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.passphrase import KeyPassphraseFileOption
from prisonmail.cli.options.shared import ForceOption, JsonOption, OperatorOption
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.errors import WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.prisons.prison import Prison
from prisonmail.reports.desk.desk_reports import report_document, report_words
from prisonmail.reports.desk.receipts import (
    distrust_lines,
    own_prison_document,
    own_prison_words,
    receipt_document,
    receipt_exit,
    receipt_lines,
    sender_lines,
    senders_document,
    trust_document,
    trust_lines,
)
from prisonmail.reports.lines import ReportLine
from prisonmail.system import clock
from prisonmail.use_cases.desk.own_prison import (
    find_own_prison,
    forget_own_prison,
    set_own_prison,
)
from prisonmail.use_cases.desk.receive import receive
from prisonmail.use_cases.desk.reporting import write_desk_report
from prisonmail.use_cases.desk.trusting import distrust, list_senders, trust

app = typer.Typer(no_args_is_help=True)
FingerprintArgument = Annotated[
    str,
    typer.Argument(metavar="FINGERPRINT", help="SHA256:… of the key, or 16 characters of it."),
]


@app.callback()
def _desk() -> None:
    """Example: **prisonmail desk receive docket.eml**

    The desk of a mailroom, where letters of many senders are checked with verify and scan: takes
    what senders have announced, and says whose word counts.
    """


@app.command("receive", short_help="Take what senders have announced.")
def receive_(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…",
            help="Dockets (.json with .json.sig beside it), messages (.eml), folders of both, or - "
            "for a message on standard input.",
        ),
    ],
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail desk receive docket.eml**

    Takes dockets, each as a whole or not at all, and statements of senders that changed their key
    or revoked it.
    A docket counts if its signature holds and its key was accepted; the first one of a sender
    waits. Exit code 65 means that something was refused; the rest was taken.
    """
    found = receive(files, ledger_place(ledger), clock.now(), by)
    if as_json:
        answer_json(receipt_document(found))
    else:
        for line in receipt_lines(found):
            answer(line)
    raise typer.Exit(receipt_exit(found))


@app.command("trust", short_help="Accept the key of a sender.")
def trust_(
    fingerprint: FingerprintArgument,
    instead_of: Annotated[
        str | None,
        typer.Option(
            "--instead-of",
            metavar="FINGERPRINT",
            help="The key that the sender lost, which this one comes after.",
            show_default=False,
        ),
    ] = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail desk trust SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA**

    Accepts the key of a sender, after you have compared its fingerprint with them by telephone.
    All of its dockets that wait count from then on.
    """
    done = trust(fingerprint, ledger_place(ledger), clock.now(), by, instead_of)
    _tell(trust_document(done), trust_lines(done), as_json=as_json)


@app.command("distrust", short_help="Withdraw the key of a sender.")
def distrust_(
    fingerprint: FingerprintArgument,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail desk distrust SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA**

    Withdraws a key that was stolen or is not a sender's: no letter that was announced with it is
    ready any more.
    """
    done = distrust(fingerprint, ledger_place(ledger), clock.now(), by)
    _tell(trust_document(done), distrust_lines(done), as_json=as_json)


@app.command("senders", short_help="List who has sent dockets.")
def senders(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Example: **prisonmail desk senders**

    Lists the keys that have signed dockets, whose they say they are, and which are accepted.
    """
    found = list_senders(ledger_place(ledger))
    if as_json:
        answer_json(senders_document(found))
        return
    for line in sender_lines(found):
        answer(line)


@app.command("report", short_help="Tell a sender what was checked when.")
def report(
    file: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The report.")],
    sender: Annotated[
        str | None,
        typer.Argument(
            metavar="FINGERPRINT",
            help="The sender’s key, if there is more than one sender.",
            show_default=False,
        ),
    ] = None,
    force: ForceOption = False,
    passphrase_file: KeyPassphraseFileOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail desk report -o leeds.json**

    Writes when which codes of one sender were checked, signed with the desk's own key, which is
    made at its first use. The sender takes it with ledger learn.
    """
    with open_ledger(ledger_place(ledger), by=by) as desk:
        open_key = partial(open_firm_key, None, passphrase_file, desk)
        done = write_desk_report(desk, sender, open_key, file, clock.now(), force=force)
    if as_json:
        answer_json(report_document(done))
    else:
        talk(report_words(done))


app.command("purge", short_help="Erase the people of old letters.")(purge)


@app.command("prison", short_help="Say which prison this desk is at.")
def prison(
    named: Annotated[
        str | None,
        typer.Argument(
            metavar="PRISON",
            autocompletion=offer_prisons,
            help="Its code or name.",
            show_default=False,
        ),
    ] = None,
    none: Annotated[
        bool, typer.Option("--none", help="Answer for letters to any prison again.")
    ] = False,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail desk prison LEI**

    Says which prison this desk is at, for all who use its ledger. From then on a letter to another
    prison is answered with wrong-prison. Without a name, shows which one it is.
    """
    if named and none:
        raise WrongUsage("A prison and --none were both given.", "Choose one of them.")
    place = ledger_place(ledger)
    found: Prison | str | None = None
    if named:
        found = set_own_prison(named, place, clock.now(), by)
    elif none:
        forget_own_prison(place, clock.now(), by)
    else:
        found = find_own_prison(place)
    if as_json:
        answer_json(own_prison_document(found))
    else:
        answer(own_prison_words(found))


def _tell(document: Mapping[str, object], lines: Iterable[ReportLine], *, as_json: bool) -> None:
    if as_json:
        answer_json(document)
        return
    for line in lines:
        answer(line)
