"""Prisons by code, by words and by postcode."""

import pytest

from prisonmail.prisons.directory import Directory, find_by_postcode, find_others_by_postcode


def test_the_directory_has_127_open_prisons(directory: Directory) -> None:
    assert sum(prison.active for prison in directory) == 127
    assert [prison.code for prison in directory if not prison.active] == []


def test_every_entry_has_the_day_of_its_own_data(directory: Directory) -> None:
    days = {prison.code: prison.as_of.isoformat() for prison in directory}
    assert (min(days.values()), days["LEI"], days["BWI"]) == (
        "2022-05-19",
        "2022-05-19",
        "2026-09-16",
    )


def test_addresses_print_in_royal_mail_order(directory: Directory) -> None:
    for prison in directory:
        if prison.active:
            assert 2 <= len(prison.address) <= 4
            assert prison.address[-1] == prison.postcode
            assert prison.address[-2].isupper()
            assert not any(line.endswith((",", " ")) for line in prison.address)


def test_only_young_offender_institutions_come_under_the_yoi_rules(directory: Directory) -> None:
    young = {prison.code for prison in directory if prison.young_offenders_only}
    assert young == {"FYI", "PYI", "WNI", "WYI"}


def test_words_find_prisons_by_place_and_postcode(directory: Directory) -> None:
    assert [prison.code for prison in directory.search("ls12")] == ["LEI"]
    assert {"BLI", "ASI"} <= {prison.code for prison in directory.search("bristol")}
    assert len(directory.search("")) == 127


@pytest.mark.parametrize(
    ("postcode", "codes"),
    [
        ("ls122tj", ["LEI"]),
        ("PE3 7PD", ["PBI", "PFI"]),
        ("CF35 6AP", ["PRI", "PYI"]),
        ("HP18 0TL", ["GNI", "SPI"]),
        ("TW13 4ND", ["FMI"]),
        ("TW13 4NP", ["FYI"]),
        ("PO30 5RS", ["IWI"]),
        ("PO30 5NX", ["IWI"]),
        ("LL13 9QA", ["BWI"]),
        ("CM2 6JT", ["CDI"]),
        ("DN7 6FA", ["HDI"]),
        ("SW18 3HU", ["WWI"]),
        ("IP12 3BF", ["WII"]),
        ("PO30 5PB", ["IWI"]),
        ("LS1 2NE", []),
        ("", []),
        ("not a postcode", []),
    ],
)
def test_prisons_are_found_at_a_postcode(
    directory: Directory, postcode: str, codes: list[str]
) -> None:
    assert [prison.code for prison in find_by_postcode(postcode, directory)] == codes


@pytest.mark.parametrize(
    ("code", "postcode", "others"),
    [
        ("FKI", "DH1 5YA", ["LNI"]),
        ("LNI", "DH1 5YD", ["FKI"]),
        ("EYI", "ME12 4AX", ["SLI"]),
        ("EHI", "ME12 4DZ", ["EYI"]),
        ("DWI", "SM2 5PJ", ["HOI"]),
        ("LEI", "LS12 2TJ", []),
        ("LEI", "LS1 2NE", []),
        ("LEI", "", []),
        ("PBI", "PE3 7PD", []),
        ("FMI", "TW13 4NP", []),
        ("FYI", "TW13 4ND", []),
        ("SPI", "HP18 0TL", []),
        ("IWI", "PO30 5PB", []),
    ],
)
def test_a_postcode_contradicts_only_where_it_is_another_prisons(
    directory: Directory, code: str, postcode: str, others: list[str]
) -> None:
    prison = directory.find_by_code(code)
    assert prison is not None
    assert [other.code for other in find_others_by_postcode(prison, postcode, directory)] == others


def test_every_entry_of_the_gazetteer_names_prisons_that_exist(directory: Directory) -> None:
    known = directory.gazetteer
    codes = {code for alias in known.aliases for code in alias.codes}
    codes |= {code for entry in known.closed for code in entry.suggest}
    codes |= {entry.code for entry in known.remarks} | {entry.code for entry in known.closed}
    codes |= {entry.code for entry in known.old_postcodes}
    assert all(directory.find_by_code(code) for code in filter(None, codes))
    assert all(entry.source for entry in (*known.aliases, *known.closed, *known.elsewhere))
