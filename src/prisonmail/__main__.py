"""The program as a process, which can be stopped while it is still being loaded."""

import signal
import sys


def main() -> None:
    """Run the program."""
    sys.unraisablehook = _silent_on_ctrl_c
    try:
        from prisonmail import cli

        cli.main()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        sys.exit(130)
    finally:  # all is done: too late to stop anything but the exit code
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _silent_on_ctrl_c(unraisable: "sys.UnraisableHookArgs") -> None:
    """Show no trace of a Ctrl-C that came while Python was tidying up, and so stops nothing."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)


if __name__ == "__main__":
    main()
