import csv
import io
import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.ledger import copies
from prisonmail.ledger.database.schema import COLUMNS, STEPS, TABLES
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.letters.person import Person
from prisonmail.sender.sender import Sender
from prisonmail.use_cases.keeping import ledger_copies
from tests.conftest import BORN, ISSUED_AT
from tests.dockets.samples import DOCKET
from tests.ledger.conftest import Issue
from tests.systems import is_private


@pytest.fixture
def used(ledger: Ledger, issue: Issue, drafted: Callable[..., Draft], sender: Sender) -> Ledger:
    batch, letters = issue(3, list_digest="abc", random_check=5)
    odd = drafted("=Tab\there “q” \\N 100%", prison_number=None, date_of_birth=BORN, reference="")
    ledger.issue(Drafts([odd]), sender, "dl", ISSUED_AT, 28)
    ledger.check(letters[0].code, ISSUED_AT, "HMP Leeds", None)
    ledger.cancel_batch(batch.id, "wrong list", ISSUED_AT)
    ledger.record_print(batch.id, ISSUED_AT)
    ledger.address_book.put([Person("Ann Hart", "LEI", "A1009XY")], ISSUED_AT)
    ledger.received_dockets.receive(DOCKET, "0" * 64, "HMP Leeds", ISSUED_AT)
    return ledger


