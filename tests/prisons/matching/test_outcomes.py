"""Every outcome has words for a list and words for a search."""

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.outcomes import (
    Ambiguous,
    Closed,
    Found,
    Match,
    NotAPrison,
    NotInCustody,
    OutOfArea,
    Uncertain,
    Unknown,
    describe,
    describe_closing,
)


def outcomes(directory: Directory) -> dict[str, Match]:
    leeds, hull = (directory.find_by_code(code) for code in ("LEI", "HLI"))
    assert leeds
    assert hull
    return {
        "found": Found(leeds, "taken as HMP Leeds; check that it is meant"),
        "closed": Closed("HMP Holloway", "in May 2016", "Ask.", (leeds,)),
        "not open": Closed("HMP Holloway", "", "Ask."),
        "out of area": OutOfArea("HMP Perth", "Scotland"),
        "ambiguous": Ambiguous((leeds, hull)),
        "court": NotAPrison("court"),
        "private": NotAPrison("private address"),
        "bail": NotInCustody("Bail"),
        "uncertain": Uncertain("possibly"),
        "near": Unknown((leeds,)),
        "known to be missing": Unknown((), "Import a newer register."),
        "like closed": Unknown((), closed=Closed("HMP Holloway", "in May 2016", "Ask.")),
        "like not open": Unknown((leeds,), closed=Closed("HMP Holloway", "", "Ask.")),
        "unknown": Unknown(()),
    }


@pytest.mark.parametrize(
    ("name", "message", "advice"),
    [
        ("found", "`X` is taken as HMP Leeds; check that it is meant",
         "If that is wrong, write the prison’s code."),
        ("closed", "HMP Holloway closed in May 2016", "Did you mean HMP Leeds (LEI)? Ask."),
        ("not open", "HMP Holloway is not open", "Ask."),
        ("out of area", "HMP Perth is in Scotland, and prisonmail covers England and Wales",
         "Other rules apply there. Remove the row and write to the prison separately."),
        ("ambiguous", "`X` could be more than one prison",
         "Write LEI (HMP Leeds) or HLI (HMP & YOI Hull)."),
        ("court", "`X` is not a prison but a court",
         "Find where the person is now: https://www.gov.uk/find-prisoner"),
        ("private", "`X` is not a prison but a private address",
         "prisonmail covers letters to prisons only. If the person is in prison, write which "
         "one; if not, remove the row."),
        ("bail", "the list says `Bail`: the person is not in custody",
         "Remove the row, or leave all such rows out with --skip-not-in-custody."),
        ("uncertain", "`X` does not say for certain where the person is",
         "Find out which prison it is, and write only that."),
        ("near", "there is no prison called `X`", "Did you mean HMP Leeds (LEI)?"),
        ("known to be missing", "there is no prison called `X`", "Import a newer register."),
        ("like closed", "there is no prison called `X`",
         "Did you mean HMP Holloway, which closed in May 2016? Ask."),
        ("like not open", "there is no prison called `X`",
         "Did you mean HMP Holloway, which is not open, or HMP Leeds (LEI)? Ask."),
        ("unknown", "there is no prison called `X`", "Look it up with: prisonmail prisons"),
    ],
)  # fmt: skip
def test_an_outcome_says_what_is_wrong_with_a_cell_and_what_to_do(
    directory: Directory, name: str, message: str, advice: str
) -> None:
    said = describe("X", outcomes(directory)[name])
    assert (said.message, said.advice) == (message, advice)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("found", "taken as HMP Leeds; check that it is meant"),
        ("closed", "HMP Holloway closed in May 2016. Did you mean HMP Leeds (LEI)? Ask."),
        ("not open", "HMP Holloway is not open, according to the register. Ask."),
        ("ambiguous", "In a list “X” could mean any of HMP Leeds (LEI) or HMP & YOI Hull (HLI): "
         "write which."),
        ("near", "There is no prison called “X”. Did you mean HMP Leeds (LEI)?"),
        ("known to be missing", "Import a newer register."),
        ("unknown", "There is no prison called “X”."),
    ],
)  # fmt: skip
def test_an_answer_to_a_search_says_what_else_may_be_meant(
    directory: Directory, name: str, answer: str
) -> None:
    assert describe("X", outcomes(directory)[name]).answer == answer


def test_an_answer_to_a_search_never_speaks_of_a_row(directory: Directory) -> None:
    for outcome in outcomes(directory).values():
        answer = describe("X", outcome).answer
        assert answer
        assert "row" not in answer.split()
        assert "`" not in answer


def test_the_day_of_a_closing_is_named_if_it_is_known() -> None:
    assert describe_closing(Closed("HMP A", "in 2013", "")) == "HMP A closed in 2013."
    said = describe_closing(Closed("HMP A", "", ""))
    assert said == "HMP A is not open, according to the register."
