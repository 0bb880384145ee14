"""The program as a process, which can be stopped while it is still being loaded."""

import signal
import sys


def main() -> None:
    """Run the program."""
    try:
        from prisonmail import cli

        cli.main()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        sys.exit(130)
    finally:  # all is done: too late to stop anything but the exit code
        signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
