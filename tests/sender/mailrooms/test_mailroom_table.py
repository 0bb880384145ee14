from pathlib import Path

import pytest

from prisonmail.errors import InputMissing
from prisonmail.sender.mailrooms.mailroom_table import find_unsafe, parse_mailrooms
from prisonmail.sender.mailrooms.store import read_mailrooms

HEAD = "prison,address,as_of\n"
GOOD = "LEI,post@leeds.example.cjsm.net,2026-11-01\n"


def test_a_table_is_read_by_prison(tmp_path: Path) -> None:
    path = tmp_path / "mailrooms.csv"
    path.write_bytes(b"\xef\xbb\xbf" + f"Prison, Address ,As_of\r\n lei ,{GOOD[4:]}\n".encode())
    assert [(x.prison, x.address) for x in read_mailrooms(path).values()] == [
        ("LEI", "post@leeds.example.cjsm.net")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "its first line is not prison,address,as_of"),
        ("prison,address\n", "its first line is not"),
        (f"{HEAD}{GOOD}{GOOD}", "line 3: LEI is there twice"),
        (f"{HEAD}LEI,post@leeds.example\n", "line 2 has 2 cells"),
        (f"{HEAD}HMP Leeds,post@leeds.example,2026-11-01\n", "not a prison’s code"),
        (f"{HEAD}LEI,post at leeds,2026-11-01\n", "no email address"),
        (f"{HEAD}LEI,,2026-11-01\n", "no email address"),
        (f"{HEAD}LEI,post@leeds.example,01/11/2026\n", "not a day like 2026-11-21"),
    ],
)
def test_what_is_no_table_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_mailrooms(text)


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for name, content in (("none.csv", None), ("bytes.csv", b"\xff"), ("bad.csv", b"x")):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(InputMissing, match=name):
            read_mailrooms(path)
    with pytest.raises(InputMissing, match="cannot be read"):
        read_mailrooms(tmp_path)


@pytest.mark.parametrize(
    ("address", "named", "safe"),
    [
        ("post@leeds.example.cjsm.net", (), True),
        ("post@justice.gov.uk", (), False),
        ("post@justice.gov.uk", ("justice.gov.uk",), True),
        ("post@hmps.justice.gov.uk", ("justice.gov.uk",), True),
        ("post@evil-justice.gov.uk", ("justice.gov.uk",), False),
        ("post@hmps.gsi.gov.uk", ("gsi.gov.uk",), False),
        ("post@evilcjsm.net", ("evilcjsm.net",), False),
        ("post@a.cjsm.net.cjsm.net", ("cjsm.net",), False),
        ("post@gmail.com.cjsm.net", (), False),
    ],
)
def test_only_safe_domains_are_written_to(address: str, named: tuple[str, ...], safe: bool) -> None:
    assert (find_unsafe(address, named) is None) is safe
