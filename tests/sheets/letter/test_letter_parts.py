import pytest

from prisonmail.sheets.letter.letter_parts import complete
from prisonmail.sheets.letter.wording_blocks import BlockKind, read_blocks

NAME = "Ann Hart"
FROM_LIST = {"salutation": "Ms Hart", "subject": "R v Hart"}


def texts(wording: str, columns: dict[str, str] | None = None) -> list[str]:
    return [block.text for block in complete(read_blocks(wording), NAME, columns).blocks]


@pytest.mark.parametrize(
    "greeting",
    [
        *("Dear Ann", "DEAR MS HART,", "Annwyl Ms Hart", "F’annwyl Ann", "Hello Ann,", "Ann,"),
        "Dear Ms Hart and Mr Hart, of whom we do not know who will read this letter first",
    ],
)
def test_a_salutation_is_known_in_whatever_way_it_is_made(greeting: str) -> None:
    assert texts(f"{greeting}\n\nSign.\n\nYours sincerely") == [
        greeting,
        "Sign.",
        "Yours sincerely",
    ]


@pytest.mark.parametrize(
    ("wording", "first"),
    [
        ("Sign.", ["Dear Ann Hart", "Sign."]),
        ("# Your appeal\n\nSign.", ["Dear Ann Hart", "Your appeal", "Sign."]),
        ("Our file 12\nOffice 3\n\nDear Ann\n\nSign.", ["Our file 12\nOffice 3", "Dear Ann"]),
        ("Dear Ann\nSign.", ["Dear Ann", "Sign."]),
        ("The court, Leeds,\nsat.", ["Dear Ann Hart", "The court, Leeds,\nsat."]),
        ("", ["Dear Ann Hart"]),
    ],
)
def test_a_salutation_is_added_only_if_there_is_none(wording: str, first: list[str]) -> None:
    assert texts(wording)[: len(first)] == first


@pytest.mark.parametrize(
    ("wording", "columns", "expected"),
    [
        ("Sign.", FROM_LIST, ["Dear Ms Hart", "R v Hart"]),
        ("Sign.", {"salutation": "Annwyl Ann"}, ["Annwyl Ann", "Sign."]),
        ("Dear Ann\n\n# Appeal\n\nSign.", FROM_LIST, ["Dear Ann", "Appeal"]),
        ("Dear Ann\n\nRe: Appeal\n\nSign.", FROM_LIST, ["Dear Ann", "Re: Appeal"]),
        ("Dear Ann\n\nRed is the form.", {}, ["Dear Ann", "Red is the form."]),
    ],
)
def test_what_the_list_has_fills_gaps_and_replaces_nothing(
    wording: str, columns: dict[str, str], expected: list[str]
) -> None:
    parts = complete(read_blocks(wording), NAME, columns)
    assert [block.text for block in parts.blocks[:2]] == expected
    is_subject = parts.blocks[1].kind is BlockKind.HEADING
    assert is_subject is (expected[1] in ("R v Hart", "Appeal", "Re: Appeal"))


@pytest.mark.parametrize(
    ("ending", "after"),
    [
        ("Yours sincerely", []),
        ("Yours faithfully,", []),
        ("Yr eiddoch yn gywir", []),
        ("Kind regards", []),
        ("We look forward to it.\nYours truly,\nEric Brown\nSolicitor", ["Eric Brown\nSolicitor"]),
        (
            "Yours sincerely for and on behalf of Greenstone Chambers LLP\n\nEric Brown\n\nEnc.",
            ["Eric Brown", "Enc."],
        ),
    ],
)
def test_a_close_is_known_and_so_is_who_signs(ending: str, after: list[str]) -> None:
    parts = complete(read_blocks(f"Dear Ann\n\nSign.\n\n{ending}"), NAME)
    close = next(line for line in ending.split("\n") if not line.startswith("We look"))
    assert parts.blocks[parts.close].text == close
    assert [block.text for block in parts.blocks[parts.close + 1 :]] == after
    assert parts.names_nobody is (after == [])
    assert parts.tells_of_enclosures is ("Enc." in after)


@pytest.mark.parametrize(
    ("wording", "close"),
    [
        ("Dear Ann\n\nYours is the next case.", "Yours sincerely"),
        ("Dear Ann,\n\nSign.", "Yours sincerely,"),
        ("Dear Sir or Madam\n\nSign.", "Yours faithfully"),
        ("DEAR SIRS,\n\nSign.", "Yours faithfully,"),
        ("Dear Madame Hart\n\nSign.", "Yours sincerely"),
    ],
)
def test_a_close_that_fits_is_added(wording: str, close: str) -> None:
    assert texts(wording)[-1] == close
