"""Words are looked up in the directory, and as a name that a list might hold."""

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.outcomes import Ambiguous, Closed, Found, Match, Unknown
from prisonmail.prisons.search import find_meant_prisons, search_prisons


@pytest.mark.parametrize(
    ("words", "first", "kind"),
    [
        ("leeds", "LEI", Found),
        ("strangeways", "MRI", Found),
        ("usk/prescoed", "UKI", Ambiguous),
        ("lancaster", "LFI", Closed),
        ("LS12", "LEI", Unknown),
    ],
)
def test_a_search_gives_what_is_meant_first_and_then_what_has_the_words(
    directory: Directory, words: str, first: str, kind: type[Match]
) -> None:
    search = search_prisons(words, directory)
    assert isinstance(search.match, kind)
    meant = [prison.code for prison in find_meant_prisons(search.match)]
    found = [prison.code for prison in search.prisons]
    assert found[: len(meant)] == meant
    assert len(found) == len(set(found))
    assert first in found


def test_without_words_all_prisons_are_found_and_nothing_is_meant(directory: Directory) -> None:
    search = search_prisons("", directory)
    assert search.match is None
    assert {"LEI", "DAI"} <= {prison.code for prison in search.prisons}
    assert "DAI" in search.closed
    assert "LEI" not in search.closed
