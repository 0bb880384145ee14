"""Copies of a whole ledger: what is written, what is counted, and what is never written over."""

import csv
import json
import locale
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused, WrongUsage
from prisonmail.ledger.apart.cipher_keys import KEY_FILE_VARIABLE, keep_key, write_key_file
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.database import sqlite_file
from prisonmail.ledger.database.cipher import KeyRing, make_key
from prisonmail.ledger.database.schema import COLUMNS
from prisonmail.ledger.log import Selection
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.system import clock
from prisonmail.system.operators import find_operator
from prisonmail.use_cases.keeping.ledger_copies import back_up, export_csv, export_json, import_json
from tests.conftest import ISSUED_AT
from tests.ledger.attacker import Attacker
from tests.systems import is_private, needs_links, needs_moved_while_open
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
    assert export_csv(str(issued[0]), folder, force=False) == _count_rows(issued[0])
    assert is_private(folder)
    assert {path.stem for path in folder.iterdir()} == set(COLUMNS)
    rows = Attacker(str(issued[0])).copy()
    for table, columns in COLUMNS.items():
        with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            written = [tuple(row) for row in csv.reader(file)]
        cells = [tuple("" if each is None else str(each) for each in row) for row in rows[table]]
        assert written[:1] == [columns][: len(cells)]  # of an empty table, not even its columns
        assert sorted(written[1:]) == sorted(cells)


def test_exports_are_marked_as_the_profile_says(
    issued: Issued, profile: Path, tmp_path: Path
) -> None:
    mark = "OFFICIAL-SENSITIVE"
    profile.write_text(f'handling = "{mark}"\n{profile.read_text("utf-8")}', "utf-8")
    export, folder = tmp_path / "all.jsonl", tmp_path / "tables"
    export_json(str(issued[0]), export, force=False)
    assert json.loads(export.read_text("utf-8").splitlines()[0])["handling"] == mark
    assert export_csv(str(issued[0]), folder, force=False) == _count_rows(issued[0])
    with (folder / "letters.csv").open(encoding="utf-8", newline="") as file:
        assert [each[-1] for each in csv.reader(file)] == ["handling", mark, mark, mark]


