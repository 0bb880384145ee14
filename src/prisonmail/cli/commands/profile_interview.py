"""Asks on a terminal for what a profile says: in groups, forth and back, and shows it all."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import typer

from prisonmail.certainty import Certainty
from prisonmail.cli.terminal import talk, talk_in_lines
from prisonmail.errors import PrisonmailError
from prisonmail.sender.profile_faults import find_faults
from prisonmail.sender.roles import CLERK, ROLES, Family, Role
from prisonmail.sheets.envelopes import ENVELOPES
from prisonmail.sheets.known_envelopes import check_envelopes
from prisonmail.system.record import Record

_BACK, _SO_FAR, _NOTHING, _PICTURE, _MORE = "<", "?", "-", "p", "more"
_NUMBERED = tuple(enumerate(ROLES, start=1))
_KEYS = (
    f"At any question: {_BACK} goes back to the one before, {_SO_FAR} shows what you have said so "
    "far, Ctrl-C stops. Nothing is written before the end."
)
_END = (
    "Enter makes the profile. A number changes that answer, "
    f"{_PICTURE} makes a picture of a first sheet to look at."
)


class ProfileQuestion(Record, frozen=True):
    """What is asked for an entry of the profile."""

    entry: str
    asks: str
    without: str = ""
    """What becomes of an entry that is left empty; empty itself if it is needed."""


GROUPS: Mapping[str, tuple[ProfileQuestion, ...]] = {
    "Who you are": (
        ProfileQuestion("organisation", "Organisation, as it stands on your letters"),
        ProfileQuestion("sender", "Person who signs"),
        ProfileQuestion("cjsm_address", "CJSM address (ends in .cjsm.net)"),
        ProfileQuestion("role", "Why may you use the marking? Give the number of a role."),
        ProfileQuestion(
            "acts_for",
            "For whom you act, with their role, such as Eric Brown, Barrister",
            "letters do not say for whom",
        ),
        ProfileQuestion("title", "Title under the name on a private letter", "that of the role"),
    ),
    "Where you are": (
        ProfileQuestion(
            "address", "Return address without the postcode, lines separated by commas"
        ),
        ProfileQuestion("postcode", "Postcode"),
        ProfileQuestion("telephone", "Telephone number that a mailroom can ring"),
    ),
    "How letters look": (
        ProfileQuestion(
            "short_name",
            "A short name of the organisation, for the window if the whole one has no room there",
            "the whole name",
        ),
        ProfileQuestion(
            "regulator_line",
            "Who regulates you, for the foot of a private letter, such as: Authorised and "
            "regulated by the Solicitors Regulation Authority, no. 600000",
            "no such line",
        ),
        ProfileQuestion(
            "envelope", "The window envelope that you mostly use, by number or name", "dl"
        ),
    ),
}
NEEDED = tuple(each.entry for group in GROUPS.values() for each in group if not each.without)


class Interview:
    """One conversation: what was given before it, and the answers so far."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = dict(given)
        self._answers: dict[str, str] = {}
        self._asked: set[str] = set()
        self._group = ""

    @property
    def entries(self) -> dict[str, object]:
        """What the profile is to say: only answers to questions that still apply."""
        known = {each.entry for each in self._questions}
        return self._given | {
            entry: text for entry, text in self._answers.items() if text and entry in known
        }

    def ask(
        self,
        check: Callable[[dict[str, object]], None],
        picture: Callable[[dict[str, object]], str],
    ) -> dict[str, object]:
        """Ask for all that is wanted, show it, and return it once it is said to be right.

        `check` raises if letters with these entries cannot be printed; `picture` writes what they
        look like, and says where.
        """
        talk_in_lines(_KEYS)
        self._ask_from(0)
        while True:
            self._show_all()
            refused = _find_refusal(check, self.entries)
            talk_in_lines(refused or _END)
            chosen = _read()
            if not chosen and not refused:
                return self.entries
            if chosen.casefold() == _PICTURE and not refused:
                talk_in_lines(picture(self.entries))
            elif chosen == _BACK:
                self._ask_from(len(self._questions) - 1)
            elif found := _pick(chosen, self._questions):
                self._ask_one(found)
                self._ask_new()

    @property
    def _questions(self) -> list[ProfileQuestion]:
        """The questions that apply: without any options all of them, else what is missing."""
        is_clerk = (self._answers | self._given).get("role") == CLERK
        return [
            each
            for group in GROUPS.values()
            for each in group
            if each.entry not in self._given
            and (not each.without or not self._given or each.entry == "acts_for")
            and (is_clerk or each.entry != "acts_for")
        ]

    def _ask_from(self, at: int) -> None:
        while at < len(self._questions):
            at = max(0, at + (1 if self._ask_one(self._questions[at]) else -1))

    def _ask_new(self) -> None:
        """Ask what applies only now that another answer has changed."""
        for each in self._questions:
            if each.entry not in self._asked:
                self._ask_one(each)

    def _ask_one(self, question: ProfileQuestion) -> bool:
        """Ask until an answer is right; return False to go back instead."""
        self._head(question)
        before = self._answers.get(question.entry, "")
        talk("")
        talk_in_lines(f"{question.asks}{_hint(question, before)}")
        _say_menu(_MENUS.get(question.entry, _no_menu)())
        while True:
            reply = _read()
            if reply == _BACK:
                return False
            if reply == _SO_FAR:
                self._show_all()
                talk_in_lines(question.asks)
            elif reply.casefold() == _MORE and question.entry == "role":
                _say_menu(_list_bodies())
            elif (answer := self._take(question, reply, before)) is not None:
                self._answers[question.entry] = answer
                self._asked.add(question.entry)
                return True

    def _take(self, question: ProfileQuestion, reply: str, before: str) -> str | None:
        """Return what a reply stands for, or say why it is none."""
        if not reply and (before or question.without):
            return before
        if reply == _NOTHING and question.without:
            return ""
        answer = "" if reply == _NOTHING else _read_choice(question.entry, reply)
        entries = self.entries | {question.entry: answer}
        found = (*find_faults(entries), *check_envelopes(entries))
        wrong = [fault for fault in found if fault.field == question.entry]
        if not wrong:
            return answer
        talk_in_lines(f"  Not yet: {wrong[0].message}.", hanging=2)
        return None

    def _head(self, question: ProfileQuestion) -> None:
        group = next(name for name, each in GROUPS.items() if question in each)
        if group != self._group:
            self._group = group
            talk("")
            talk(f"{group} ({list(GROUPS).index(group) + 1} of {len(GROUPS)})")

    def _show_all(self) -> None:
        """Show what is known so far, with the numbers of what was asked."""
        talk("")
        talk("Your profile so far:")
        for entry, value in self._given.items():
            talk_in_lines(f"      {entry.replace('_', ' '):<15}  {_show(value)}", hanging=23)
        for number, each in enumerate(self._questions, start=1):
            shown = self._answers.get(each.entry) or (f"({each.without})" if each.without else "…")
            name = each.entry.replace("_", " ")
            talk_in_lines(f"  {number:>2}  {name:<15}  {shown}", hanging=23)
        talk("")