def test_an_export_goes_to_the_other_database_and_back_with_nothing_lost(
    used: Ledger, place: str, other_place: str, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    rows = ledger_copies.export_json(place, first, force=False)
    assert ledger_copies.import_json(first, other_place) == rows
    with open_ledger(other_place) as copy, second.open("wb") as file:
        assert copy.export(file) == rows
    assert first.read_bytes() == second.read_bytes()
    with open_ledger(other_place) as copy:
        assert list(copies.read_all(copy._database)) == list(copies.read_all(used._database))
        assert copy.audit().faults == ()
        copy.record_mistyped("12", ISSUED_AT, None, None)  # and it goes on from there
        assert copy.audit().faults == ()


def test_an_export_says_in_its_first_line_how_it_is_to_be_handled(used: Ledger) -> None:
    marks = []
    for handling in ((), ("OFFICIAL-SENSITIVE",)):
        used.export(file := io.BytesIO(), *handling)
        marks.append(json.loads(file.getvalue().splitlines()[0]).get("handling"))
    assert marks == [None, "OFFICIAL-SENSITIVE"]


def test_a_backup_is_a_ledger_itself(used: Ledger, place: str, tmp_path: Path) -> None:
    target = tmp_path / "backups" / "copy.sqlite3"
    target.parent.mkdir()
    ledger_copies.back_up(place, target, force=False)
    assert [path.name for path in target.parent.iterdir()] == ["copy.sqlite3"]
    assert is_private(target)
    with open_ledger(target) as copy:
        assert copy.audit().head == used.audit().head
        assert list(copies.read_all(copy._database)) == list(copies.read_all(used._database))
    with pytest.raises(OutputRefused, match="there already"):
        ledger_copies.back_up(place, target, force=False)


def test_a_backup_is_consistent_while_the_ledger_is_in_use(
    used: Ledger, place: str, tmp_path: Path
) -> None:
    done = threading.Event()

    def write() -> None:
        with open_ledger(place) as busy:
            while not done.is_set():
                busy.record_mistyped("12", ISSUED_AT, "HMP Leeds", None)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            ledger_copies.back_up(place, tmp_path / f"{number}.sqlite3", force=False)
    finally:
        done.set()
        writer.join()
    for number in range(5):
        with open_ledger(tmp_path / f"{number}.sqlite3") as copy:
            assert copy.audit().faults == ()


def test_csv_tables_hold_everything_and_run_nothing(
    used: Ledger, place: str, tmp_path: Path
) -> None:
    ledger_copies.export_csv(place, tmp_path / "tables", force=False)
    for table in TABLES:
        with (tmp_path / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == len(used._database.fetch_all(f"SELECT * FROM {table}"))  # noqa: S608
        if table == "recipients":
            assert rows[-1]["name"].startswith("'=Tab") or rows[0]["name"].startswith("'=Tab")


OWN = str(len(STEPS))
"""The version of an export."""


def _with_cell(lines: list[str], column: str, cell: str) -> list[str]:
    """Put JSON into a column wherever it is, but for the first line."""
    kept = (
        re.sub(rf'"{column}": ("[^"]*"|\d+)', lambda _: f'"{column}": {cell}', each)
        for each in lines[1:]
    )
    return [lines[0], *kept]


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda lines: lines[:-1], "is incomplete: its last lines are missing"),
        (lambda lines: lines[:4] + lines[5:], "missing or appear twice"),
        (lambda lines: [*lines[:-2], lines[-1]], "is incomplete: its last lines are missing"),
        (lambda lines: [line.replace('"size"', '"size) --"') for line in lines], "no ledger"),
        (lambda lines: [*lines[:2], "{", *lines[2:]], "line 3"),
        (lambda lines: lines[1:], "not an export"),
        (lambda lines: [], "not an export"),
        (lambda lines: [line.replace("wrong list", "right list") for line in lines], "personal"),
        (lambda lines: [lines[0], lines[1], *lines[1:]], "no ledger"),
        (lambda lines: [lines[0], *lines[2:]], "is incomplete"),
        (lambda lines: [lines[0].replace(OWN, "99"), *lines[1:]], "made by a newer prisonmail"),
        (lambda lines: [lines[0].replace(OWN, "9" * 5000), *lines[1:]], "line 1"),
        (lambda lines: [lines[0].replace(OWN, "9" * 30), *lines[1:]], r"version 9{20}; this one"),
        (lambda lines: [lines[0].replace(OWN, "0"), *lines[1:]], "not an export"),
        (lambda lines: [lines[0].replace(OWN, '"99"'), *lines[1:]], "not an export"),
        (lambda lines: ['{"format": "another", "version": 2}', *lines[1:]], "not an export"),
        (lambda lines: ['{"format": "another", "version": 99}', *lines[1:]], "not an export"),
        (lambda lines: [*lines[:-2], lines[-1], lines[-2]], "is incomplete"),
        (lambda lines: [*lines, "{}"], "is incomplete"),
        (lambda lines: [*lines[:-1], '{"rows": 1}'], "is incomplete"),
        (lambda lines: _with_cell(lines, "version", "99"), "no ledger"),
        (lambda lines: _with_cell(lines, "sheet", str(2**63)), "no ledger"),
        (lambda lines: _with_cell(lines, "sheet", str(-(2**63))), "no ledger"),
        (lambda lines: _with_cell(lines, "line", str(2**63 - 1)), "was changed, removed or added"),
        (lambda lines: _with_cell(lines, "sheet", "9" * 5000), "is not a line of an export"),
        (lambda lines: _with_cell(lines, "sheet", "1.5"), "no ledger"),
        (lambda lines: _with_cell(lines, "sheet", "true"), "no ledger"),
        (lambda lines: _with_cell(lines, "sheet", '"1"'), "no ledger"),
        (lambda lines: _with_cell(lines, "sheet", "null"), "missing or appear twice"),
        (lambda lines: _with_cell(lines, "name", "7"), "no ledger"),
        (lambda lines: _with_cell(lines, "name", "[1]"), "no ledger"),
        (lambda lines: _with_cell(lines, "name", '{"a": 1}'), "no ledger"),
        (lambda lines: _with_cell(lines, "name", r'"\ud800"'), "no ledger"),
        (lambda lines: _with_cell(lines, "name", r'"\u0000"'), "no ledger"),
        (lambda lines: _with_cell(lines, "name", "[" * 100_000), "is not a line of an export"),
        (lambda lines: _with_cell(lines, "table", "[]"), "no ledger"),
        (lambda lines: _with_cell(lines, "table", '"sqlite_master"'), "no ledger"),
    ],
)
def test_a_spoilt_export_imports_nothing(
    used: Ledger,
    place: str,
    tmp_path: Path,
    spoil: Callable[[list[str]], list[str]],
    said: str,
) -> None:
    export, new = tmp_path / "export.jsonl", tmp_path / "new.sqlite3"
    ledger_copies.export_json(place, export, force=False)
    lines = export.read_text(encoding="utf-8").splitlines()
    export.write_text("\n".join(spoil(lines)), encoding="utf-8")
    with pytest.raises(InputMissing, match=said):
        ledger_copies.import_json(export, str(new))
    assert not list(tmp_path.glob("new.sqlite3*"))


