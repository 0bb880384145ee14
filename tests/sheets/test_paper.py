import json

import pytest

from prisonmail.sheets.drawing import Span
from prisonmail.sheets.envelopes import C4, DL
from prisonmail.sheets.paper import Paper


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
