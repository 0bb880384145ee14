"""`prisonmail doctor`: is everything here in order?"""

import sys

import typer

from prisonmail.cli.options import JsonOption, LedgerOption, ProfileOption, ledger_place
from prisonmail.cli.terminal import Style, answer, answer_json, styled
from prisonmail.errors import ExitCode

_LABELS = {
    "good": ("good", Style.GOOD),
    "caution": ("look", Style.CAUTION),
    "bad": ("BAD", Style.BAD),
}


def command(
    profile: ProfileOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail doctor**

    Examines the profile, the ledger and its folder, permissions, free disk, the age of the prison
    directory and the typeface. Exit code 1 if something is bad.
    """
    from prisonmail import clock
    from prisonmail.doctor import Health, examine
    from prisonmail.sender.store import profile_path

    findings = list(examine(profile or profile_path(), ledger_place(ledger), clock.now()))
    bad = any(finding.health is Health.BAD for finding in findings)
    if as_json:
        each = [
            {
                "topic": finding.topic,
                "health": finding.health.value,
                "message": finding.message,
                "help": finding.remedy,
            }
            for finding in findings
        ]
        answer_json({"version": 1, "findings": each, "exit": int(bad)})
    else:
        for finding in findings:
            word, style = _LABELS[finding.health.value]
            label = styled(f"{word:<5}", style, sys.stdout)
            answer(f"{label} {finding.topic:<12} {finding.message}")
            if finding.remedy:
                answer(f"{'':<18} {finding.remedy}")
    raise typer.Exit(ExitCode.NO if bad else ExitCode.DONE)
