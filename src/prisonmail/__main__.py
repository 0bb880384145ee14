"""The program as a process, which can be stopped while it is still being loaded."""

import gc
import sys

from prisonmail.errors import ExitCode
from prisonmail.system import ctrl_c

_YOUNG = 100_000
"""Objects after which Python looks for garbage: at every 700, as it is otherwise, a start spends a
twentieth of its time on that and finds none."""


def main() -> None:
    """Run the program."""
    gc.set_threshold(_YOUNG)
    try:
        ctrl_c.listen()
        _forbid_core_dumps()
        from prisonmail import cli  # only now, since Ctrl-C may come while it is loaded

        cli.main()
    except (KeyboardInterrupt, Exception) as error:
        if not ctrl_c.is_cause_of(error):
            raise
        print("Stopped.", file=sys.stderr)
        sys.exit(ExitCode.INTERRUPTED)
    finally:
        ctrl_c.ignore()


def _forbid_core_dumps() -> None:
    """Have no memory written to disk if the process crashes: it names people in prison."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.SetErrorMode(msvcrt.SEM_FAILCRITICALERRORS | msvcrt.SEM_NOGPFAULTERRORBOX)
    else:
        import resource

        hardest = resource.getrlimit(resource.RLIMIT_CORE)[1]
        # to a collector such as apport Linux gives a dump of any size, unless the limit is 1 byte
        least = 1 if sys.platform == "linux" and hardest else 0
        resource.setrlimit(resource.RLIMIT_CORE, (least, hardest))


if __name__ == "__main__":
    main()
