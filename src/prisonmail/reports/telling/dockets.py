"""The dockets that were made, in words and as JSON."""

from collections.abc import Iterator

from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.use_cases.telling.docketing import ENDINGS, Docketing, SignedDocket


def docket_words(done: Docketing) -> Iterator[ReportLine]:
    """Say which prison is told what, in which file, and what is still to do."""
    for made, path in zip(done.dockets, done.files, strict=True):
        yield ReportLine(f"{made.prison_name}:", Tone.GOOD, f" {_count(made)} → {path}")
    for name in done.silent:
        yield ReportLine(f"{name}:", Tone.CAUTION, " nothing to tell, no letter is still good.")
    if not done.dockets and not done.silent:
        yield ReportLine("Nothing to tell: no code that is still in date was cancelled.")
    if done.dockets:
        yield ReportLine(
            "Next: send each prison its .json, .json.sig and .pdf by secure mail, all three."
        )


def docket_document(done: Docketing) -> dict[str, object]:
    """Return it as JSON (version 1: fields are only ever added)."""
    made = zip(done.dockets, done.files, strict=True)
    return {
        "version": 1,
        "batch": done.batch_id,
        "dockets": [describe_docket(docket, str(path)) for docket, path in made],
        "silent": list(done.silent),
    }


def describe_docket(made: SignedDocket, path: str = "") -> dict[str, object]:
    """Return one docket as JSON, with its files if the path of its document is given."""
    docket, stem = made.docket, path.removesuffix(ENDINGS[-1])
    return {
        "prison": docket.prison,
        "prison_name": made.prison_name,
        "serial": docket.serial,
        "name": docket.name,
        "letters": len(docket.letters),
        "cancelled": len(docket.cancelled),
        "sha256": made.recorded.digest,
        "key": docket.key,
        "files": [f"{stem}{ending}" for ending in reversed(ENDINGS)] if stem else [],
    }


def _count(made: SignedDocket) -> str:
    docket = made.docket
    letters, bad = count(len(docket.letters), "letter"), f"{len(docket.cancelled):,} cancelled"
    return f"docket {docket.serial}, {letters}, {bad}"
