"""Offices: each with a home and processes of its own, as on computers that share nothing."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import EXAMPLES, Run

LIST = """Name,Prison number,Prison
Tarquin Oddwell,A1001XY,HMP Leeds
Łukasz Wiśniewski,A1002XY,HMP Leeds
Kai Penhallow,A1003XY,HMP Leeds
Ada Quill,A1004XY,HMP Hull
"""


class Office:
    """A home, and what is run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700)
        self._environment = {
            **{name: value for name, value in os.environ.items() if "LEDGER" not in name},
            "PRISONMAIL_HOME": str(folder),
            "NO_COLOR": "1",
            "PYTHONIOENCODING": "utf-8",
        }

    def run(self, *words: object) -> Run:
        command = [sys.executable, "-m", "prisonmail", *map(str, words)]
        done = subprocess.run(
            command,
            env=self._environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    def verdict(self, code: str, *words: object) -> str:
        found = self.run("verify", code, "--json", *words).json
        assert found["deliver"] == (found["verdict"] == "ready")
        return str(found["verdict"])


class Firm(Office):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        profile = (EXAMPLES / "profile.toml").read_text("utf-8")
        (folder / "profile.toml").write_text(profile, encoding="utf-8")

    def issue(self, people: str = LIST) -> tuple[str, list[str]]:
        (self.folder / "list.csv").write_text(people, encoding="utf-8")
        made = self.run("generate", "list.csv", "--force", "--json").json
        return made["batch"], [each["code"] for each in made["letters"]]

    def announce(self, *words: object) -> Path:
        out = self.folder / f"out{len(list(self.folder.iterdir()))}"
        done = self.run("docket", *words, "-o", out)
        assert done.exit_code == 0, done.err
        return out
