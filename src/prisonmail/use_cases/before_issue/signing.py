"""Who may sign the letters of a run, who does if a list leaves it open, and for whom clerks do."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from prisonmail.errors import WrongUsage
from prisonmail.sender import roles
from prisonmail.sender.profile import Profile
from prisonmail.sender.profile_layers import name_command
from prisonmail.sender.sender import Sender
from prisonmail.sender.signatories import OWN, Signatories
from prisonmail.system.places.storage import Concern, ConcernKind


def choose_signatories(profile: Profile, named: str | None) -> Signatories:
    """Return those who may sign. Raises WrongUsage if an option names nobody of the profile."""
    known = Signatories({key: each.name for key, each in profile.senders.items()})
    usual = OWN if named is None else known.find(named)
    if usual is None:
        raise WrongUsage(
            f"The profile has no signatory `{named}`.", f"There are: {known.describe()}."
        )
    return Signatories(known.names, usual)


def find_idle_clerks(
    senders: Mapping[str, Sender], path: Path, signing: Iterable[str] | None = None
) -> Iterator[Concern]:
    """Find the clerks of a profile of whom it does not say for whom they act.

    The Prison Rules protect a clerk's letter as one for a legal adviser (rule 2). Only those who
    are signing count, by their keys, if that is said.
    """
    for key in senders if signing is None else sorted(signing):
        who = senders[key]
        if who.role == roles.CLERK and not who.acts_for:
            entry = f"signatories.{key}.acts_for" if key else "acts_for"
            command = name_command(f"profile set {entry} 'Eric Brown, Barrister'", path)
            yield Concern(
                ConcernKind.CLERK,
                str(path),
                f"{who.name} signs as a clerk, and the profile {path} does not say for whom.",
                f"Say so, like: {command}",
            )
