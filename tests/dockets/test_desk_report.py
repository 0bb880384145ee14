"""What a desk tells a sender, as a document that others write too and a stranger may send."""

import json
from datetime import UTC, datetime

import pytest

from prisonmail.codes import add_check_digits
from prisonmail.dockets import desk_report
from prisonmail.dockets.desk_report import DeskReport, ReportedCheck, parse_report, write_report
from prisonmail.errors import DocketRefused
from tests.dockets.samples import MADE_AT

CODE = add_check_digits(6)
REPORT = DeskReport(
    made_at=MADE_AT,
    prison="LEI",
    key="SHA256:desk",
    sender="SHA256:firm",
    checks=(
        ReportedCheck(CODE, datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "ready"),
        ReportedCheck(CODE, datetime(2026, 11, 24, 9, 31, tzinfo=UTC), "more-checks"),
    ),
)
REFUSED = "It cannot be taken as a desk’s report: "


def test_the_document_is_what_a_sender_reads() -> None:
    written = write_report(REPORT)
    assert json.loads(written) == {
        "format": "prisonmail-desk-report",
        "version": 1,
        "made_at": "2026-11-21T12:00:00Z",
        "prison": "LEI",
        "key": "SHA256:desk",
        "sender": "SHA256:firm",
        "checks": [
            {"code": CODE, "at": "2026-11-24T09:30:00Z", "verdict": "ready"},
            {"code": CODE, "at": "2026-11-24T09:31:00Z", "verdict": "more-checks"},
        ],
    }
    assert written.endswith(b"\n}\n")
    assert parse_report(written) == REPORT


@pytest.mark.parametrize(
    ("entry", "value", "said"),
    [
        ("format", "prisonmail-docket", "Invalid value 'prisonmail-docket' - at `$.format`."),
        ("version", 2, "it is of another version than 1."),
        ("prison", None, "Expected `str`, got `null` - at `$.prison`."),
        ("name", "Ann Hart", "Object contains unknown field `name`."),
        ("made_at", "today", "Invalid RFC3339 encoded datetime - at `$.made_at`."),
        ("checks", {}, "Expected `array`, got `object` - at `$.checks`."),
        ("code", "12345678901245", "one of its codes or times is none."),
        ("code", "CODE", "one of its codes or times is none."),
        ("at", "2026-11-24T09:30:00", "one of its codes or times is none."),
        ("at", "0001-01-01T00:00:00+05:00", "date value out of range."),
        ("at", "9999-12-31T23:59:59-05:00", "date value out of range."),
        ("verdict", "", "one of its verdicts is none."),
        ("verdict", "--", "one of its verdicts is none."),
        ("verdict", "ready\x1b[2J", "one of its verdicts is none."),
        ("verdict", "r" * 41, "one of its verdicts is none."),
        ("location", "LEI", "Object contains unknown field `location` - at `$.checks[1]`."),
    ],
)
def test_what_is_not_sound_is_refused_with_the_reason(entry: str, value: object, said: str) -> None:
    document = json.loads(write_report(REPORT))
    check = document["checks"][1]
    (check if entry in {*check, "location"} else document)[entry] = value
    with pytest.raises(DocketRefused) as refused:
        parse_report(json.dumps(document).encode())
    assert refused.value.message == f"{REFUSED}{said}"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"", "Input data was truncated."),
        (b"\xff\xfe", "JSON is malformed: invalid character (byte 0)."),
        (b"[]", "Expected `object`, got `array`."),
        (b"{}", "Object missing required field `made_at`."),
        (b'{"' + b"x" * 500 + b'":1}', f"Object contains unknown field `{'x' * 119}."),
    ],
)
def test_what_is_no_report_is_refused_in_a_line(document: bytes, said: str) -> None:
    with pytest.raises(DocketRefused) as refused:
        parse_report(document)
    assert refused.value.message == f"{REFUSED}{said}"


def test_a_report_that_is_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_report, "LARGEST", 1_000_000)
    with pytest.raises(DocketRefused) as refused:
        parse_report(bytes(1_000_001))
    assert refused.value.message == f"{REFUSED}it has more than 1 MB."
