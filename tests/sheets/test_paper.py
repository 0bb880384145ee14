import json

import pytest

from prisonmail.errors import InputMissing
from prisonmail.sheets.drawing import Span
from prisonmail.sheets.envelopes import C4, DL
from prisonmail.sheets.paper import FIRST_LAYOUT, NEWEST_LAYOUT, Paper
from prisonmail.system.record import replace
from tests.conftest import SENDER, batch_of


@pytest.mark.parametrize(
    "paper",
    [
        Paper(),
        Paper(
            envelope=C4,
            printer_offset=(1.5, -0.5),
            duplex=True,
            letterhead="/head.pdf",
            letterhead_digest="ab",
            letterhead_free=(Span(78.5, 268.0), Span(20.0, 282.0)),
            wording="Dear {name},",
            encloses=True,
        ),
        Paper(envelope=DL, labels="L7163"),
    ],
    ids=["plain", "everything", "labels"],
)
def test_paper_is_the_same_after_it_was_stored(paper: Paper) -> None:
    assert Paper.read(json.loads(json.dumps(paper.to_document()))) == paper


def test_paper_stored_before_letterheads_had_a_digest_is_read() -> None:
    document = Paper(letterhead="/head.pdf").to_document()
    del document["letterhead_digest"], document["letterhead_free"]
    assert Paper.read(document).letterhead_digest is None


def test_paper_stored_before_layouts_were_is_of_the_first() -> None:
    document = Paper().to_document()
    del document["layout"], document["short_name"]
    assert Paper.read(document) == Paper(layout=FIRST_LAYOUT)
    assert Paper.of_batch(batch_of(SENDER, 1)) == Paper(layout=FIRST_LAYOUT)
    newest = replace(batch_of(SENDER, 1), printing=json.dumps(Paper().to_document()))
    assert Paper.of_batch(newest).layout == NEWEST_LAYOUT


def test_paper_of_a_later_layout_is_refused_whatever_else_it_has() -> None:
    document = Paper().to_document() | {"layout": NEWEST_LAYOUT + 1, "gilding": True}
    with pytest.raises(InputMissing, match="printed in layout 3") as raised:
        Paper.read(document)
    assert raised.value.remedy == "Use the version that printed them, or a later one."
