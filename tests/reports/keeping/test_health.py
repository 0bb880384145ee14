import pytest

from prisonmail.reports.keeping import health
from prisonmail.use_cases.health_checks.health import Health, HealthFinding

GOOD = HealthFinding("profile", Health.GOOD, "It is in order.")
LOOK = HealthFinding("disk", Health.CAUTION, "1 MB free.", "Make room.")
BAD = HealthFinding("ledger", Health.BAD, "It was changed.", "Compare it.")


def test_findings_are_said_with_their_remedies() -> None:
    assert [str(line) for line in health.words([GOOD, LOOK, BAD])] == [
        "good  profile      It is in order.",
        "look  disk         1 MB free.",
        "                   Make room.",
        "BAD   ledger       It was changed.",
        "                   Compare it.",
    ]


@pytest.mark.parametrize(("findings", "code"), [([GOOD, LOOK], 0), ([GOOD, BAD], 1), ([], 0)])
def test_only_what_is_bad_ends_with_1(findings: list[HealthFinding], code: int) -> None:
    assert health.exit_code(findings) == code
    assert health.document(findings)["exit"] == code


def test_findings_as_json() -> None:
    assert health.document([LOOK]) == {
        "version": 1,
        "findings": [
            {"topic": "disk", "health": "caution", "message": "1 MB free.", "help": "Make room."}
        ],
        "exit": 0,
    }
