"""Notes outside the rows are shown if they speak against a letter; titles of reports are not."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.loose_notes import is_note

Check = Callable[..., CheckedList]
HEAD = "Client Name,Prison No,Prison,Ref\n"
ROWS = "Ann Hart,A1001XY,HMP Leeds,1\nBen Dale,A1002XY,HMP Hull,2\n"
AGAINST = (
    "Ben Dale released 12/11/2026|Notes: Ben Dale has died|Do not post these letters|"
    "* released since the last list|NB Ben has been moved to Bure|A1002XY has been transferred|"
    "Client A1002XY wrote to us|Released clients|Deceased|Former clients|Please don't write to Ben|"
    "Clients who must not be contacted|Data truncated: exported data exceeded 150000 rows|"
    "Showing 1 to 2 of 14 entries|Report limited to first 2 rows of 14|Ben is now at HMP Bure"
).split("|")
HARMLESS = (
    "Clients in custody|Excludes released clients|Clients not released|Letters due on 1 December|"
    "Applied filters: Status is Released|Confidential: do not send outside the firm|"
    "Showing 1 to 2 of 2 entries|Clients transferred from the Leeds office|"
    "Clients not yet written to|Strictly confidential - do not distribute|"
    "Greenstone Chambers|Open and closed matters"
).split("|")


@pytest.mark.parametrize("line", AGAINST)
def test_a_note_against_a_letter_is_known(line: str) -> None:
    assert is_note([line])


@pytest.mark.parametrize("line", HARMLESS)
def test_a_title_of_a_report_is_no_note(line: str) -> None:
    assert not is_note([line])


def test_labels_with_their_values_are_notes_only_if_they_say_so() -> None:
    assert is_note(["Notes:", "Ben Dale has died"])
    assert not is_note(["Include released:", "No"])
    assert not is_note(["Released", "0"])


def test_a_note_above_or_below_is_shown_and_the_rows_stay_good(checked: Check) -> None:
    note = "Ben Dale released 12/11/2026"
    for content, line in ((f"{note}\n\n{HEAD}{ROWS}", 1), (f"{HEAD}{ROWS}\n{note}\n", 5)):
        found = checked(content)
        assert len(found.good_rows) == 2
        ((code, at, message),) = [(p.code, p.line, p.message) for p in found.problems]
        assert (code, at) == ("PW631", line)
        assert f"`{note}`" in message
