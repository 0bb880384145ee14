"""Copies of a whole ledger: what is written, what is counted, and what is never written over."""

import csv
import json
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.ledger.database.schema import COLUMNS
from prisonmail.ledger.store import open_ledger
from prisonmail.use_cases.ledger_copies import back_up, export_csv, export_json, import_json
from tests.ledger.attacker import Attacker
from tests.use_cases.conftest import Issued


def _count_rows(path: Path) -> int:
    return sum(len(rows) for rows in Attacker(str(path)).copy().values())


def test_every_way_to_copy_counts_the_same_rows(issued: Issued, tmp_path: Path) -> None:
    ledger, export = issued[0], tmp_path / "all.jsonl"
    assert back_up(str(ledger), tmp_path / "copy.sqlite3", force=False) == _count_rows(ledger)
    assert Attacker(str(tmp_path / "copy.sqlite3")).copy() == Attacker(str(ledger)).copy()
    assert export_json(str(ledger), export, force=False) == _count_rows(ledger)
    assert import_json(export, str(tmp_path / "new.sqlite3")) == _count_rows(ledger)
    assert Attacker(str(tmp_path / "new.sqlite3")).copy() == Attacker(str(ledger)).copy()
    assert export_csv(str(ledger), tmp_path / "tables", force=False) == _count_rows(ledger)


def test_tables_are_written_as_text_with_their_columns_and_private(
    issued: Issued, tmp_path: Path
) -> None:
    folder = tmp_path / "tables"
    with open_ledger(issued[0]) as ledger:
        ledger._database.execute("DELETE FROM remarks")
    export_csv(str(issued[0]), folder, force=False)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stem for path in folder.iterdir()} == set(COLUMNS)
    rows = Attacker(str(issued[0])).copy()
    for table, columns in COLUMNS.items():
        with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            written = [tuple(row) for row in csv.reader(file)]
        cells = [tuple("" if each is None else str(each) for each in row) for row in rows[table]]
        assert written[:1] == [columns][: len(cells)]  # of an empty table, not even its columns
        assert sorted(written[1:]) == sorted(cells)


def test_no_copy_replaces_a_file_unless_that_is_wanted_and_never_the_ledger(
    issued: Issued, tmp_path: Path
) -> None:
    ledger = str(issued[0])
    file, folder = tmp_path / "copy", tmp_path / "tables"
    for copy, target in ((back_up, file), (export_json, file), (export_csv, folder)):
        copy(ledger, target, force=False)
        with pytest.raises(OutputRefused, match="there already"):
            copy(ledger, target, force=False)
        assert copy(ledger, target, force=True) == _count_rows(issued[0])
        if target == file:
            file.unlink()
            with pytest.raises(OutputRefused):
                copy(ledger, issued[0], force=True)
    own = tmp_path / "of its own"
    own.mkdir()
    (own / "letters.csv").symlink_to(ledger)
    with pytest.raises(OutputRefused):
        export_csv(ledger, own, force=True)
    assert [path.name for path in own.iterdir()] == ["letters.csv"]
    file.touch()
    with pytest.raises(OutputRefused, match=r"^The folder .*/copy cannot be made: [A-Z].*\.$"):
        export_csv(ledger, file, force=True)
    with open_ledger(ledger) as opened:
        assert opened.audit().faults == ()


def test_there_is_no_copy_of_what_is_not_there(tmp_path: Path) -> None:
    missing, target = str(tmp_path / "none.sqlite3"), tmp_path / "target"
    for copy in (back_up, export_json, export_csv):
        with pytest.raises(InputMissing, match="There is no ledger"):
            copy(missing, target, force=False)
        assert not target.is_file()
        assert not Path(missing).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"\xff\xfe\n", "cannot be read: it is not text."),
        (b"{}\n", "is not an export"),
        (b"{\n", r"all\.jsonl, line 1, is not a line of an export\."),
    ],
)
def test_an_import_that_fails_takes_away_what_it_made_and_nothing_else(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    export, new = tmp_path / "all.jsonl", tmp_path / "new.sqlite3"
    if content is not None:
        export.write_bytes(content)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InputMissing, match=said) as raised:
        import_json(export, str(new))
    assert str(export) in raised.value.message
    assert sorted(tmp_path.iterdir()) == before
    with open_ledger(new, make=True):
        pass
    with pytest.raises(InputMissing, match=said):
        import_json(export, str(new))
    with open_ledger(new) as kept:
        assert kept.audit().faults == ()


def test_an_export_has_letters_of_all_alphabets_as_they_are(issued: Issued, tmp_path: Path) -> None:
    with open_ledger(issued[0]) as ledger:
        ledger.cancel_batch(issued[1].id, "Łukasz “Quill”", issued[1].issued_at)
    export_json(str(issued[0]), tmp_path / "all.jsonl", force=False)
    text = (tmp_path / "all.jsonl").read_text("utf-8")
    assert "Łukasz “Quill”" in text
    assert [json.loads(line) for line in text.splitlines()][-1] == {"rows": _count_rows(issued[0])}
