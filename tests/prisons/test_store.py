import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.errors import InputMissing, OutputRefused, UnusableList
from prisonmail.prisons.directory import Directory
from prisonmail.prisons.law import Law
from prisonmail.prisons.matching.matcher import match
from prisonmail.prisons.matching.outcomes import Closed, Found, NotAPrison
from prisonmail.prisons.prison import Prison
from prisonmail.prisons.store import find_overlay_path, forget, load_directory, read_update, take
from prisonmail.system import clock
from prisonmail.system.record import replace
from tests.systems import is_private

TODAY = clock.uk_date(clock.now())
EXMERE = Prison(
    code="XMI",
    register_name="Exmere (HMP)",
    street='Moor "Lane", \N{LATIN SMALL LETTER W WITH CIRCUMFLEX}',
    locality="",
    town="York",
    postcode="YO41 1PS",
    country="England",
    welsh_name="",
    active=True,
    as_of=TODAY,
    imported=True,
)


def leeds(directory: Directory) -> Prison:
    found = directory.find_by_code("LEI")
    assert found is not None
    return found


def test_without_an_import_the_packaged_register_holds(home: Path, directory: Directory) -> None:
    assert load_directory().prisons == directory.prisons
    assert not any(prison.imported for prison in load_directory())


def test_what_is_taken_comes_back_as_it_was(home: Path, directory: Directory) -> None:
    closed = replace(leeds(directory), active=False, as_of=TODAY, imported=True)
    take([EXMERE])
    take([closed])
    loaded = load_directory()
    assert loaded.find_by_code("XMI") == EXMERE
    assert loaded.find_by_code("LEI") == replace(closed, known_law=None)
    assert len(loaded.prisons) == len(directory.prisons) + 1
    assert [prison.code for prison in loaded] == sorted(prison.code for prison in loaded)


def test_only_the_owner_may_read_it(home: Path) -> None:
    take([EXMERE])
    assert is_private(find_overlay_path())


def test_matching_follows_the_import(home: Path, directory: Directory) -> None:
    assert not isinstance(match("HMP Exmere", directory), Found)
    take([EXMERE, replace(leeds(directory), active=False, as_of=TODAY)])
    loaded = load_directory()
    assert isinstance(match("HMP Exmere", loaded), Found)
    said = match("HMP Leeds", loaded)
    assert isinstance(said, Closed)
    assert (said.name, said.closed) == ("HMP Leeds", "")


def test_the_law_of_an_import_is_by_its_name_unless_it_is_known_better(
    home: Path, directory: Directory
) -> None:
    """The register may still call Aylesbury a young offender institution."""
    old = {"AYI": "Aylesbury (HMYOI)", "WYI": "Wetherby (HMYOI)", "LEI": "Leeds (HMP & YOI)"}
    take(replace(p, register_name=old[p.code], as_of=TODAY) for p in directory if p.code in old)
    laws = {prison.code: prison.law for prison in load_directory() if prison.code in old}
    assert laws == {"AYI": Law.PRISON, "WYI": Law.YOI, "LEI": Law.PRISON_AND_YOI}


def test_a_removal_centre_of_an_import_gets_no_letters(home: Path) -> None:
    take([replace(EXMERE, register_name="Exmere (IRC)")])
    loaded = load_directory()
    for written in ("XMI", "Exmere IRC", "HMP Exmere"):
        assert match(written, loaded) == NotAPrison("removal centre")


def test_another_name_of_a_prison_that_has_closed_is_told(home: Path, directory: Directory) -> None:
    codes = ("LPI", "DAI")
    take(replace(p, active=False, as_of=TODAY) for p in directory if p.code in codes)
    loaded = load_directory()
    walton, dartmoor = match("Walton", loaded), match("Dartmoor", loaded)
    assert isinstance(walton, Closed)
    assert walton.name == "HMP Liverpool"
    assert isinstance(dartmoor, Closed)
    assert "still lists it" not in dartmoor.help


def test_a_packaged_entry_of_a_later_day_holds_again(home: Path, directory: Directory) -> None:
    stale = replace(leeds(directory), street="Old Road", as_of=date(2020, 1, 1))
    take([stale])
    assert load_directory().find_by_code("LEI") == leeds(directory)


def test_forgetting_brings_the_packaged_register_back(home: Path, directory: Directory) -> None:
    take([EXMERE])
    assert forget()
    assert not forget()
    assert load_directory().find_by_code("XMI") is None


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"code\nLEI\n", b"[1]"])
def test_a_damaged_file_is_told_with_the_way_out(home: Path, content: bytes) -> None:
    find_overlay_path().write_bytes(content)
    with pytest.raises(InputMissing) as told:
        load_directory()
    assert str(find_overlay_path()) in told.value.message
    assert "--forget" in told.value.remedy
    assert forget()


def test_a_place_that_cannot_be_written_is_told(home: Path) -> None:
    find_overlay_path().mkdir()
    with pytest.raises((OutputRefused, InputMissing)):
        take([EXMERE])


IMPORT_DAY = date(2026, 11, 21)
CSV = (
    "code,register_name,address_line1,address_line2,town,postcode,active\n"
    "LEI,Leeds (HMP),Café Road,,Leeds,LS12 2TJ,t\n"
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("register") / "newer"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_usual_encodings_are_read(file: Path, directory: Directory, encoding: str) -> None:
    file.write_text(CSV, encoding=encoding)
    (prison,) = read_update(str(file), directory, IMPORT_DAY).prisons
    assert prison.street == "Café Road"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_encodings_are_told(file: Path, directory: Directory, encoding: str) -> None:
    file.write_text(CSV, encoding=encoding)
    with pytest.raises(UnusableList, match="it is not text"):
        read_update(str(file), directory, IMPORT_DAY)


def test_many_faults_are_counted_and_twenty_shown(file: Path, directory: Directory) -> None:
    file.write_text(json.dumps([{}] * 1234), encoding="utf-8")
    with pytest.raises(UnusableList) as told:
        read_update(str(file), directory, IMPORT_DAY)
    lines = told.value.message.splitlines()
    assert lines[0].endswith("cannot be taken: 1,234 faults.")
    assert len(lines) == 1 + 20 + 1
    assert lines[-1] == "  and 1,214 more"


def test_a_file_that_is_not_there_is_told(directory: Directory, tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match="There is no file"):
        read_update(str(tmp_path / "missing"), directory, IMPORT_DAY)
    with pytest.raises(InputMissing, match="cannot be read"):
        read_update(str(tmp_path), directory, IMPORT_DAY)


@given(st.binary(max_size=200) | st.binary(max_size=80).map(lambda tail: CSV.encode() + tail))
def test_any_bytes_are_an_update_or_faults(
    file: Path, directory: Directory, content: bytes
) -> None:
    file.write_bytes(content)
    try:
        update = read_update(str(file), directory, IMPORT_DAY)
    except UnusableList:
        return
    assert update.prisons or update.older
