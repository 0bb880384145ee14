import stat
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.matcher import match
from prisonmail.prisons.matching.outcomes import Closed, Found
from prisonmail.prisons.prison import Prison, describe_age
from prisonmail.prisons.store import find_overlay_path, forget, load_directory, take
from prisonmail.system import clock

TODAY = clock.uk_date(clock.now())
MILLSIKE = Prison(
    code="MKI",
    register_name="Millsike (HMP)",
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
    take([MILLSIKE])
    take([closed])
    loaded = load_directory()
    assert loaded.find_by_code("MKI") == MILLSIKE
    assert loaded.find_by_code("LEI") == closed
    assert len(loaded.prisons) == len(directory.prisons) + 1
    assert [prison.code for prison in loaded] == sorted(prison.code for prison in loaded)


def test_only_the_owner_may_read_it(home: Path) -> None:
    take([MILLSIKE])
    assert stat.S_IMODE(find_overlay_path().stat().st_mode) == 0o600


def test_matching_follows_the_import(home: Path, directory: Directory) -> None:
    assert not isinstance(match("HMP Millsike", directory), Found)
    take([MILLSIKE, replace(leeds(directory), active=False, as_of=TODAY)])
    loaded = load_directory()
    assert isinstance(match("HMP Millsike", loaded), Found)
    said = match("HMP Leeds", loaded)
    assert isinstance(said, Closed)
    assert (said.name, said.closed) == ("HMP Leeds", "")


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
    take([MILLSIKE])
    assert forget()
    assert not forget()
    assert load_directory().find_by_code("MKI") is None


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
        take([MILLSIKE])


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (TODAY, "today"),
        (TODAY + timedelta(days=3), "today"),
        (TODAY - timedelta(days=1), "1 day old"),
        (TODAY - timedelta(days=60), "60 days old"),
        (TODAY - timedelta(days=245), "8 months old"),
        (TODAY - timedelta(days=800), "2 years old"),
    ],
)
def test_ages_are_told_in_words(as_of: date, words: str) -> None:
    assert describe_age(as_of, TODAY) == words
