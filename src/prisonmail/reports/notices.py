"""What became of the notices to prisons, in words and as JSON."""

from collections.abc import Iterator

from prisonmail.reports.dockets import describe_docket
from prisonmail.reports.lines import ReportLine, Tone, error_document
from prisonmail.use_cases.telling.notifying import Notifying, Outcome, Told

_WORDS = {
    Outcome.SENT: "docket {serial} went to {address}.",
    Outcome.WRITTEN: "docket {serial} for {address} → {file}",
    Outcome.SENT_BEFORE: "was sent its docket before. Nothing was sent again.",
    Outcome.MAY_HAVE_GONE: "the mail to {address} may have gone. Ask there; if it did not arrive, "
    "send it with --again",
    Outcome.FAILED: "not sent: {error}",
    Outcome.NOT_TRIED: "not tried: {error}",
    Outcome.NO_ADDRESS: "not sent: it has no line in your table of mailrooms.",
    Outcome.NOTHING_TO_TELL: "nothing to tell, no letter is still good.",
}
_GOOD = (Outcome.SENT, Outcome.WRITTEN)
_BAD = (Outcome.FAILED, Outcome.NOT_TRIED, Outcome.NO_ADDRESS)


def notice_words(done: Notifying) -> Iterator[ReportLine]:
    """Say of each prison what became of its notice, and what to do next."""
    for told in done.told:
        tone = Tone.GOOD if told.outcome in _GOOD else Tone.CAUTION
        tone = Tone.BAD if told.outcome in _BAD else tone
        yield ReportLine(f"{told.prison_name}:", tone, f" {_say(told)}")
    if any(told.outcome in _BAD for told in done.told):
        yield ReportLine(
            "When that is put right, run the same command again: it sends only what has not gone."
        )
    if any(told.outcome is Outcome.WRITTEN for told in done.told):
        yield ReportLine("Next: send each file by web mail. The ledger does not know that you did.")


def notice_document(done: Notifying) -> dict[str, object]:
    """Return it as JSON (version 1: fields are only ever added)."""
    return {"version": 1, "batch": done.batch_id, "notices": list(map(_describe, done.told))}


def _say(told: Told) -> str:
    return _WORDS[told.outcome].format(
        serial=told.signed.docket.serial if told.signed else "",
        address=told.address,
        file=told.file,
        error=f"{told.error.message} {told.error.remedy}".strip() if told.error else "",
    )


def _describe(told: Told) -> dict[str, object]:
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