def test_a_copy_is_recorded_with_whoever_made_it_and_where_it_went(
    issued: Issued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, file, folder = str(issued[0]), tmp_path / "copy", tmp_path / "tables"
    later = ISSUED_AT + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    back_up(ledger, file, force=False, by="A. Patel")
    export_json(ledger, Path("-"), force=False, by="B. New")
    export_csv(ledger, folder, force=False, by="C. Moss")
    export_json(ledger, file, force=True)
    assert _list_copies(ledger) == [
        (EventKind.BACKED_UP, str(file), later, "A. Patel"),
        (EventKind.EXPORTED, "standard output", later, "B. New"),
        (EventKind.EXPORTED, str(folder), later, "C. Moss"),
        (EventKind.EXPORTED, str(file), later, find_operator().name),
    ]


def test_of_a_ledger_that_went_back_copies_are_made_and_nothing_is_recorded(
    issued: Issued, tmp_path: Path
) -> None:
    ledger = str(issued[0])
    backup = Attacker(ledger).copy()
    back_up(ledger, tmp_path / "first", force=False)
    Attacker(ledger).put_back(backup)
    assert back_up(ledger, tmp_path / "copy", force=False) == _count_rows(issued[0])
    export_json(ledger, tmp_path / "all.jsonl", force=False)
    export_csv(ledger, tmp_path / "tables", force=False)
    assert _list_copies(ledger) == []
    assert Attacker(str(tmp_path / "copy")).copy() == backup


def _list_copies(ledger: str) -> list[tuple[object, ...]]:
    with open_ledger(ledger) as opened, opened.snapshot():
        _, *found = opened.read_log(Selection())
    return [(each.kind, each.remark, each.at, each.operator) for each in found]


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
    file.touch()
    with pytest.raises(OutputRefused, match=r"^The folder .*copy cannot be made: [A-Z].*\.$"):
        export_csv(ledger, file, force=True)
    with open_ledger(ledger) as opened:
        assert opened.audit().faults == ()


@needs_links
def test_a_table_does_not_replace_the_ledger_by_a_link_to_it(
    issued: Issued, tmp_path: Path
) -> None:
    own = tmp_path / "of its own"
    own.mkdir()
    (own / "letters.csv").symlink_to(issued[0])
    with pytest.raises(OutputRefused):
        export_csv(str(issued[0]), own, force=True)
    assert [path.name for path in own.iterdir()] == ["letters.csv"]
    with open_ledger(issued[0]) as opened:
        assert opened.audit().faults == ()


def test_a_backup_may_lie_on_a_drive_that_no_ledger_may_lie_on(
    issued: Issued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()

    def refuse(path: Path) -> None:
        if path.parent == drive:
            raise OutputRefused("This is a drive of the network.")

    monkeypatch.setattr(sqlite_file, "_refuse_network", refuse)
    assert back_up(str(issued[0]), drive / "copy", force=False) == _count_rows(issued[0])
    with pytest.raises(OutputRefused, match="drive of the network"), open_ledger(drive / "copy"):
        pass


def test_only_an_export_goes_to_standard_output_and_no_file_is_in_its_way(
    issued: Issued,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    (tmp_path / "-").touch()
    monkeypatch.chdir(tmp_path)
    rows = export_json(str(issued[0]), Path("-"), force=False)
    assert capsysbinary.readouterr().out.endswith(b'{"rows": %d}\n' % rows)
    with pytest.raises(WrongUsage, match="A backup is a file"):
        back_up(str(issued[0]), Path("-"), force=True)
    assert (tmp_path / "-").read_bytes() == b""


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


def test_an_export_is_read_alike_whatever_the_locale(issued: Issued, tmp_path: Path) -> None:
    with open_ledger(issued[0]) as ledger:
        ledger.cancel_batch(issued[1].id, "Łukasz “Quill”", issued[1].issued_at)
    rows = export_json(str(issued[0]), tmp_path / "all.jsonl", force=False)
    usual = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C")
    try:
        assert import_json(tmp_path / "all.jsonl", str(tmp_path / "new.sqlite3")) == rows
    finally:
        locale.setlocale(locale.LC_CTYPE, usual)


@pytest.fixture
def seen_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An import that fails when another program has opened its ledger, and keeps it open."""
    export, new = tmp_path / "all.jsonl", tmp_path / "new.sqlite3"
    export.touch()
    others: list[sqlite3.Connection] = []

    def fail(*given: object) -> int:
        others.append(sqlite3.connect(new))
        others[0].execute("SELECT * FROM ledger").fetchall()
        raise KeyboardInterrupt

    monkeypatch.setattr(Ledger, "fill_from", fail)
    yield export
    others[0].close()


def test_an_import_that_fails_tells_that_even_if_another_program_has_it_open(
    seen_by_another: Path,
) -> None:
    with pytest.raises(KeyboardInterrupt):
        import_json(seen_by_another, str(seen_by_another.with_name("new.sqlite3")))


@needs_moved_while_open
def test_an_import_that_fails_takes_all_away_even_if_another_program_has_it_open(
    seen_by_another: Path,
) -> None:
    with pytest.raises(KeyboardInterrupt):
        import_json(seen_by_another, str(seen_by_another.with_name("new.sqlite3")))
    assert list(seen_by_another.parent.iterdir()) == [seen_by_another]


def test_a_backup_has_the_key_of_its_ledger_or_else_that_of_new_ones(
    issued: Issued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, key_of_new, ledger = make_key(), make_key(), tmp_path / "own.sqlite3"
    with open_ledger(ledger, make=True, keys=KeyRing(for_new=lambda: key)):
        pass
    keep_key(key, ledger, ISSUED_AT.isoformat())
    one, other = tmp_path / "one.sqlite3", tmp_path / "other.sqlite3"
    back_up(str(ledger), one, force=False)
    write_key_file(tmp_path / "new.key", key_of_new)
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(tmp_path / "new.key"))
    back_up(str(issued[0]), other, force=False)
    for copy, expected in ((one, key), (other, key_of_new)):
        with open_ledger(copy, keys=KeyRing(lambda: (key, key_of_new))) as opened:
            assert opened.key == expected


def test_an_export_has_letters_of_all_alphabets_as_they_are(issued: Issued, tmp_path: Path) -> None:
    with open_ledger(issued[0]) as ledger:
        ledger.cancel_batch(issued[1].id, "Łukasz “Quill”", issued[1].issued_at)
    export_json(str(issued[0]), tmp_path / "all.jsonl", force=False)
    text = (tmp_path / "all.jsonl").read_text("utf-8")
    assert "Łukasz “Quill”" in text
    assert [json.loads(line) for line in text.splitlines()][-1] == {"rows": _count_rows(issued[0])}
