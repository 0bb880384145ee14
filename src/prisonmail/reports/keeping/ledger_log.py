"""What happened in a ledger, event by event, in words and as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from prisonmail import codes
from prisonmail.reports.counts import count
from prisonmail.reports.letters import event_document, telling_words
from prisonmail.system import clock
from prisonmail.use_cases.keeping.ledger_log import EventKind, Guesses, Happening, is_guess

_WORDS = {
    EventKind.ISSUED: "batch issued",
    EventKind.PRINTED: "batch printed",
    EventKind.REPRINT: "reprint asked for",
    EventKind.CANCELLED: "batch cancelled",
    EventKind.ACCEPTED: "an older ledger accepted",
    EventKind.EXPORTED: "ledger exported",
    EventKind.BACKED_UP: "ledger backed up",
    EventKind.PROFILE: "profile written",
    EventKind.PRISONS: "register of prisons changed",
    EventKind.KEY: "ledger's key changed",
    EventKind.POLICY: "rule changed",
    EventKind.PERSON: "entry of the address book",
    EventKind.ERASED: "person erased",
    EventKind.SIGNING_KEY: "firm's key",
    EventKind.HOME_SAVED: "home saved",
    EventKind.EXCEPTIONAL: "EXCEPTIONAL ACCESS",
    EventKind.RECEIVED: "docket received",
    EventKind.REFUSED: "docket kept apart",
    EventKind.TRUST: "sender's key",
    EventKind.LEARNED: "report of a desk taken",
    EventKind.ARRIVED: "checked at a desk",
    EventKind.ASKED: "code for a sender's mailbox asked for",
    EventKind.TRIED: "wrong code for a sender's mailbox typed",
    EventKind.PROVED: "sender's mailbox proved",
    EventKind.SENDER: "sender entered as",
    EventKind.ACCESS: "right to use the server",
}
_OF_A_LETTER = {EventKind.PRINTED: "sheet printed", EventKind.CANCELLED: "letter cancelled"}
_TOLD_BY_DETAIL = (EventKind.SIGNING_KEY, EventKind.EXCEPTIONAL, EventKind.SENDER)
_ERASED = "(erased)"
_TIME = "%d-%m-%Y %H:%M"


class Tally:
    """Counts events as they are told, by what happened and by verdict."""

    def __init__(self) -> None:
        self._found: Counter[tuple[str, str | None]] = Counter()
        self._guesses = 0

    def count(self, happenings: Iterable[Happening]) -> Iterator[Happening]:
        """Pass events on, and count them."""
        for each in happenings:
            self._found[each.kind.value, _verdict(each)] += 1
            self._guesses += is_guess(each)
            yield each

    def words(self) -> str:
        """Say how many there were, and how many of them were guesses."""
        guessed = f"{count(self._guesses, 'check')} of what is no code of this ledger"
        total = count(self._found.total(), "event")
        return f"{total}, {guessed} among them." if self._guesses else f"{total}."

    def documents(self) -> Iterator[dict[str, object]]:
        """Return the counts as JSON, in the order in which such an event first happened."""
        for (kind, verdict), number in self._found.items():
            yield {"kind": kind, "verdict": verdict, "count": number}


def document(happenings: Iterable[Happening]) -> dict[str, object]:
    """Return events as JSON, and then what they come to (version 1: fields are only ever added)."""
    tally = Tally()
    events = map(_event_document, tally.count(happenings))
    return {"version": 1, "events": events, "totals": tally.documents()}


def cells(told: Happening | Guesses) -> tuple[str, str, str]:
    """Say in a line when something happened, to which code or batch, and what."""
    if isinstance(told, Guesses):
        return _short_time(told.first), "", _guess_words(told)
    of = codes.format_code(codes.Code(told.code)) if told.code else told.batch_id or ""
    return _short_time(told.at), of, f"{_event_words(told)}{_hand(told)}"


def _event_document(happening: Happening) -> dict[str, object]:
    purged = happening.kind is EventKind.PURGED
    accepted = happening.kind is EventKind.ACCEPTED
    told = happening.kind in _TOLD_BY_DETAIL
    return {
        **event_document(happening),
        "batch": happening.batch_id,
        "before": happening.detail if purged else None,
        "head": happening.detail if accepted else None,
        "detail": happening.detail if told else None,
        "erased": happening.erased,
    }


def _event_words(happening: Happening) -> str:
    """Say what happened: by its kind, what the chain holds of it, and what was given with it."""
    match happening.kind:
        case EventKind.CHECKED:
            return _check_words(happening)
        case EventKind.PERSON:
            done = "written" if " " in happening.detail else "removed"
            return f"{_WORDS[happening.kind]} {done}"
        case EventKind.PURGED:
            return f"erased what was from before {_day(happening.detail)}"
        case EventKind.DOCKET | EventKind.NOTIFIED:
            return telling_words(happening)
        case EventKind.POLICY | EventKind.REFUSED | EventKind.TRUST | EventKind.ARRIVED:
            return f"{_WORDS[happening.kind]}: {happening.detail}"
        case kind:
            what = _OF_A_LETTER.get(kind, _WORDS[kind]) if happening.code else _WORDS[kind]
            if kind in _TOLD_BY_DETAIL:
                what = f"{what} {happening.detail}"
            reason = happening.remark or (_ERASED if happening.erased else "")
            return f"{what}: {reason}" if reason else what


def _hand(happening: Happening) -> str:
    """Say who was at the keyboard, unless that is said already, and of which machine."""
    name = "" if happening.operator == happening.by else happening.operator
    machine = f"on {happening.machine}" if happening.machine else ""
    said = " ".join(filter(None, (name, machine)))
    return f" [{said}]" if said else ""


def _check_words(check: Happening) -> str:
    remark = f" ({check.remark})" if check.remark else ""
    erased = f" {_ERASED}" if check.erased else ""
    return f"checked: {check.detail}{remark}{_who(check.location, check.by)}{erased}"


def _guess_words(guesses: Guesses) -> str:
    first, last = (each.astimezone(clock.UK) for each in (guesses.first, guesses.last))
    form = "%H:%M" if first.date() == last.date() else _TIME
    since, until = f"{first:{form}}", f"{last:{form}}"
    when = f"at {since}" if since == until else f"between {since} and {until}"
    what = f"{count(guesses.number, 'check')} of codes that are not of this ledger"
    return f"{what} {when}{_who(guesses.location, guesses.by)}"


def _who(location: str | None, by: str | None) -> str:
    said = " ".join((*([f"by {by}"] if by else []), *([f"at {location}"] if location else [])))
    return f", {said}" if said else ""


def _verdict(happening: Happening) -> str | None:
    return happening.detail if happening.kind is EventKind.CHECKED else None


def _short_time(moment: datetime) -> str:
    return f"{moment.astimezone(clock.UK):{_TIME}}"


def _day(text: str) -> str:
    """Write the day of a moment in words, or what somebody put in its place by hand."""
    try:
        return clock.long_date(clock.uk_date(datetime.fromisoformat(text)))
    except ValueError:
        return text
