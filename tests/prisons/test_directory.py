from prisonmail.prisons.directory import Directory
from prisonmail.prisons.names import normalise


def test_the_register_has_125_open_prisons_and_one_that_is_not(directory: Directory) -> None:
    assert sum(prison.active for prison in directory) == 125
    assert [prison.code for prison in directory if not prison.active] == ["FEI"]


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
