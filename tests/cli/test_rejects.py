"""The rows that are left out, and their way back."""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

Command = Callable[..., Any]


def test_rejects_lie_beside_their_list_so_that_enclosures_are_found_again(
    prisonmail: Command, home: Path, recipients: Path
) -> None:
    folder = home / "lists"
    folder.mkdir()
    (home / "papers.pdf").rename(folder / "papers.pdf")
    broken = recipients.read_text("utf-8").replace("A1001XY", "A1O01XY")
    (folder / "clients.csv").write_text(broken, "utf-8")
    stopped = prisonmail("generate", "lists/clients.csv", "--enclose", "Papers")
    assert "--rejects lists/clients-to-fix.csv" in stopped.err
    run = prisonmail(*shlex.split(stopped.err.splitlines()[-1].partition(": ")[2])[1:])
    assert (run.exit_code, "5 sheets → clients.pdf" in run.err) == (1, True)
    path = folder / "clients-to-fix.csv"
    path.write_bytes(path.read_bytes().replace(b",A1O01XY", b",A1001XY"))
    mended = prisonmail("generate", path, "--enclose", "Papers")
    assert "1 letter on 2 pages → clients-to-fix.pdf" in mended.err
