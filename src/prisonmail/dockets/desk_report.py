"""What a desk tells one sender: when which of their codes was checked, and with which answer.

>>> told = DeskReport(
...     made_at=datetime(2026, 11, 27, tzinfo=UTC), prison="LEI", key="SHA256:a", sender="SHA256:b",
...     checks=())
>>> parse_report(write_report(told)) == told
True
"""

import json
from datetime import UTC, datetime

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.errors import DocketRefused
from prisonmail.system.record import Record, fill_json, to_builtins

FORMAT = "prisonmail-desk-report"
VERSION = 1
LARGEST = 64_000_000
"""Bytes, as of a docket."""
_LONGEST_REASON = 150
_LONGEST_WORD = 40


class ReportedCheck(Record, frozen=True, forbid_unknown_fields=True):
    """One check of a code."""

    code: Code
    at: datetime
    verdict: str


class DeskReport(
    Record, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="format", tag=FORMAT
):
    """What is told. The fields are those of the document, in its order."""

    version: int = VERSION
    made_at: datetime
    prison: str
    """The code of the desk's prison; empty if it is at none in particular."""
    key: str
    """The fingerprint of the desk's own key, which signs it."""
    sender: str
    """The first key of the sender whom it is for."""
    checks: tuple[ReportedCheck, ...]


def write_report(report: DeskReport) -> bytes:
    """Return the document of a report."""
    return f"{json.dumps(to_builtins(report), ensure_ascii=False, indent=1)}\n".encode()


def parse_report(document: bytes) -> DeskReport:
    """Read the document of a report as what a stranger has sent. Raises DocketRefused."""
    try:
        if len(document) > LARGEST:
            raise ValueError(f"it has more than {LARGEST // 1_000_000} MB")
        report = fill_json(DeskReport, document)
        _refuse_unsound(report)
    except (ValueError, OverflowError) as error:  # the latter of a time at either end of time
        reason = "".join(each for each in str(error) if each.isprintable())[:_LONGEST_REASON]
        raise DocketRefused(f"It cannot be taken as a desk’s report: {reason}.") from None
    return report


def _refuse_unsound(report: DeskReport) -> None:
    if report.version != VERSION:
        raise ValueError(f"it is of another version than {VERSION}")
    for each in report.checks:
        if not codes.is_valid(each.code) or each.at.tzinfo is None:
            raise ValueError("one of its codes or times is none")
        if not each.verdict.replace("-", "").isalpha() or len(each.verdict) > _LONGEST_WORD:
            raise ValueError("one of its verdicts is none")
        each.at.astimezone(UTC)
