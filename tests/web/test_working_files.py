"""Files for one request lie in a folder of the server's own, and no killed process leaves any."""

import tempfile
from pathlib import Path

import pytest

from prisonmail.web.serving import make_logged_app
from prisonmail.web.settings import Settings
from prisonmail.web.working_files import WorkingFiles
from tests.own_logs import keep_logs
from tests.systems import LOCKS, is_private
from tests.web.conftest import Browser


def test_what_a_killed_process_left_is_erased_by_the_next_one(tmp_path: Path) -> None:
    left = tmp_path / "0123456789abcdef" / "one"
    left.mkdir(parents=True)
    (left / "letters.pdf").write_bytes(b"%PDF")
    working = WorkingFiles(tmp_path)
    (own,) = (each for each in tmp_path.iterdir() if each.is_dir())
    assert own != left.parent
    working.close()
    assert not any(each.is_dir() for each in tmp_path.iterdir())


def test_what_others_are_at_work_on_stays(tmp_path: Path) -> None:
    first = WorkingFiles(tmp_path)
    made = first.make() / "letters.pdf"
    made.write_bytes(b"%PDF")
    WorkingFiles(tmp_path).close()
    assert made.exists()
    first.close()
    assert not made.exists()


def test_what_is_borrowed_is_given_back_when_it_fails(tmp_path: Path) -> None:
    working = WorkingFiles(tmp_path)
    with pytest.raises(ZeroDivisionError), working.borrow() as folder:
        (folder / "letters.pdf").write_bytes(b"%PDF")
        raise ZeroDivisionError
    assert not folder.exists()
    working.close()


def test_no_other_user_may_look_into_it(tmp_path: Path) -> None:
    working = WorkingFiles(tmp_path / "working")
    made = working.make()
    for each in (tmp_path / "working", made.parent, made):
        assert is_private(each)
    working.close()


def test_a_letter_that_is_looked_over_leaves_no_file(client: Browser, home: Path) -> None:
    fields = {"name": "Tarquin Oddwell", "prison_number": "A1001XY", "prison": "HMP Leeds"}
    shown = client.submit("/letters/new", step="check", wording="Dear Mr Oddwell", **fields)
    assert "Tarquin Oddwell" in shown.text
    left = {each.name for each in (home / "working").rglob("*") if each.is_file()}
    assert left == set(LOCKS)


def test_what_libraries_keep_for_a_while_lies_there_too(
    settings: Settings, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    with keep_logs():
        made = make_logged_app(settings)
    with tempfile.NamedTemporaryFile() as kept:
        folder = Path(kept.name).parent
        assert home / "working" in folder.parents
        assert is_private(folder)
    for each in (made.state.lists, made.state.enclosures, made.state.working):
        each.close()
    assert not folder.exists()
