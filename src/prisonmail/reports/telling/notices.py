"""What became of the notices to prisons, in words and as JSON."""

from collections.abc import Iterator

from prisonmail.reports.lines import ReportLine, Tone, error_document
from prisonmail.reports.telling.dockets import describe_docket
from prisonmail.use_cases.telling.notifying import Fate, Notifying, PrisonNotice

_WORDS = {
    Fate.SENT: "docket {serial} went to {address}.",
    Fate.WRITTEN: "docket {serial} for {address} → {file}",
    Fate.SENT_BEFORE: "was sent its docket before. Nothing was sent again.",
    Fate.MAY_HAVE_GONE: "the mail to {address} may have gone. Ask there; if it did not arrive, "
    "send it with --again",
    Fate.FAILED: "not sent: {error}",
    Fate.NOT_TRIED: "not tried: {error}",
    Fate.NO_ADDRESS: "not sent: it has no line in your table of mailrooms.",
    Fate.NOTHING_TO_TELL: "nothing to tell, no letter is still good.",
}
_GOOD = (Fate.SENT, Fate.WRITTEN)
_BAD = (Fate.FAILED, Fate.NOT_TRIED, Fate.NO_ADDRESS)


def notice_words(done: Notifying) -> Iterator[ReportLine]:
    """Say of each prison what became of its notice, and what to do next."""
    for told in done.told:
        tone = Tone.GOOD if told.outcome in _GOOD else Tone.CAUTION
        tone = Tone.BAD if told.outcome in _BAD else tone
        yield ReportLine(f"{told.prison_name}:", tone, f" {_say(told)}")
    if any(told.outcome in _BAD for told in done.told):
        yield ReportLine(
            "When that is corrected, run the same command again: it sends only what has not gone."
        )
    if any(told.outcome is Fate.WRITTEN for told in done.told):
        yield ReportLine("Next: send each file by web mail. The ledger does not know that you did.")


def notice_document(done: Notifying) -> dict[str, object]:
    """Return it as JSON (version 1: fields are only ever added)."""
    return {"version": 1, "batch": done.batch_id, "notices": list(map(_describe, done.told))}


def _say(told: PrisonNotice) -> str:
    return _WORDS[told.outcome].format(
        serial=told.signed.docket.serial if told.signed else "",
        address=told.address,
        file=told.file,
        error=f"{told.error.message} {told.error.remedy}".strip() if told.error else "",
    )


def _describe(told: PrisonNotice) -> dict[str, object]:
    return {
        "prison": told.prison,
        "prison_name": told.prison_name,
        "outcome": told.outcome.value,
        "address": told.address or None,
        "message_id": told.message_id or None,
        "docket": describe_docket(told.signed) if told.signed else None,
        "file": str(told.file) if told.file else None,
        "error": error_document(told.error) if told.error else None,
    }
