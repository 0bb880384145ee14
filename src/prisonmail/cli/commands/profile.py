"""`prisonmail profile`: who sends, and the rules that a profile keeps.

The rules are pydantic's, whose import takes longer than all that `profile path` does: hence the
imports inside functions.
"""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.commands.profile_confirm import confirm, look_up_fitness, relay_password
from prisonmail.cli.completion.words import offer_entries, offer_given_entries
from prisonmail.cli.options.groups import expand_groups
from prisonmail.cli.options.ledger import LedgerOption
from prisonmail.cli.options.profile import ProfileEntries
from prisonmail.cli.options.shared import (
    JsonOption,
    OperatorOption,
    ProfileOption,
    StrictStorageOption,
)
from prisonmail.cli.terminal import answer, answer_json
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.reports.senders.proofs import fitness_document, proof_words
from prisonmail.system import clock, folders

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _profile() -> None:
    """Example: **prisonmail profile init**

    Makes, shows and checks the sender profile: the firm and person whose letters these are.
    """


@app.command("init", short_help="Make the sender profile.")
@expand_groups
def init(
    entries: ProfileEntries,
    profile: ProfileOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the profile that is there.")
    ] = False,
    strict_storage: StrictStorageOption = False,
    by: OperatorOption = None,
) -> None:
    """Example: **prisonmail profile init**

    Makes the sender profile. On a terminal it asks for what the options leave out, and once to
    accept the statements on who may use it.
    """
    from prisonmail.cli.commands.profile_entries import make_profile
    from prisonmail.cli.options.storage import look_at_places

    look_at_places(strict=strict_storage, written=[_path(profile)])
    make_profile(entries.given(), _path(profile), force=force, by=by)


@app.command("show", short_help="Show the profile as it is used.")
def show(
    profile: ProfileOption = None, ledger: LedgerOption = None, as_json: JsonOption = False
) -> None:
    """Example: **prisonmail profile show**

    Shows the sender profile as it is used, and whether its mailbox is proved.
    """
    from prisonmail.reports.keeping.profiles import profile_document, profile_lines
    from prisonmail.sender.profile_layers import name_command
    from prisonmail.sender.store import list_sources, load

    loaded, sources = load(_path(profile)), list_sources(_path(profile))
    fitness, now = look_up_fitness(loaded, ledger), clock.now()
    if as_json:
        answer_json(profile_document(loaded, sources) | fitness_document(fitness, now))
        return
    command = name_command("profile confirm", _path(profile))
    mailbox = str(proof_words(fitness, now, command)) if fitness else ""
    for line in profile_lines(loaded, sources, mailbox):
        answer(line)


@app.command("set", short_help="Set entries of the profile.")
def set_entries(
    entries: Annotated[
        list[str],
        typer.Argument(
            metavar="KEY VALUE...",
            autocompletion=offer_entries,
            help="A key and its value, or several of both.",
        ),
    ],
    profile: ProfileOption = None,
) -> None:
    """Example: **prisonmail profile set telephone "0113 496 0001"**

    Sets entries of the profile; those of a table with a dot: defaults.split 200. It is checked
    before it is written, and its comments and order stay.
    """
    from prisonmail.cli.commands.profile_changes import change_profile, pair_up

    change_profile(_path(profile), pair_up(entries))


@app.command("unset", short_help="Take entries out of the profile.")
def unset_entries(
    keys: Annotated[
        list[str],
        typer.Argument(
            metavar="KEY...", autocompletion=offer_given_entries, help="What to take out."
        ),
    ],
    profile: ProfileOption = None,
) -> None:
    """Example: **prisonmail profile unset short_name**

    Takes entries out of the profile; a table with all that is in it: signatories.jb.
    """
    from prisonmail.cli.commands.profile_changes import change_profile

    change_profile(_path(profile), dict.fromkeys(keys))


@app.command("check", short_help="Say whether the profile is in order.")
def check(profile: ProfileOption = None, ledger: LedgerOption = None) -> None:
    """Example: **prisonmail profile check**

    Says whether the profile is in order, and all that is wrong if it is not; and whether its
    mailbox is proved, by what the ledger holds.
    """
    from prisonmail.cli.commands.profile_entries import check_profile
    from prisonmail.sender.profile_layers import name_command
    from prisonmail.sender.store import load

    path = _path(profile)
    check_profile(path)
    answer(ReportLine("The profile is in order:", Tone.GOOD, f" {path}"))
    if fitness := look_up_fitness(load(path), ledger):
        command = name_command("profile confirm", path)
        answer(f"Its mailbox is {proof_words(fitness, clock.now(), command)}")


app.command("confirm", short_help="Prove the mailbox by a code that is sent there.")(confirm)
app.command("relay-password", short_help="Keep the password of the mail relay.")(relay_password)


@app.command("statements", short_help="Show who may use prisonmail, and who accepted that.")
def statements(
    accept: Annotated[
        bool, typer.Option("--accept", help="Accept them, as who is named or at the keyboard.")
    ] = False,
    by: OperatorOption = None,
    profile: ProfileOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail profile statements --accept**

    Shows the statements on who may use prisonmail, and who has accepted them when. Accept them
    each year. That is kept beside the profile, and not in it.
    """
    from prisonmail.reports.keeping import acceptance as words
    from prisonmail.sender.store import read_acceptance, save_acceptance
    from prisonmail.system import clock
    from prisonmail.system.operators import find_operator

    now, path = clock.now(), _path(profile)
    found = read_acceptance(path)
    if accept:
        found = save_acceptance(path, find_operator(by).name, now)
    if as_json:
        answer_json(words.acceptance_document(found, now))
        return
    for line in words.statement_words():
        answer(line)
    answer(words.acceptance_words(found, now))


@app.command("path", short_help="Say where the profile is kept.")
def path(profile: ProfileOption = None) -> None:
    """Example: **prisonmail profile path**

    Says where the profile is kept.
    """
    answer(str(_path(profile)))


def _path(profile: Path | None) -> Path:
    return profile or folders.find_profile_path()
