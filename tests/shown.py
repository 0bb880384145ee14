"""Runs the commands that a page of documentation shows, and compares what they print.

Codes, batches, keys, days and times differ from run to run. A code, batch or key that the page
shows is learnt from the first output it stands in, and put into the commands that come after.
"""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.soundness import started

SETTINGS = "/home/eric/.config/prisonmail"
"""What pages call the folder that commands are run in, which is that of the settings too."""
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_FOR_A_SHELL = re.compile(r"[|<>;&$`*?~]")
_CHANGING = re.compile(
    r"(?P<code>\b\d{5}-\d{5}-\d{4}\b)"
    r"|(?P<batch>\b20\d{6}-[2-9A-Z]{4}\b)"
    r"|(?P<head>\b[0-9a-f]{64}\b)"
    r"|(?P<key>SHA256:[A-Za-z0-9+/]{43})"
    r"|(?P<digits>\b\d{14}\b)"
    r"|(?P<day>\b\d{1,2} [A-Z][a-z]+ 20\d\d\b)"
    r"|(?P<iso>\b20\d\d-\d\d-\d\dT[\d:]+\+00:00)"
    r"|(?P<date>\b\d\d-\d\d-20\d\d\b)"
    r"|(?P<time>\b\d\d:\d\d\b)"
    r"|(?P<age>\btoday\b|\byesterday\b|\b\d+ (?:day|month|year)s? old\b)"
)


@dataclass(frozen=True)
class Shown:
    """One command and the output that a page gives for it."""

    command: str
    output: str


def shown_in(page: Path) -> list[Shown]:
    found = []
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            while command.endswith("\\"):
                more, _, output = output.partition("\n")
                command = command[:-1] + more.strip()
            found.append(Shown(command, output.strip()))
    return found


@dataclass
class Session:
    """A shell in one folder that remembers what codes and batches the page calls by what name."""

    folder: Path
    environment: dict[str, str]
    _actual: dict[str, str] = field(default_factory=dict)

    def check(self, shown: Shown) -> None:
        command = _CHANGING.sub(lambda m: self._actual.get(m[0], m[0]), shown.command)
        printed = self._run(command)
        assert _settled(printed) == _settled(shown.output), f"$ {command}\n{printed}"
        pairs = zip(_CHANGING.finditer(shown.output), _CHANGING.finditer(printed), strict=True)
        self._actual |= {theirs[0]: ours[0] for theirs, ours in pairs}

    def _run(self, command: str) -> str:
        """Run a command; one of ours that needs no shell spares itself the imports."""
        environment, said = os.environ | self.environment, self.folder.with_name("said.txt")
        if command.startswith("prisonmail ") and not _FOR_A_SHELL.search(command):
            started(_run_program, shlex.split(command), self.folder, environment, said).join()
        else:
            with said.open("wb") as file:
                subprocess.run(  # noqa: S602 - the commands of our own documentation
                    command,
                    shell=True,
                    cwd=self.folder,
                    env=environment,
                    stdout=file,
                    stderr=subprocess.STDOUT,
                    check=False,
                )
        return said.read_text("utf-8").strip().replace(str(self.folder), SETTINGS)


def _run_program(words: list[str], folder: Path, environment: dict[str, str], said: Path) -> None:
    with said.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdout.reconfigure(line_buffering=False)  # type: ignore[union-attr]
    sys.argv = words
    from prisonmail.__main__ import main

    main()


def _settled(text: str) -> str:
    lines = (re.sub(r" {2,}", "  ", line.rstrip()) for line in text.splitlines())
    return _CHANGING.sub(lambda m: f"<{m.lastgroup}>", "\n".join(lines))
