import subprocess
import sys
from pathlib import Path

import pytest
from release.notes import find_notes

ROOT = Path(__file__).parents[2]


def print_notes(version: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "release.notes", version]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def test_the_notes_of_a_version_are_its_part_of_the_changes() -> None:
    shown = print_notes("Unreleased")
    assert shown.returncode == 0
    assert shown.stdout.startswith("- `generate` turns a recipients list into")
    assert "\n## " not in shown.stdout


def test_a_version_without_changes_is_not_released() -> None:
    shown = print_notes("v99.0.0")
    assert (shown.returncode, shown.stdout) == (1, "")
    assert shown.stderr == (
        "CHANGELOG.md lists nothing under 99.0.0. Give its entries that heading.\n"
    )


@pytest.mark.parametrize("version", ["0.2.0", "0.2"])
def test_one_version_is_not_taken_for_another(version: str) -> None:
    changes = "## 0.2.0rc1\n\n- Tried.\n\n## 0.2.0\n\n## 0.2.01\n\n- Other.\n"
    assert find_notes(changes, version) is None
