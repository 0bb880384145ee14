from datetime import date
from typing import Any, get_args

import pytest

from prisonmail.prisons.law import Law
from prisonmail.prisons.matching import outcomes
from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.prisons.prison import Prison
from prisonmail.prisons.search import PrisonSearch
from prisonmail.reports.prisons import prison_words, search_document, search_words
from prisonmail.system.record import replace

TODAY = date(2026, 12, 1)
LEEDS = replace(
    next(each for each in read_packaged_directory() if each.code == "LEI"), as_of=date(2026, 11, 21)
)
HULL = replace(LEEDS, code="HLI", register_name="Hull (HMP)")
SAID: list[tuple[outcomes.Match, str, dict[str, Any]]] = [
    (outcomes.Found(LEEDS), "", {"kind": "found", "prisons": ["LEI"]}),
    (
        outcomes.Closed("HMP Holloway", "in May 2016", "Ask."),
        "HMP Holloway closed in May 2016. Ask.",
        {"kind": "closed"},
    ),
    (
        outcomes.Closed("HMP Hull", "", "Ask.", (LEEDS,)),
        "HMP Hull is not open, according to the register. Did you mean HMP Leeds (LEI)? Ask.",
        {"kind": "closed", "suggestions": ["LEI"]},
    ),
    (
        outcomes.OutOfArea("HMP Perth", "Scotland"),
        "HMP Perth is in Scotland: letters go to England and Wales only.",
        {"kind": "out-of-area"},
    ),
    (
        outcomes.Ambiguous((LEEDS, HULL)),
        "In a list “xy” could mean any of HMP Leeds (LEI) or HMP Hull (HLI): write which.",
        {"kind": "ambiguous", "prisons": ["LEI", "HLI"]},
    ),
    (outcomes.NotAPrison("court"), "“xy” is a court, not a prison.", {"kind": "not-a-prison"}),
    (
        outcomes.NotInCustody("bail"),
        "“bail” says that the person is not in prison.",
        {"kind": "not-in-custody"},
    ),
    (
        outcomes.Uncertain("?"),
        "“xy” does not say for certain which prison is meant: leave out “?”.",
        {"kind": "uncertain"},
    ),
    (outcomes.Unknown(()), "There is no prison called “xy”.", {"kind": "unknown"}),
    (
        outcomes.Unknown((HULL,)),
        "There is no prison called “xy”. Did you mean HMP Hull (HLI)?",
        {"kind": "unknown", "suggestions": ["HLI"]},
    ),
    (outcomes.Unknown((), "Import it."), "Import it.", {"kind": "unknown"}),
]


@pytest.mark.parametrize(("said", "words", "document"), SAID)
def test_what_a_name_stands_for_is_said(
    said: outcomes.Match, words: str, document: dict[str, Any]
) -> None:
    search = PrisonSearch("xy", (), said, frozenset())
    expected = {"prisons": [], "suggestions": [], "message": words or None} | document
    assert search_document(search, TODAY)["match"] == expected


def test_every_answer_of_the_matcher_is_in_the_table() -> None:
    assert {type(said) for said, *_ in SAID} == set(get_args(outcomes.Match))


@pytest.mark.parametrize(
    ("search", "said"),
    [
        (
            PrisonSearch("leeds", (LEEDS,), outcomes.Found(LEEDS), frozenset()),
            ["1 prison. Entry of 21 November 2026 (10 days old)."],
        ),
        (
            PrisonSearch("armley", (LEEDS,), outcomes.Found(LEEDS), frozenset()),
            [
                "1 prison. Entry of 21 November 2026 (10 days old).",
                "In a list “armley” is taken as HMP Leeds.",
            ],
        ),
        (
            PrisonSearch("armley", (LEEDS,), outcomes.Found(LEEDS, "doubtful"), frozenset({"LEI"})),
            [
                "1 prison, not open. Entry of 21 November 2026 (10 days old).",
                "In a list “armley” is doubtful.",
            ],
        ),
        (
            PrisonSearch(
                "x", (LEEDS, replace(HULL, imported=True)), outcomes.Unknown(()), frozenset()
            ),
            [
                "2 prisons. Oldest entry of 21 November 2026 (10 days old), 1 from your own import "
                "(*)."
            ],
        ),
        (PrisonSearch("", (), None, frozenset()), []),
    ],
)
def test_a_search_says_how_many_there_are_and_what_the_words_mean(
    search: PrisonSearch, said: list[str]
) -> None:
    assert list(search_words(search, TODAY)) == said


@pytest.mark.parametrize(
    ("prison", "said", "words"),
    [
        (
            LEEDS,
            outcomes.Found(LEEDS),
            ["Code LEI, as known on 21 November 2026 (10 days old)."],
        ),
        (
            replace(LEEDS, imported=True),
            outcomes.Found(LEEDS, "doubtful"),
            [
                "Code LEI, as in your own import of 21 November 2026 (10 days old).",
                "In a list it is doubtful.",
            ],
        ),
        (
            LEEDS,
            outcomes.Closed("HMP Leeds", "in May 2026", "Ask."),
            [
                "Code LEI, as known on 21 November 2026 (10 days old).",
                "HMP Leeds closed in May 2026. Ask.",
            ],
        ),
        (
            replace(LEEDS, known_law=Law.STC),
            outcomes.Found(LEEDS),
            [
                "Code LEI, as known on 21 November 2026 (10 days old).",
                "It is under the Secure Training Centre Rules 1998: legal mail is marked "
                "STC Rule 14.",
            ],
        ),
    ],
)
def test_one_prison_is_told_of_with_its_age(
    prison: Prison, said: outcomes.Match, words: list[str]
) -> None:
    assert list(prison_words(prison, said, TODAY)) == words


def test_a_prison_as_json() -> None:
    search = PrisonSearch("leeds", (LEEDS,), None, frozenset({"LEI"}))
    assert search_document(search, TODAY) == {
        "version": 1,
        "prisons": [
            {
                "code": "LEI",
                "name": "HMP Leeds",
                "address": ["2 Gloucester Terrace", "LEEDS", "LS12 2TJ"],
                "postcode": "LS12 2TJ",
                "welsh_name": None,
                "law": "prison",
                "open": False,
                "as_of": "2026-11-21",
                "age_days": 10,
                "imported": False,
            }
        ],
        "match": None,
    }
