"""How well things are that letters depend on, in words and as JSON."""

from collections.abc import Iterator, Sequence

from prisonmail.errors import ExitCode
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.use_cases.health_checks.health import Health, HealthFinding

_LABELS = {
    Health.GOOD: ("good", Tone.GOOD),
    Health.CAUTION: ("look", Tone.CAUTION),
    Health.BAD: ("BAD", Tone.BAD),
}


def words(findings: Sequence[HealthFinding]) -> Iterator[ReportLine]:
    """Say what was looked at and found, and what to do about it."""
    for finding in findings:
        label, tone = _LABELS[finding.health]
        yield ReportLine(f"{label:<5}", tone, f" {finding.topic:<12} {finding.message}")
        if finding.remedy:
            yield ReportLine(f"{'':<18} {finding.remedy}")


def document(findings: Sequence[HealthFinding]) -> dict[str, object]:
    """Return what was looked at and found as JSON (version 1: fields are only ever added)."""
    each = [
        {
            "topic": finding.topic,
            "health": finding.health.value,
            "message": finding.message,
            "help": finding.remedy,
        }
        for finding in findings
    ]
    return {"version": 1, "findings": each, "exit": int(exit_code(findings))}


def exit_code(findings: Sequence[HealthFinding]) -> ExitCode:
    """Return what the process says: NO if something is bad."""
    bad = any(finding.health is Health.BAD for finding in findings)
    return ExitCode.NO if bad else ExitCode.DONE
