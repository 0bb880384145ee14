"""The summary at the end of a print run."""

from array import array
from itertools import pairwise

import pytest

from prisonmail.codes import Code
from prisonmail.sheets.batch.summary import Part, Share, draw_summary
from prisonmail.sheets.drawing import RIGHT, TextRun, combine
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.sender_fit import find_overlaps
from prisonmail.sheets.typeface import Face
from prisonmail.system.record import replace
from tests.conftest import SENDER, batch_of

CODE = Code("12345678901244")


def pages(
    letters: int, size: int, part: Part | None, prisons: int = 3
) -> list[tuple[TextRun, ...]]:
    shares = {f"HMP {number}": Share(CODE, CODE) for number in range(prisons)}
    for number, share in enumerate(shares.values()):
        share.letters = letters // prisons + (letters % prisons if number == 0 else 0)
        share.pages.extend(page // 2 * 3 + 1 for page in range(600))
    batch = replace(batch_of(SENDER, size), size=size)
    return [combine(sheet.own).texts for sheet in draw_summary(batch, shares, load_roboto(), part)]


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        (0, "300,000 letters to 1 prison, issued 21 November 2026"),
        (
            1,
            "300,000 letters to 1 prison, issued 21 November 2026. "
            "1 window has no room for the sender.",
        ),
        (
            299_999,
            "300,000 letters to 1 prison, issued 21 November 2026. "
            "299,999 windows have no room for the sender.",
        ),
    ],
)
def test_it_counts_the_windows_without_a_sender(lacking: int, said: str) -> None:
    shares, typeface = {"HMP Leeds": Share(CODE, CODE, 300_000, array("L", [1, 9]))}, load_roboto()
    (sheet,) = draw_summary(batch_of(SENDER, 5), shares, typeface, None, lacking)
    second = combine(sheet.own).texts[1]
    assert second.text == said
    assert second.x + typeface.regular.measure_width(said, second.size) < RIGHT


def test_pages_that_have_no_room_are_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the summary of 100,000 letters would take half as long as their sheets."""
    measured, measure = 0, Face.measure_width

    def count(face: Face, text: str, size: float) -> float:
        nonlocal measured
        measured += len(text)
        return measure(face, text, size)

    monkeypatch.setattr(Face, "measure_width", count)
    apart = range(1, 40_000, 2)
    share = Share(CODE, CODE, len(apart), array("L", (page // 2 * 2 + 1 for page in range(40_000))))
    (sheet,) = draw_summary(batch_of(SENDER, 5), {"HMP Leeds": share}, load_roboto(), None)
    (listed,) = (each.text for each in combine(sheet.own).texts if each.text.startswith("1, "))
    assert listed.endswith(f" + {len(apart) - listed.count(',') - 1}")
    assert measured < 2 * len(", ".join(map(str, apart)))


@pytest.mark.parametrize(
    ("letters", "size", "part", "said"),
    [
        (6, 6, None, ["Batch 20261121-7F3K", "6 letters to 3 prisons, issued 21 November 2026"]),
        (
            250,
            1_000_000,
            Part(1_001, 4_000, 250_001),
            [
                "Batch 20261121-7F3K, volume 1001 of 4000",
                "250 letters to 3 prisons, issued 21 November 2026",
                "Sheets 250,001 to 250,250 of the 1,000,000 of the whole batch. "
                "Pages are counted in this volume.",
            ],
        ),
        (
            1,
            5,
            Part(3, 3, 5),
            [
                "Batch 20261121-7F3K, volume 3 of 3",
                "1 letter to 3 prisons, issued 21 November 2026",
                "Sheet 5 of the 5 of the whole batch. Pages are counted in this volume.",
            ],
        ),
    ],
)
def test_it_says_of_what_it_is(letters: int, size: int, part: Part | None, said: list[str]) -> None:
    (texts,) = pages(letters, size, part)
    assert [each.text for each in texts[: len(said)]] == said
    assert not list(find_overlaps(texts, load_roboto()))
    face = load_roboto()
    ends = (
        each.x + face.choose(bold=each.bold).measure_width(each.text, each.size) for each in texts
    )
    assert max(ends) < RIGHT + 0.1


def test_prisons_are_in_order_of_their_places() -> None:
    names = ("HMYOI Wetherby", "HMP Leeds", "HMP & YOI Altcourse", "Oakhill STC", "HMP Leeds Road")
    shares = {name: Share(CODE, CODE, 1, array("L", (1, 1))) for name in names}
    (sheet,) = draw_summary(batch_of(SENDER, 5), shares, load_roboto())
    found = [each.text for each in combine(sheet.own).texts if each.text in names]
    assert found == ["HMP & YOI Altcourse", *names[1::3], "Oakhill STC", "HMYOI Wetherby"]


def test_it_takes_as_many_pages_as_the_prisons_need() -> None:
    made = pages(500, 500, Part(1, 2, 1), prisons=130)
    assert len(made) == 4
    assert all(one[:3] == other[:3] for one, other in pairwise(made))
