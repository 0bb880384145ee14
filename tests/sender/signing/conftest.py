"""What tests of keys share: OpenSSH itself, which holds ours against its own."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Ssh = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ssh_keygen(tmp_path: Path) -> Ssh:
    """Runs `ssh-keygen` in the test's folder; in the gate it has to be there."""
    program = shutil.which("ssh-keygen")
    if program is None:
        if os.environ.get("CI") or os.environ.get("PRISONMAIL_REQUIRE_POSTGRES"):
            pytest.fail("ssh-keygen is missing: the gate installs openssh-client")
        pytest.skip("ssh-keygen is not installed (openssh-client)")

    def run(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(program), *map(str, arguments)], input=stdin, capture_output=True, cwd=tmp_path
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return run
