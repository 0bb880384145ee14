"""Which telephone numbers a profile may have: a mailroom has to be able to ring them."""

from typing import Any

import pytest
from pydantic import ValidationError

from prisonmail.sender.profile_rules import read_profile
from tests.sender.conftest import ENTRIES

GOOD = """
0113 496 0000|+44 113 496 0000|+44 (0)113 496 0000|(0113) 496 0000|0113-496-0000|0113.496.0000
01134960000|00 44 113 496 0000|+44113 496 0000|020 7946 0018|07700 900123|01632 960001
0115 496 0123|0800 800 8000|0800 1111|0800 123 456|0845 46 47|016977 2345|0345 678 9000
0113 496 0000 ext 12|0113 496 0000 ext. 1234|0113 496 0000 x12|0113 496 0000, extn 12
0113 496 0000 extension 12|0113 496 0000 Ext: 12|0113 496 0000 #12|0113 496 0000ext12
+33 1 23 45 67 89|+353 1 234 5678|00 353 1 234 5678|+44 1481 710000|+1 (202) 555-0123
""".strip()
BAD = """
ring me|0113|999|496 0000|1234567|113 496 0000|0113 496 00|0113 496 00000|0113 496 0000 12
12345678901234567890|+44 99|+44 113 496 00000|+33 1 23|+33 1 23 45 67 89 01 23 45 67
++44 113 496 0000
0113 496 0000/0001|0113 496 0000 or 0113 496 0001|0113 496 OOOO|01O3 496 0000|tel 0113 496 0000
extextex1234567|ext 12 0113 496 0000|0113 496 0000 ext ext|0113 496 0000 ext
0113 496 0000 ext 12345678
٠١١٣ ٤٩٦ ٠٠٠٠
""".strip()


def listed(table: str) -> list[str]:
    return [each for line in table.splitlines() for each in line.split("|")]


def read(telephone: str) -> str:
    entries: dict[str, Any] = ENTRIES | {"telephone": telephone}
    return read_profile(entries).telephone


@pytest.mark.parametrize("telephone", listed(GOOD))
def test_a_number_that_can_be_rung_is_kept_as_it_is_written(telephone: str) -> None:
    assert read(telephone) == telephone


@pytest.mark.parametrize("telephone", listed(BAD))
def test_what_nobody_can_ring_is_refused(telephone: str) -> None:
    with pytest.raises(ValidationError, match="is not a telephone number"):
        read(telephone)
