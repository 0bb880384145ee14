"""`prisonmail doctor`: is everything here in order?"""

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import JsonOption, ProfileOption
from prisonmail.cli.terminal import answer, answer_json
from prisonmail.reports.keeping import health
from prisonmail.system import clock
from prisonmail.system.folders import find_profile_path
from prisonmail.use_cases.health_checks.doctor import examine


def command(
    profile: ProfileOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail doctor**

    Examines the profile, the ledger and its folder, permissions, cloud folders, whether the disk is
    encrypted and has room, the age of the prison directory and the typeface. Exit code 1 if
    something is bad.
    """
    findings = list(examine(profile or find_profile_path(), ledger_place(ledger), clock.now()))
    if as_json:
        answer_json(health.document(findings))
    else:
        for line in health.words(findings):
            answer(line)
    raise typer.Exit(health.exit_code(findings))
