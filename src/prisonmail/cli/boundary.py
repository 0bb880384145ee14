"""The one place where errors become words and exit codes."""

import hashlib
import os
import traceback
from typing import Any

import typer
from typer.core import TyperGroup

from prisonmail.cli.terminal import answer_error, begin, talk
from prisonmail.errors import ExitCode, Interrupted, PrisonmailError, WrongUsage
from prisonmail.reports.lines import ReportLine, Tone, error_document
from prisonmail.system import ctrl_c
from prisonmail.system.standard_output import flush_stdout, show_controls

_ASKED_BY_SHELL = "_PRISONMAIL_COMPLETE"
"""What a shell sets to `complete_` and its name to ask what the word that is typed may become."""
_QUIET_ERRORS = (typer.Exit, typer.Abort, EOFError, BrokenPipeError)
"""Errors that Typer itself ends the process for, in silence or with `Aborted.`"""


class Boundary(TyperGroup):
    """The command group at the top: no error leaves it as a traceback."""

    def main(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - Typer's own signature
        """Make the terminal ready before anything is said, and run the program."""
        begin()
        instruction, _, shell = os.environ.get(_ASKED_BY_SHELL, "").partition("_")
        if instruction == "complete":
            from prisonmail.cli.completion.shells import complete_silently

            complete_silently(shell, lambda: super(Boundary, self).main(*given, **named))
        try:
            return super().main(*given, **named)
        except SystemExit as ended:
            if _is_silent_stop(ended):
                talk("Stopped.")
            raise

    def make_context(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as above
        """Read the command line, whose words a terminal is not to obey if they are repeated."""
        try:
            return super().make_context(*given, **named)
        except Exception as error:
            _make_harmless(error)
            raise

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer's own signature
        """Run the command, and end the process with the right exit code."""
        as_json = "--json" in (*ctx.args, *getattr(ctx, "_protected_args", ()))
        try:
            return self._answered(ctx)
        except PrisonmailError as error:
            _report(error, as_json=as_json)
            raise typer.Exit(error.exit_code) from None
        except (KeyboardInterrupt, Exception) as error:
            if isinstance(error, _QUIET_ERRORS) and not _is_stopped_prompt(error):
                raise
            if message := _wrong_command_line(error):
                _make_harmless(error)
                _answer(WrongUsage(message), as_json=as_json)
                raise
            if ctrl_c.is_cause_of(error):
                talk("Stopped.")
                _answer(Interrupted("Stopped."), as_json=as_json)
                raise typer.Exit(ExitCode.INTERRUPTED) from None
            _report_bug(error, debug=ctx.params.get("debug", False), as_json=as_json)
            raise typer.Exit(ExitCode.BUG) from None

    def _answered(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer's own signature
        """Run the command; an answer that did not arrive is an error of this run, too."""
        try:
            return super().invoke(ctx)
        finally:
            flush_stdout()


def _is_stopped_prompt(error: BaseException) -> bool:
    """Check whether a prompt was left by Ctrl-C, which Typer makes the same of as of a No."""
    return isinstance(error, typer.Abort) and ctrl_c.is_cause_of(error)


def _is_silent_stop(ended: SystemExit) -> bool:
    """Check whether Typer made an exit code of Ctrl-C, as it does while reading a command line."""
    exit_raised = ended.__context__
    return isinstance(exit_raised and exit_raised.__cause__, KeyboardInterrupt)


def _make_harmless(error: BaseException) -> None:
    if _wrong_command_line(error):
        error.message = show_controls(error.message)  # type: ignore[attr-defined]


def _wrong_command_line(error: BaseException) -> str:
    """Return what Typer itself will say of a wrong command line, else nothing."""
    worded = getattr(error, "format_message", None)  # of a click that not every Typer shows
    return str(worded()) if worded else ""


def _answer(error: PrisonmailError, *, as_json: bool) -> None:
    """Print a script's one document even if a run has no answer."""
    if as_json:
        document = {"version": 1, "error": error_document(error), "exit": int(error.exit_code)}
        answer_error(document)


def _report(error: PrisonmailError, *, as_json: bool) -> None:
    first, *others = error.message.splitlines() or [""]
    talk(ReportLine("error:", Tone.BAD, f" {first}"))
    for line in others:
        talk(line)
    if error.remedy:
        talk(f"  {error.remedy}")
    _answer(error, as_json=as_json)


def _report_bug(error: BaseException, *, debug: bool, as_json: bool) -> None:
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{type(error).__name__} {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    report = hashlib.sha256(place.encode()).hexdigest()[:8]
    message = f"prisonmail met a fault of its own (report {report}). Nothing you did is to blame."
    talk(ReportLine("error:", Tone.BAD, f" {message}"))
    remedy = " ".join(getattr(error, "__notes__", ()))
    if remedy:
        talk(f"  {remedy}")
    if debug:
        talk("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__)
    else:
        talk("  Run it again as: prisonmail --debug …, and send what it prints to its makers.")
    _answer(PrisonmailError(message, remedy), as_json=as_json)
