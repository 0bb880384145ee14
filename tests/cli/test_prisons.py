"""`prisonmail prisons`: a search and one prison."""

from collections.abc import Callable

import pytest

from tests.conftest import Run

Prisonmail = Callable[..., Run]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("leeds", "LEI", "1 prison. Entry of"),
        ("ls12", "LEI", "1 prison. Entry of"),
        ("strangeways", "MRI", "In a list “strangeways” is taken as HMP & YOI Manchester."),
        ("Parkhurst", "IWI", "is taken as HMP & YOI Isle of Wight."),
        ("Carchar Abertawe", "SWI", "1 prison."),
        ("walton", "LPI", "check that it is meant."),
        ("millsike", "MKI", "1 prison. Entry of 28 March 2025"),
        ("peterborough", "PFI", "Peterborough Female is at the same gate."),
        ("usk/prescoed", "UPI", "could mean any of HMP Usk (UKI) or HMP & YOI Prescoed (UPI)"),
        ("lancaster", "LFI", "HMP Lancaster (Castle) closed in March 2011."),
        ("dartmoor", "DAI", "HMP Dartmoor closed temporarily in July 2024."),
    ],
)
def test_a_search_finds_prisons_by_any_name(
    prisonmail: Prisonmail, words: str, code: str, said: str
) -> None:
    run = prisonmail("prisons", *words.split())
    assert run.exit_code == 0
    assert code in [line.split()[0] for line in run.out.splitlines()]
    assert said in run.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("holloway", "HMP Holloway closed in May 2016. Find where the person is now"),
        (
            "holoway",
            "There is no prison called “holoway”. Did you mean HMP Holloway, which closed in May "
            "2016? Find where the person is now: https://www.gov.uk/find-prisoner",
        ),
        ("glen parva", "HMYOI Glen Parva is not open, according to"),
        ("barlinnie", "HMP Barlinnie is in Scotland"),
        ("old bailey", "“old bailey” is a court, not a prison."),
        ("bail", "“bail” says that the person is not in prison."),
        ("c/o wife", "“c/o wife” is a private address, not a prison."),
        ("HMP Leeds?", "“HMP Leeds?” does not say for certain which prison is meant"),
        ("wormwood scrubbs", "Did you mean HMP & YOI Wormwood Scrubs (WSI)?"),
        ("xyzzy", "There is no prison called “xyzzy”."),
    ],
)
def test_a_search_that_finds_no_open_prison_says_why(
    prisonmail: Prisonmail, words: str, said: str
) -> None:
    run = prisonmail("prisons", words)
    assert (run.exit_code, run.out) == (1, "")
    assert said in run.err


def test_all_are_listed_plainly_and_counted(prisonmail: Prisonmail) -> None:
    run = prisonmail("prisons")
    lines = run.out.splitlines()
    assert len(lines) == 1 + 127
    assert lines[0].split() == ["Code", "Prison", "Town", "Postcode", "As", "of", "Age"]
    assert all(line == line.rstrip() and line.isprintable() for line in lines)
    assert sum("(not open)" in line for line in lines) == 1
    assert "127 prisons, 1 of them not open. Oldest entry of 19 May 2022" in run.err


def test_a_search_answers_in_json(prisonmail: Prisonmail) -> None:
    document = prisonmail("prisons", "dartmoor", "--json").json
    (prison,) = document["prisons"]
    assert (prison["code"], prison["open"], prison["imported"]) == ("DAI", False, False)
    assert prison["age_days"] >= 0
    assert document["match"]["kind"] == "closed"
    assert "temporarily" in document["match"]["message"]
    suggested = prisonmail("prisons", "--json", "wormwood scrubbs").json
    assert suggested["match"]["suggestions"] == ["WSI"]
    assert prisonmail("prisons", "--json").json["match"] is None


def test_one_prison_is_shown_by_code_or_name_with_its_age(prisonmail: Prisonmail) -> None:
    by_code, by_name = prisonmail("prisons", "show", "lei"), prisonmail("prisons", "show", "Armley")
    assert by_code.out.splitlines() == ["HMP Leeds", "2 Gloucester Terrace", "LEEDS", "LS12 2TJ"]
    assert by_code.out == by_name.out
    assert "Code LEI, as known on 19 May 2022 (" in by_code.err
    assert "check that it is meant" in by_name.err
    shown = prisonmail("prisons", "show", "DAI", "--json").json
    assert (shown["open"], shown["law"]) == (False, "prison")


def test_showing_what_is_not_there_says_why(prisonmail: Prisonmail) -> None:
    run = prisonmail("prisons", "show", "holloway")
    assert run.exit_code == 66
    assert "closed in May 2016" in run.err
