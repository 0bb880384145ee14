"""Markup of web pages: a break in a prison breaks a line, and no tag is ever printed."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.fields.markup import find_markup, strip_markup

Check = Callable[..., CheckedList]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("HMP Leeds<br>2 Gloucester Terrace", "HMP Leeds\n2 Gloucester Terrace"),
        ("HMP Leeds<BR />Leeds", "HMP Leeds\nLeeds"),
        ("<p class='x'>HMP Leeds</p>", "HMP Leeds"),
        ("<span>HMP</span> <b>Leeds</b>", "HMP Leeds"),
        ("HMP Leeds&lt;br/&gt;Leeds", "HMP Leeds\nLeeds"),
        ("A & B < C", "A & B < C"),
        ("<del>HMP Leeds</del>", "<del>HMP Leeds</del>"),
        ("<!-- HMP Leeds -->", "<!-- HMP Leeds -->"),
    ],
)
def test_harmless_markup_is_taken_away(cell: str, text: str) -> None:
    assert strip_markup(cell) == text


@pytest.mark.parametrize(
    "prison",
    ["HMP Leeds<br/>2 Gloucester Terrace", "<p>HMP Leeds</p>", "HMP&nbsp;Leeds&nbsp;",
     "<div>HMP Leeds</div><div>LS12 2TJ</div>", "HMP Leeds<br>", "HMP Leeds&lt;br&gt;Leeds"],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["Prison", "Address"])
def test_a_prison_with_breaks_is_read_in_lines(checked: Check, prison: str, heading: str) -> None:
    found = checked(f'Name,Prison No,{heading}\nAnn Hart,A1001XY,"{prison}"\n')
    assert [good.recipient.prison.code for good in found.good_rows] == ["LEI"]


@pytest.mark.parametrize(
    ("prison", "code"),
    [
        ("<del>HMP Leeds</del>", "PM302"),
        ("<s>HMP Leeds</s><br>HMP Hull", "PM302"),
        ("HMP Leeds<br>HMP Hull", "PM303"),
        ("<p>Released</p>", "PM306"),
    ],
)
def test_what_markup_means_is_not_lost(checked: Check, prison: str, code: str) -> None:
    (problem,) = checked(f"Name,Prison No,Prison\nAnn Hart,A1001XY,{prison}\n").problems
    assert problem.code == code


@pytest.mark.parametrize("status", ["<p>Released</p>", "Released<br>", "Deceased&nbsp;"])
@pytest.mark.parametrize("heading", ["Status", "In custody"])
def test_a_word_for_having_gone_is_seen_through_markup(
    checked: Check, status: str, heading: str
) -> None:
    found = checked(f"Name,Prison No,Prison,{heading}\nAnn Hart,A1001XY,LEI,{status}\n")
    assert [problem.code for problem in found.problems] == ["PM307"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ardal<br>Finchcombe", "Ardal Finchcombe"),
        ("<p>Ardal Finchcombe</p>", "Ardal Finchcombe"),
        ("Finchcombe,<br/>Ardal", "Finchcombe, Ardal"),
        ("<b>Ardal</b> Finchcombe", "Ardal Finchcombe"),
        ("Ardal&lt;br&gt;Finchcombe", "Ardal Finchcombe"),
        ("Ardal&nbsp;Finchcombe", "Ardal\u00a0Finchcombe"),
        ("Ann Hart<br>Ben Hart", None),
    ],
)
def test_tags_in_a_name_are_a_problem_with_a_suggestion(
    checked: Check, written: str, meant: str | None
) -> None:
    (problem,) = checked(f'Name,Prison No,Prison\n"{written}",A1001XY,LEI\n').problems
    assert (problem.code, problem.suggestion) == ("PM208", meant)


@pytest.mark.parametrize(
    ("text", "found"),
    [("C/1<br>", True), ("A&amp;B", True), ("A&B", False), ("A < B > C", False), ("<C/1>", False)],
)
def test_a_reference_is_printed_without_markup_or_not_at_all(text: str, *, found: bool) -> None:
    assert (find_markup(text) is not None) is found
