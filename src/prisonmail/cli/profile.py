"""`prisonmail profile`: who sends, and the rules that a profile keeps."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from prisonmail import places
from prisonmail.cli.grouping import grouped
from prisonmail.cli.options import JsonOption, ProfileOption
from prisonmail.cli.profile_options import Entries
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.errors import WrongUsage
from prisonmail.reports.lines import ReportLine, Tone, warning
from prisonmail.sender.roles import ROLES
from prisonmail.standing import Standing

app = typer.Typer(no_args_is_help=True)

_REQUIRED = (
    "organisation",
    "sender",
    "cjsm_address",
    "role",
    "address",
    "postcode",
    "telephone",
)


@app.callback()
def _profile() -> None:
    """Example: **prisonmail profile init**

    Makes, shows and checks the sender profile: the firm and person whose letters these are.
    """


@app.command("init", short_help="Make the sender profile.")
@grouped
def init(
    entries: Entries,
    profile: ProfileOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the profile that is there.")
    ] = False,
) -> None:
    """Example: **prisonmail profile init**

    Makes the sender profile. On a terminal it asks for what the options leave out.
    """
    _make(entries.given(), profile, force)


@app.command("show", short_help="Show the profile as it is used.")
def show(profile: ProfileOption = None, as_json: JsonOption = False) -> None:
    """Example: **prisonmail profile show**

    Shows the sender profile as it is used.
    """
    from prisonmail.sender.store import load

    entries = load(_path(profile)).model_dump(mode="json")
    if as_json:
        answer_json({"version": 1, **entries})
        return
    for key, value in entries.items():
        answer(f"{key.replace('_', ' '):<15}{_shown(value)}")


@app.command("check", short_help="Say whether the profile is in order.")
def check(profile: ProfileOption = None) -> None:
    """Example: **prisonmail profile check**

    Says whether the profile is in order, and all that is wrong where it is not.
    """
    from prisonmail.sender.faults import faults
    from prisonmail.sender.profile import Profile
    from prisonmail.sender.store import read_entries, refuse_faulty
    from prisonmail.sheets.choosing import paper_for
    from prisonmail.sheets.options import PrintOptions
    from prisonmail.sheets.profile_envelopes import envelope_faults

    path = _path(profile)
    entries = read_entries(path)
    refuse_faulty(path, (*faults(entries), *envelope_faults(entries)))
    loaded = Profile.read(entries)
    paper_for(loaded, path.parent, None, PrintOptions())
    _warn_of_role(loaded.role)
    answer(ReportLine("The profile is in order:", Tone.GOOD, f" {path}"))


@app.command("path", short_help="Say where the profile is kept.")
def path(profile: ProfileOption = None) -> None:
    """Example: **prisonmail profile path**

    Says where the profile is kept.
    """
    answer(str(_path(profile)))


def _shown(value: object) -> str:
    if isinstance(value, (list, dict)):
        return ", ".join(str(item) for item in value) or "none"
    return "none" if value is None else str(value)


def _path(profile: Path | None) -> Path:
    return profile or places.settings_folder() / places.PROFILE_NAME


def _make(given: dict[str, object], profile: Path | None, force: bool) -> None:
    from prisonmail.cli import interview
    from prisonmail.errors import OutputRefused
    from prisonmail.sender.faults import faults
    from prisonmail.sender.profile import Profile
    from prisonmail.sender.store import save
    from prisonmail.sheets.choosing import paper_for
    from prisonmail.sheets.options import PrintOptions
    from prisonmail.sheets.profile_envelopes import envelope_faults

    target = _path(profile)
    if target.exists() and not force:
        raise OutputRefused(f"There is a profile at {target} already.", "To replace it add --force")
    found = (*faults(given), *envelope_faults(given))
    wrong = [fault for fault in found if fault.field in given]
    if wrong:
        raise WrongUsage("\n".join(f"{_option(f.field)}: {f.message}" for f in wrong))
    missing = [field for field in _REQUIRED if field not in given]
    if missing and not sys.stdin.isatty():
        options = ", ".join(_option(field) for field in missing)
        raise WrongUsage(f"The profile needs more: {options}.", "Give these options too.")
    entries = given | interview.ask(missing)
    made = Profile.read(entries)
    paper_for(made, target.parent, None, PrintOptions())
    save(made, target, force=force)
    _warn_of_role(made.role)
    talk(ReportLine("The profile is made:", Tone.GOOD, f" {target}"))
    talk("Next: prisonmail generate recipients.csv")


def _option(field: str) -> str:
    return f"--{field.replace('_', '-')}"


def _warn_of_role(key: str) -> None:
    role = next(each for each in ROLES if each.key == key)
    if role.standing is not Standing.CONFIRMED:
        talk(
            warning(
                f"that a {role.title} may use this marking is {role.standing} ({role.source}). "
                "Confirm it against the current PSI 49/2011."
            )
        )
