"""The firm's key among the particulars: it pushes nothing down, and touches nothing."""

import pytest

from prisonmail.sheets.letter.particulars import set_sender
from prisonmail.sheets.sender_fit import find_overlaps
from prisonmail.sheets.typeface import Typeface
from prisonmail.system.record import replace
from tests.conftest import SENDER

KEY = "WWWWWWWWWWWWWWWW"


@pytest.mark.parametrize(
    ("telephone", "pushed"),
    [("0113 496 0000", 0.0), ("0113 496 0000 ext. 1234 or 01134960001", 10.8)],
)
def test_the_key_has_room(telephone: str, pushed: float, typeface: Typeface) -> None:
    plain = replace(SENDER, telephone=telephone)
    drawn = [
        set_sender(each, typeface, (20.0, 100.0), with_address=True)
        for each in (plain, replace(plain, key=KEY))
    ]
    assert drawn[1].bottom - drawn[0].bottom == pytest.approx(pushed)
    assert KEY in [text.text for text in drawn[1].drawing.texts]
    assert not list(find_overlaps(drawn[1].drawing.texts, typeface))
    (key,) = [text for text in drawn[1].drawing.texts if text.text == KEY]
    assert key.x + typeface.regular.measure_width(KEY, key.size) < 120.0
