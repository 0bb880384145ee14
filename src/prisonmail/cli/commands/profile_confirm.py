"""`prisonmail profile confirm` and `relay-password`: the mailbox is proved, over the relay.

What sends mail loads much, and is imported when it is needed.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from prisonmail.cjsm.relay_passwords import keep_password
from prisonmail.cli.completion.words import offer_signatories
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import ForceOption, JsonOption, OperatorOption, ProfileOption
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.errors import ExitCode, InputMissing, WrongUsage
from prisonmail.ledger.senders.proofs import Trial
from prisonmail.reports.lines import ReportLine, Tone, warning
from prisonmail.reports.senders.proofs import step_document, trial_document, trial_words
from prisonmail.sender.profile import Profile
from prisonmail.system import clock
from prisonmail.system.folders import expand_home, find_profile_path
from prisonmail.use_cases.senders.fitness import SenderFitness, find_fitness

if TYPE_CHECKING:
    from prisonmail.use_cases.senders.proving import ProofRequest

Step = tuple[str, Sequence[str | ReportLine]]
"""What a step of the proof came to, and what is said of it."""
_NEXT = "Next: prisonmail profile confirm CODE"


def confirm(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="The code that arrived.")
    ] = None,
    eml: Annotated[
        str | None,
        typer.Option(
            "--eml",
            metavar="FILE",
            help="Write the message to a file instead, to be sent by web mail.",
            show_default=False,
        ),
    ] = None,
    attested_by: Annotated[
        str | None,
        typer.Option(
            "--attested-by",
            metavar="NAME",
            help="Send nothing: a second person vouches for the mailbox.",
            show_default=False,
        ),
    ] = None,
    signatory: Annotated[
        str,
        typer.Option(
            "--signatory",
            metavar="KEY",
            autocompletion=offer_signatories,
            help="Prove the mailbox of another who signs by this profile.",
            show_default=False,
        ),
    ] = "",
    by: OperatorOption = None,
    profile: ProfileOption = None,
    ledger: LedgerOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail profile confirm**

    Sends a code to the CJSM address of the profile, through the firm's mail relay. With the code
    that arrived, within 30 minutes, it ends the proof: somebody at this keyboard reads that
    mailbox. Exit code 1: it was not the code, or is good no more.
    """
    from prisonmail.sender.store import load
    from prisonmail.use_cases.senders.proving import ProofRequest, find_progress

    path = profile or find_profile_path()
    asked = ProofRequest(load(path), ledger_place(ledger), by, signatory)
    if sum(map(bool, (code, eml, attested_by))) > 1:
        raise WrongUsage("Give one of these alone: a code, --eml or --attested-by.")
    if code is not None:
        _end(asked, code, as_json=as_json)
    elif attested_by is not None:
        outcome, said = _attest(asked, attested_by)
    elif eml is not None:
        outcome, said = _write(asked, expand_home(eml), force=force)
    else:
        outcome, said = _send(asked, path.parent)
    if as_json:
        answer_json(step_document(outcome, *find_progress(asked), clock.now()))
        return
    for line in said:
        talk(line)


def relay_password(profile: ProfileOption = None) -> None:
    """Example: **prisonmail profile relay-password**

    Asks for the password of the mail relay, and keeps it in the keyring of this system.
    """
    from prisonmail.sender.store import load

    relay = load(profile or find_profile_path()).relay
    if relay is None or relay.user is None:
        raise InputMissing("The profile names no user of a mail relay.", "Write it under [relay].")
    if not sys.stdin.isatty():
        raise WrongUsage(
            "There is nobody to ask for the password.",
            "Put it into a file that only you may read, and name that in "
            "PRISONMAIL_RELAY_PASSWORD_FILE",
        )
    asked = f"Password of {relay.user} at {relay.host}"
    keep_password(relay, str(typer.prompt(asked, hide_input=True, err=True)))
    talk("It is kept in the keyring of this system.")


def look_up_fitness(found: Profile, ledger: str | None) -> SenderFitness | None:
    """Return what the ledger says of a profile's sender; None, with a warning, if it cannot."""
    try:
        return find_fitness(ledger_place(ledger), found.particulars, found.proof_days)
    except InputMissing as error:
        talk(warning(f"whether its mailbox is proved cannot be told. {error.message}"))
        return None


def _attest(asked: "ProofRequest", name: str) -> Step:
    from prisonmail.use_cases.senders.proving import attest

    attest(asked, name, clock.now())
    said = f" {name} vouches for {asked.sender.cjsm_address}."
    return "attested", [ReportLine("Recorded:", Tone.GOOD, said)]


def _write(asked: "ProofRequest", file: Path, *, force: bool) -> Step:
    from prisonmail.use_cases.senders.proving import write_code

    write_code(asked, file, clock.now(), force=force)
    return "written", [
        f"Message → {file}. Send it by web mail to {asked.sender.cjsm_address}.",
        "The file has the code in it: delete it once it is sent.",
        _NEXT,
    ]


def _send(asked: "ProofRequest", folder: Path) -> Step:
    from prisonmail.use_cases.senders.proving import MINUTES, send_code

    send_code(asked, folder, clock.now())
    sent = f" to {asked.sender.cjsm_address}, good for {MINUTES} minutes."
    return "sent", [ReportLine("A code was sent", Tone.GOOD, sent), _NEXT]


def _end(asked: "ProofRequest", code: str, *, as_json: bool) -> NoReturn:
    from prisonmail.use_cases.senders.proving import try_code

    now = clock.now()
    tried = try_code(asked, code, now)
    if as_json:
        answer_json(trial_document(tried, now))
    else:
        for line in trial_words(tried, now):
            answer(line)
    raise typer.Exit(ExitCode.DONE if tried.trial is Trial.PROVED else ExitCode.NO)
