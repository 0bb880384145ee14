"""Runs prisonmail from its portable folder: a command, dropped lists, or a window to type in.

It runs on Windows, on the Python beside it.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

STARTED_BY = "PRISONMAIL_STARTED_BY"
_GREETING = """\
prisonmail: print-ready letters to people in prison.
Drag a list onto prisonmail.cmd to print it, or type here, for example:

  prisonmail profile init     say who you are: do this first
  prisonmail --help           all that you can do
"""
_ALONE = 2
"""Processes of a window that Explorer has opened for this one: cmd and Python."""


def find_dropped(started_by: str, script: Path, arguments: list[str]) -> list[Path]:
    r"""Return the files that were dropped on the script; none if it was started for something else.

    Explorer hands over whole paths and nothing else. They are taken from the command line that
    started cmd, if that is known, since cmd ends an argument at an ampersand.

    >>> find_dropped(r'cmd /c ""C:\prisonmail.cmd" verify 12"', Path(r"C:\prisonmail.cmd"), [])
    []
    """
    start = started_by.casefold().find(f'/c ""{script}"'.casefold())
    if start >= 0:
        rest = started_by[start + len(f'/c ""{script}"') :].strip().removesuffix('"')
        arguments = [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', rest)]
    paths = [Path(each) for each in arguments]
    return paths if all(path.is_absolute() and path.is_file() for path in paths) else []


def print_lists(lists: list[Path]) -> int:
    """Print each list beside itself; return the first exit code that is not 0, else 0."""
    codes = []
    for path in lists:
        print(f"{path.name}:", flush=True)
        order = ["generate", str(path), "-o", str(path.with_suffix(".pdf"))]
        codes.append(subprocess.run([sys.executable, __file__, *order], check=False).returncode)
        print(flush=True)
    return next(filter(None, codes), 0)


def main() -> int:
    """Do what the folder was started for; return the exit code."""
    folder, arguments = Path(__file__).parent.parent, sys.argv[1:]
    started_by = os.environ.pop(STARTED_BY, "")
    dropped = find_dropped(started_by, folder / "prisonmail.cmd", arguments)
    if dropped:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        ended = print_lists(dropped)
        if ended == 0:
            subprocess.run([os.environ["COMSPEC"], "/c", "pause"], check=False)
        else:
            _open_prompt(folder, "You can type commands here, such as those above.")
        return ended
    if not arguments and _is_alone_in_window():
        _open_prompt(folder, _GREETING)
        return 0
    from prisonmail.__main__ import main as run_program

    sys.argv[0] = "prisonmail"
    run_program()
    return 0


def _open_prompt(folder: Path, words: str) -> None:
    print(words, flush=True)
    environment = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    prompt = [os.environ["COMSPEC"], "/k", "prompt $P$G"]
    subprocess.run(prompt, env=environment, cwd=Path.home(), check=False)


def _is_alone_in_window() -> bool:
    """Return whether the window closes when this ends, as one does that Explorer has opened."""
    if sys.platform != "win32":
        return False
    import ctypes

    processes = (ctypes.c_uint32 * 8)()
    count: int = ctypes.windll.kernel32.GetConsoleProcessList(processes, 8)
    return 0 < count <= _ALONE


if __name__ == "__main__":
    sys.exit(main())
