"""What was saved of a home or restored, in words and as JSON; counts, and no names of people."""

from collections.abc import Iterator
from datetime import datetime

from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone, warning
from prisonmail.system import clock
from prisonmail.use_cases.keeping.home_copies import HomeCopy, Restored

_WORDS = {
    "profiles": ("profile", "profiles"),
    "letterheads": ("letterhead", "letterheads"),
    "mailrooms": ("table of mailrooms", "tables of mailrooms"),
    "certificates": ("file of certificates", "files of certificates"),
    "letters": ("usual letter", "usual letters"),
    "mappings": ("saved mapping", "saved mappings"),
    "registers": ("register of prisons", "registers of prisons"),
    "firm_keys": ("key that signs", "keys that sign"),
    "keys": ("key of sealed heads", "keys of sealed heads"),
    "ledgers": ("ledger", "ledgers"),
    "ledger_keys": ("key of encrypted ledgers", "keys of encrypted ledgers"),
}


def save_words(saved: HomeCopy, file: str) -> Iterator[ReportLine]:
    """Say what is in an archive, what is not, and how to keep it."""
    yield ReportLine("Saved:", Tone.GOOD, f" {_list_topics(saved)} → {file}")
    for each in saved.missing:
        yield warning(f"{each} is not in it.")
    yield ReportLine(
        "Keep it as safely as the ledger, and its passphrase elsewhere: nobody can open it without."
    )


def restore_words(done: Restored, named: str = "") -> Iterator[ReportLine]:
    """Say what is in place now, and what can go wrong from now on.

    With `named`, the ledger that the environment names, if it is another.
    """
    if done.copy is None:
        yield ReportLine("Finished:", Tone.GOOD, " a restore that had been stopped midway.")
        if done.other:
            yield warning(
                "that was of another archive. To take this one, run it again with --force."
            )
    else:
        yield ReportLine("Restored:", Tone.GOOD, f" {_list_topics(done.copy)}")
    for folder in done.aside:
        yield ReportLine(
            f"What was here before lies in {folder}; erase it when you no longer need it."
        )
    for each in done.copy.missing if done.copy else ():
        yield warning(f"{each} is not in the archive; name it with PRISONMAIL_LEDGER, as before.")
    if done.ledger:
        yield from _warn_of_two(done)
    if done.ledger and named and named != done.ledger:
        yield warning("PRISONMAIL_LEDGER names another ledger than this one. Unset it.")


def save_document(saved: HomeCopy, file: str) -> dict[str, object]:
    """Return what was saved as JSON (version 1: fields are only ever added)."""
    return {"version": 1, "file": file, **_describe(saved)}


def restore_document(done: Restored) -> dict[str, object]:
    """Return what was restored as JSON (version 1: fields are only ever added)."""
    described = _describe(done.copy) if done.copy else {}
    return {
        "version": 1,
        "finished_earlier": done.copy is None,
        "ledger": done.ledger or None,
        "aside": list(done.aside),
        **described,
    }


def _warn_of_two(done: Restored) -> Iterator[ReportLine]:
    since = ""
    if done.copy:
        since = f" What it recorded after {_say_when(done.copy.label.made_at)} is not known here."
    yield warning(
        "take the old computer out of use: of two ledgers that answer for the same code, each says "
        f"ready once.{since}"
    )


def _say_when(at: str) -> str:
    try:
        return clock.long_time(datetime.fromisoformat(at))
    except ValueError:
        return "that"


def _describe(copy: HomeCopy) -> dict[str, object]:
    return {"made_at": copy.label.made_at, "contents": copy.topics, "missing": list(copy.missing)}


def _list_topics(copy: HomeCopy) -> str:
    return ", ".join(
        count(number, *_WORDS[topic]) for topic, number in copy.topics.items() if number
    )
