import os
import stat
from pathlib import Path

import pytest

from prisonmail import publishing
from prisonmail.errors import OutputRefused


def test_a_published_file_is_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    with publishing.published(path) as file:
        file.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["out.pdf"]


def test_a_run_that_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError), publishing.published(path) as file:
        file.write(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out.pdf"]


def test_what_cannot_be_written_is_refused_early(tmp_path: Path) -> None:
    taken = tmp_path / "out.pdf"
    taken.write_bytes(b"old")
    with pytest.raises(OutputRefused, match="there already"):
        publishing.refuse_if_taken(taken, force=False)
    publishing.refuse_if_taken(taken, force=True)
    with pytest.raises(OutputRefused, match="is a folder"):
        publishing.refuse_if_taken(tmp_path, force=True)
    with pytest.raises(OutputRefused, match="no folder"):
        publishing.refuse_if_taken(tmp_path / "none" / "out.pdf", force=False)
