"""The one place where errors become words and exit codes."""

import hashlib
import sys
import traceback
from typing import Any

import typer
from typer.core import TyperGroup

from prisonmail import ctrl_c
from prisonmail.cli.terminal import Style, answer_json, styled, talk
from prisonmail.errors import ExitCode, PrisonmailError

_QUIET_ERRORS = (typer.Exit, typer.Abort, EOFError, BrokenPipeError)


class Boundary(TyperGroup):
    """The command group at the top: no error leaves it as a traceback."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer's own signature
        """Run the command, and end the process with the right exit code."""
        arguments = [*ctx.args, *getattr(ctx, "_protected_args", ())]
        try:
            return super().invoke(ctx)
        except PrisonmailError as error:
            _report(error, as_json="--json" in arguments)
            raise typer.Exit(error.exit_code) from None
        except (KeyboardInterrupt, Exception) as error:
            if isinstance(error, _QUIET_ERRORS) or _is_usage_error(error):
                raise
            if ctrl_c.caused(error):
                talk("Stopped.")
                raise typer.Exit(ExitCode.INTERRUPTED) from None
            _report_bug(error, debug=ctx.params.get("debug", False))
            raise typer.Exit(ExitCode.BUG) from None


def _is_usage_error(error: BaseException) -> bool:
    return hasattr(error, "exit_code")


def _report(error: PrisonmailError, *, as_json: bool) -> None:
    talk(f"{styled('error:', Style.BAD, sys.stderr)} {error.message}")
    if error.remedy:
        talk(f"  {error.remedy}")
    if as_json:
        answer_json(
            {
                "version": 1,
                "error": {"message": error.message, "help": error.remedy},
                "exit": int(error.exit_code),
            }
        )


def _report_bug(error: BaseException, *, debug: bool) -> None:
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{type(error).__name__} {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    report = hashlib.sha256(place.encode()).hexdigest()[:8]
    talk(
        f"{styled('error:', Style.BAD, sys.stderr)} prisonmail met a fault of its own "
        f"(report {report}). Nothing you did is to blame."
    )
    if debug:
        talk("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__)
    else:
        talk("  Run it again as: prisonmail --debug …, and send what it prints to its makers.")
