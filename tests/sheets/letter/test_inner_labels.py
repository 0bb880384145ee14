from collections.abc import Callable

import pytest

from prisonmail.letters.letter import Draft, Letter
from prisonmail.sender.sender import Sender
from prisonmail.sheets.drawing import combine
from prisonmail.sheets.labels import GRIDS
from prisonmail.sheets.letter.inner_labels import InnerLabels
from prisonmail.sheets.typeface import Typeface
from prisonmail.system.record import replace
from tests.conftest import letter_of

LARGE, MIDDLE, SMALL = (GRIDS[name] for name in ("L7165", "L7163", "L7162"))


@pytest.mark.parametrize("grid", [LARGE, MIDDLE], ids=lambda grid: grid.name)
def test_a_label_bears_what_prisons_ask_for_within_its_edges(
    grid: object, letters: list[Letter], sender: Sender, typeface: Typeface
) -> None:
    labels = InnerLabels(grid, typeface, {"": sender})  # type: ignore[arg-type]
    sheets = list(labels.draw(letters))
    assert sum(len(sheet.own) for sheet in sheets) == len(letters)
    drawn = [(n, label) for sheet in sheets for n, label in enumerate(sheet.own)]
    for letter, (number, label) in zip(letters, drawn, strict=True):
        edges = labels.grid.locate_label(number)
        for run in label.texts:
            face = typeface.choose(bold=run.bold)
            assert edges.left + 3 <= run.x
            assert run.x + face.measure_width(run.text, run.size) <= edges.right - 3 + 1e-6
            assert edges.top + 3 <= run.y <= edges.bottom - 3 + 1e-6
        said = " ".join(run.text for run in label.texts).replace("\u00a0", " ")
        draft, code = letter.draft, letter.code
        assert label.texts[0].bold
        for part in (draft.marking.value, draft.name, draft.identity, sender.organisation):
            assert part in said
        for part in (sender.telephone, sender.address[-1], draft.reference, sender.name, "Signed"):
            assert part in said
        assert f"Code {code[:5]}-{code[5:10]}-{code[10:]}" in said
        assert len(combine([label]).boxes) == 1


def test_a_label_without_room_is_known_before_it_is_drawn(
    drafted: Callable[..., Draft], sender: Sender, typeface: Typeface
) -> None:
    draft, wordy = drafted(), replace(sender, organisation="W" * 60)
    assert InnerLabels(MIDDLE, typeface, {"": sender}).fits(draft)
    for grid, who in ((SMALL, sender), (LARGE, wordy)):
        labels = InnerLabels(grid, typeface, {"": who})
        assert not labels.fits(draft)
        with pytest.raises(ValueError, match="do not fit the label"):
            next(labels.draw([letter_of(draft)]))