def _read() -> str:
    return str(
        typer.prompt(">", prompt_suffix=" ", default="", show_default=False, err=True)
    ).strip()


def _hint(question: ProfileQuestion, before: str) -> str:
    if before:
        clear = f", {_NOTHING} for nothing" if question.without else ""
        return f" [{before}; Enter keeps it{clear}]"
    return f" [Enter: {question.without}]" if question.without else ""


def _pick(chosen: str, questions: Sequence[ProfileQuestion]) -> ProfileQuestion | None:
    if chosen.isascii() and chosen.isdecimal() and 1 <= int(chosen) <= len(questions):
        return questions[int(chosen) - 1]
    return None


def _find_refusal(check: Callable[[dict[str, object]], None], entries: dict[str, object]) -> str:
    """Say why letters with these entries cannot be printed; nothing if they can."""
    try:
        check(entries)
    except PrisonmailError as error:
        said = " ".join(error.message.splitlines())
        return f"Not yet: {said} {error.remedy} Give the number of what to change."
    return ""


def _show(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _read_choice(entry: str, reply: str) -> str:
    """Return what the number in a menu stands for; any other reply stands for itself."""
    names = {"role": [role.key for role in ROLES], "envelope": list(ENVELOPES)}.get(entry, [])
    if reply.isascii() and reply.isdecimal() and 1 <= int(reply) <= len(names):
        return names[int(reply) - 1]
    return reply


def _list_roles() -> Iterator[str]:
    """Say the roles, but not all the bodies: they alone would fill a screen."""
    bodies = [number for number, role in _NUMBERED if role.family is Family.CONFIDENTIAL_ACCESS]
    for family in (Family.LEGAL_ADVISER, Family.COURT):
        yield f"  {family.value.capitalize()}"
        yield from _list_family(family)
    yield f"  {Family.CONFIDENTIAL_ACCESS.value.capitalize()}"
    yield f"  {bodies[0]}-{bodies[-1]}  a body, such as the Samaritans: type {_MORE} to see all"


def _list_bodies() -> Iterator[str]:
    return _list_family(Family.CONFIDENTIAL_ACCESS)


def _list_family(family: Family) -> Iterator[str]:
    for number, role in _NUMBERED:
        if role.family is family:
            yield f"  {number:>4}  {_name_role(role)}"


def _name_role(role: Role) -> str:
    note = "" if role.certainty is Certainty.CONFIRMED else f" ({role.certainty}: check first)"
    return f"{role.title}{note}"


def _list_envelopes() -> Iterator[str]:
    for number, (name, envelope) in enumerate(ENVELOPES.items(), start=1):
        size = f"{envelope.width:g} × {envelope.height:g} mm"
        fold = {"THIRDS": "sheets folded in three", "HALF": "sheets folded in half"}
        yield f"  {number:>4}  {name}  {size}, {fold.get(envelope.fold.name, 'sheets not folded')}"


def _say_menu(lines: Iterator[str]) -> None:
    for line in lines:
        talk_in_lines(line, hanging=8)


def _no_menu() -> Iterator[str]:
    return iter(())


_MENUS: Mapping[str, Callable[[], Iterator[str]]] = {
    "role": _list_roles,
    "envelope": _list_envelopes,
}
