"""What a desk tells a sender of their letters, in words and as JSON."""

from prisonmail.reports.counts import count
from prisonmail.use_cases.desk.reporting import Reported, TakenReport


def report_words(done: Reported) -> str:
    """Say what was written."""
    checks = count(len(done.report.checks), "check")
    return (
        f"{checks} → {done.file}, signed with {done.report.key}. Send it with {done.file.name}.sig."
    )


def learning_words(done: TakenReport) -> str:
    """Say what was taken."""
    checks = count(len(done.report.checks), "check")
    return f"{checks} at {done.report.prison or 'the desk'}, {done.new:,} of them new here."


def report_document(done: Reported) -> dict[str, object]:
    """Return what was written as JSON."""
    report = done.report
    return {"version": 1, "file": str(done.file), "key": report.key, "checks": len(report.checks)}


def learning_document(done: TakenReport) -> dict[str, object]:
    """Return what was taken as JSON."""
    report = done.report
    numbers = {"checks": len(report.checks), "new": done.new}
    return {"version": 1, "prison": report.prison, "key": report.key, **numbers}
