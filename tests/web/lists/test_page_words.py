"""No message about a list tells somebody in a browser of a command or an option."""

import re
from collections.abc import Iterator

import pytest

from prisonmail.problems.explanations import Explanation, read_explanations
from prisonmail.recipients.file.code_page_words import CODE_PAGES
from prisonmail.web.pages.lists.page_words import ENCODINGS, name_controls
from tests.cli.test_options_named import SOURCE, texts_in

ROOMS = ("recipients", "prisons/matching", "use_cases/before_issue")


def messages() -> Iterator[str]:
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            yield from (text for text in texts_in(path) if " " in text and "--" in text)


@pytest.mark.parametrize("text", sorted(set(messages())))
def test_a_message_of_a_list_names_no_option_on_the_page(text: str) -> None:
    assert not re.search(r"(?<![-\w])--[a-z]", name_controls(text))


@pytest.mark.parametrize("code", read_explanations())
def test_an_explanation_names_no_option_on_the_page(code: str) -> None:
    page: Explanation = read_explanations()[code]
    for text in (page.title, page.meaning, page.example, page.remedy):
        assert not re.search(r"(?<![-\w])--[a-z]", name_controls(text)), text


def test_each_code_page_that_is_suggested_can_be_chosen() -> None:
    assert {each.name for each in CODE_PAGES} < {name for name, _ in ENCODINGS}


def test_what_is_quoted_of_the_list_stands_in_quotes_of_the_page() -> None:
    assert name_controls("there is no prison called `HMP X`") == "there is no prison called “HMP X”"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            'say so, like: --map forename="First" --map surname="Last"',
            "say so under “Columns”, such as “First” for the forename, and “Last” for the surname",
        ),
        (
            "Save it as CSV UTF-8, or say what it is with --encoding.",
            "Save it as CSV UTF-8, or choose its “Encoding”.",
        ),
        (
            "Try --encoding cp1250, or save it as CSV UTF-8.",
            "Try “Encoding” cp1250, or save it as CSV UTF-8.",
        ),
        (
            "If all of them are meant, say how many there may be: --max-rows N",
            "If all of them are meant, send the list in parts.",
        ),
        (
            "If this letter takes its place, add --cancel-earlier.",
            "If this letter takes its place, tick “Cancel earlier letters to the same people”.",
        ),
        (
            "say so: --date-order mdy; if the day, --date-order dmy",
            "say so: “Month first”; if the day, “Day first”",
        ),
        (
            'Say which is meant, like: --map prison_number="No"; or rename the other.',
            "Say which is meant under “Columns”, such as “No” for the prison number; or rename the "
            "other.",
        ),
        (
            "Give each column a heading of its own, or say which is which, like: "
            "--map forename=B --map surname=C",
            "Give each column a heading of its own.",
        ),
        (
            "Put headings (name, prison) above the people, or say which column is which, like: "
            '--map name="Person"',
            "Put headings (name, prison) above the people.",
        ),
    ],
)
def test_what_can_be_done_is_kept(said: str, shown: str) -> None:
    assert name_controls(said) == shown
