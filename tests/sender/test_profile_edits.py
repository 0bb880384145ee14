"""Entries of a profile are changed, and all else in its file stays as it was."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.sender.profile_edits import UneditableError, edit

TEXT = """\
# The firm's own
telephone = "0113 496 0000"   # the switchboard
address = [
    "14 Park Square",  # since 2020
    "Leeds",
]

[later]  # of a prisonmail to come
kept = 1

[signatories.jb]
name = "Jane Bell"
"""


def test_comments_order_and_unknown_tables_stay() -> None:
    changes = {"telephone": "0113 496 0001", "short_name": "GC", "signatories.am.name": "Ann May"}
    edited = edit(TEXT, changes)
    assert (
        edited
        == TEXT.replace("0000", "0001").replace("]\n\n[later]", ']\nshort_name = "GC"\n\n[later]')
        + '\n[signatories.am]\nname = "Ann May"\n'
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_set_and_taken_out_again_leaves_no_trace(newline: str) -> None:
    text = TEXT.replace("\n", newline)
    assert edit(edit(text, {"telephone": "1"}), {"telephone": "0113 496 0000"}) == text
    assert "Jane" not in edit(text, {"signatories.jb": None})
    with pytest.raises(KeyError):
        edit(text, {"short_name": None})
    with pytest.raises(TypeError):
        edit(text, {"telephone.home": "1"})


APART = """\
[signatories.jb]
name = "Jane Bell"  # since May

[defaults]
split = 2

[signatories.am]
name = "Ann May"
"""


@pytest.mark.parametrize(
    ("key", "value", "stays"),
    [
        ("signatories.jb.role", "clerk", True),
        ("signatories.cy.role", "clerk", True),
        ("signatories.jb", None, False),
    ],
)
def test_tables_that_stand_apart_are_changed_too(
    key: str, value: str | None, *, stays: bool
) -> None:
    edited = edit(APART, {key: value})
    assert tomllib.loads(edited)["signatories"]["am"] == {"name": "Ann May"}
    assert ("clerk" in edited, "# since May" in edited) == (stays, stays)


def test_what_would_be_harmed_is_left_alone() -> None:
    text = 'signatories.jb.name = "Jane Bell"\ndefaults = {split = 2}\n'
    with pytest.raises(UneditableError):
        edit(text, {"signatories.am.name": "Ann May"})


values = (
    st.text(st.characters(exclude_categories=("Cs", "Cc"))) | st.integers(0, 99) | st.booleans()
)


@given(
    st.dictionaries(
        st.sampled_from(["telephone", "short_name", "signatories.jb.role", "defaults.split"]),
        values,
    )
)
def test_what_is_set_is_read_back_and_nothing_else_changes(changes: dict[str, Any]) -> None:
    expected = tomllib.loads(TEXT)
    for key, value in changes.items():
        *tables, last = key.split(".")
        table = expected
        for each in tables:
            table = table.setdefault(each, {})
        table[last] = value
    edited = edit(TEXT, changes)
    assert tomllib.loads(edited) == expected
    assert {line for line in TEXT.splitlines() if "#" in line} - {TEXT.splitlines()[1]} <= {
        *edited.splitlines()
    }