FIRST = {"format": "prisonmail ledger", "version": len(STEPS)}
OF_LEDGER = {
    "table": "ledger",
    "version": len(STEPS),
    "made_at": "",
    "events": 0,
    "head": "",
    "id": "ab",
}
OF_HEAD = {"table": "heads", "number": 2**63 - 1, "sealed_by": "nobody", "seal": None}
OF_PERSON: dict[str, object] = {"table": "people", **dict.fromkeys(COLUMNS["people"])}
BEFORE_BARCODES = {"batch_id": "b", "sheet": 1, "name": "n", "prison_number": None}
BEFORE_BARCODES |= {"date_of_birth": None, "reference": "r", "additions": "a"}
INCOMPLETE = "all.jsonl is incomplete: its last lines are missing."
NO_EXPORT = f"all.jsonl is not an export of a ledger of version {len(STEPS)}."
NO_ROW = "all.jsonl has rows that no ledger of this version has."


def _read(*lines: Mapping[str, object]) -> list[copies.TableRow]:
    return list(copies.read_json_lines([json.dumps(each) for each in lines], "all.jsonl"))


def _without(row: dict[str, object], *names: str) -> dict[str, object]:
    return {name: cell for name, cell in row.items() if name not in names}


def test_an_export_is_read_row_by_row_of_this_version_and_of_those_before() -> None:
    assert _read(FIRST, OF_LEDGER, OF_HEAD, {"rows": 2}) == [
        ("ledger", _without(OF_LEDGER, "table")),
        ("heads", _without(OF_HEAD, "table")),
    ]
    of_1 = _without(OF_LEDGER, "id") | {"version": 1}
    rows = (of_1, {"table": "recipients"} | BEFORE_BARCODES)
    found = _read(FIRST | {"version": 1}, *rows, {"rows": 2})
    assert found[1] == ("recipients", BEFORE_BARCODES)
    rows = (OF_LEDGER | {"version": 2}, rows[1])
    assert len(_read(FIRST | {"version": 2}, *rows, {"rows": 2})) == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], NO_EXPORT),
        ([FIRST | {"format": "another"}], NO_EXPORT),
        ([FIRST | {"version": 0}], NO_EXPORT),
        ([FIRST | {"version": "3"}], NO_EXPORT),
        (
            [FIRST | {"version": len(STEPS) + 1}],
            f"all.jsonl was made by a newer prisonmail (ledger version {len(STEPS) + 1}; this one "
            f"knows {len(STEPS)}).",
        ),
        ([FIRST], INCOMPLETE),
        ([FIRST, OF_LEDGER], INCOMPLETE),
        ([FIRST, OF_LEDGER, {"rows": 0}], INCOMPLETE),
        ([FIRST, OF_LEDGER, {"rows": 2}], INCOMPLETE),
        ([FIRST, OF_LEDGER, {"row": 1}], INCOMPLETE),
        ([FIRST, OF_LEDGER, {"rows": 2}, OF_HEAD], INCOMPLETE),
        ([FIRST, OF_HEAD, {"rows": 1}], INCOMPLETE),
        ([FIRST, OF_LEDGER, OF_LEDGER, {"rows": 2}], NO_ROW),
        ([FIRST, OF_LEDGER | {"version": 2}], NO_ROW),
        ([FIRST, OF_LEDGER | {"more": 1}], NO_ROW),
        ([FIRST, _without(OF_LEDGER, "id")], NO_ROW),
        ([FIRST | {"version": 1}, OF_LEDGER | {"version": 1}], NO_ROW),
        ([FIRST, {"table": "recipients"} | BEFORE_BARCODES], NO_ROW),
        ([FIRST, OF_HEAD | {"table": "neck"}], NO_ROW),
        ([FIRST, OF_HEAD | {"table": 7}], NO_ROW),
        ([FIRST | {"version": 3}, OF_PERSON], NO_ROW),  # there were none before version 4
        ([FIRST | {"version": 4}, OF_LEDGER | {"version": 4}, OF_PERSON], INCOMPLETE),
    ],
)
def test_what_is_no_whole_export_is_told_before_anything_else(
    lines: list[dict[str, object]], said: str
) -> None:
    with pytest.raises(InputMissing) as raised:
        _read(*lines)
    assert raised.value.message == said


