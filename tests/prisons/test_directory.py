import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.names import normalise


def test_the_register_has_125_open_prisons_and_one_that_is_not(directory: Directory) -> None:
    assert sum(prison.active for prison in directory) == 125
    assert [prison.code for prison in directory if not prison.active] == ["FEI"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("LEI", "LEI"),
        ("lei", "LEI"),
        ("HMP Leeds", "LEI"),
        ("leeds", "LEI"),
        ("H.M.P. Leeds", "LEI"),
        ("H M P Leeds", "LEI"),
        ("HM Prison Leeds", "LEI"),
        ("His Majesty's Prison Leeds", "LEI"),
        ("Leeds (HMP)", "LEI"),
        ("HMP/YOI Styal", "STI"),
        ("HMP & YOI Styal", "STI"),
        ("HMP and YOI Styal", "STI"),
        ("Styal Prison", "STI"),
        ("HMYOI Wetherby", "WYI"),
        ("Wetherby Young Offender Institution", "WYI"),
        ("HMYOI Feltham", "FYI"),
        ("HMP & YOI Parc", "PRI"),
        ("The Mount", "MTI"),
        ("HMP “The Mount”", "MTI"),
        ("Isle of Wight", "IWI"),
        ("Carchar Abertawe", "SWI"),
        ("Stoke Heath", "SHI"),
        ("HMP\u00a0Full\u200b Sutton", "FNI"),
    ],
)
def test_a_prison_is_found_as_people_write_it(
    directory: Directory, written: str, code: str
) -> None:
    assert [prison.code for prison in directory.named(written)] == [code]


@pytest.mark.parametrize(
    "written", ["HMP Wormwood Scrubbs", "Dorchester", "Leeds Crown Court", "Hill", "HMP", "", "L"]
)
def test_a_near_miss_is_never_taken(directory: Directory, written: str) -> None:
    assert directory.named(written) == ()


def test_a_near_miss_is_suggested(directory: Directory) -> None:
    assert [prison.code for prison in directory.like("HMP Wormwood Scrubbs")] == ["WSI"]
    assert directory.like("") == ()


def test_every_open_prison_is_found_by_its_own_names_and_no_other(directory: Directory) -> None:
    for prison in directory:
        for written in (prison.name, prison.register_name, prison.code):
            assert [found.code for found in directory.named(written)] == [prison.code], written


def test_normalising_twice_changes_nothing(directory: Directory) -> None:
    for prison in directory:
        once = normalise(prison.register_name)
        assert normalise(once) == once
        assert once


def test_addresses_print_in_royal_mail_order(directory: Directory) -> None:
    for prison in directory:
        if prison.active:
            assert 2 <= len(prison.address) <= 4
            assert prison.address[-1] == prison.postcode
            assert prison.address[-2].isupper()
            assert not any(line.endswith((",", " ")) for line in prison.address)


def test_only_young_offender_institutions_come_under_the_yoi_rules(directory: Directory) -> None:
    young = {prison.code for prison in directory if prison.young_offenders_only}
    assert young == {"AYI", "CKI", "FYI", "PYI", "WNI", "WYI"}


def test_words_find_prisons_by_place_and_postcode(directory: Directory) -> None:
    assert [prison.code for prison in directory.containing("ls12")] == ["LEI"]
    assert {"BLI", "ASI"} <= {prison.code for prison in directory.containing("bristol")}
    assert len(directory.containing("")) == 126