TEXT = {name for columns in COLUMNS.values() for name in columns}
TEXT -= {"version", "events", "size", "random_check", "sheet", "line", "number", "event"}
TEXT -= {"first_check", "cancelled", "serial", "docket", "place"}


@pytest.mark.parametrize("table", [name for name in TABLES if name != "ledger"])
def test_each_column_holds_either_whole_numbers_or_text(table: str) -> None:
    row = {column: "x" if column in TEXT else 7 for column in COLUMNS[table]}
    whole = {"table": table} | row
    assert _read(FIRST, OF_LEDGER, whole, {"rows": 2})[1] == (table, row)
    for column, cell in row.items():
        wrong: list[object] = [7] if cell == "x" else ["7", 2**63, -(2**63), True, 7.0]
        for other in wrong:
            with pytest.raises(InputMissing, match="no ledger"):
                _read(FIRST, OF_LEDGER, whole | {column: other})


def test_an_import_never_goes_into_a_ledger_in_use(
    used: Ledger, place: str, tmp_path: Path
) -> None:
    ledger_copies.export_json(place, tmp_path / "export.jsonl", force=False)
    with pytest.raises(OutputRefused, match="in use already"):
        ledger_copies.import_json(tmp_path / "export.jsonl", place)


def test_an_export_is_one_json_object_a_line(used: Ledger, place: str, tmp_path: Path) -> None:
    rows = ledger_copies.export_json(place, tmp_path / "export.jsonl", force=False)
    lines = (tmp_path / "export.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines]
    assert any("Łukasz “1” O'Neill" in line for line in lines)
    assert documents[0] == {"format": "prisonmail ledger", "version": len(STEPS)}
    assert documents[-1] == {"rows": rows}
    assert rows == len(documents) - 2 > len(TABLES)
    assert {document["table"] for document in documents[1:-1]} == set(TABLES)


def test_rows_are_copied_in_parts_so_that_memory_stays_flat(
    used: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "PAGE", 2)
    added: list[tuple[str, int]] = []
    with open_ledger(tmp_path / "copy.sqlite3", make=True) as copy:
        insert = copy._database.insert

        def watch(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
            listed = list(rows)
            added.append((table, len(listed)))
            insert(table, columns, listed)

        monkeypatch.setattr(copy._database, "insert", watch)
        count = used.copy_to(copy)
        assert list(copies.read_all(copy._database)) == list(copies.read_all(used._database))
    assert sum(number for _, number in added) == count
    assert max(number for _, number in added) == 2
    assert [each for each in added if each[0] == "letters"] == [("letters", 2), ("letters", 2)]
