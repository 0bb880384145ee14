"""Who may use a file on Windows: the rule for access lists as they are written, and real files."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from prisonmail.system.places import access_lists
from prisonmail.system.places.access_lists import (
    EXCHANGE,
    READ,
    WRITE,
    close_to_others,
    find_others_rights,
    has_other_users,
    write_closing,
)

OWN = "S-1-5-21-1004336348-1177238915-682003330-1001"
OTHER = "S-1-5-21-1004336348-1177238915-682003330-1002"
INSTALLER = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
windows = pytest.mark.skipif(sys.platform != "win32", reason="needs access lists of Windows")


@pytest.mark.parametrize(
    ("listed", "read", "write", "exchange"),
    [
        ("D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;{own})", False, False, False),
        ("D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;OW)", False, False, False),
        ("D:AI(A;ID;FA;;;{own})(A;ID;0x1301bf;;;AU)(A;ID;0x1200a9;;;BU)", True, True, True),
        ("D:AI(A;ID;FA;;;{own})(A;ID;0x1200a9;;;BU)", True, False, False),
        ("D:AI(A;ID;FA;;;{own})(A;ID;FR;;;{other})", True, False, False),
        ("D:AI(A;;FA;;;{own})(A;;LC;;;AU)", False, True, False),
        ("D:AI(A;;FA;;;{own})(A;;DT;;;WD)", False, False, True),
        ("D:AI(A;;FA;;;{own})(A;;0x40000000;;;WD)", False, True, False),
        ("D:AI(A;;FA;;;{own})(A;OICIIO;SDGXGWGR;;;AU)", False, False, False),
        ("D:AI(A;;FA;;;{own})(XA;;FR;;;{other};(@User.Title==1))", True, False, False),
        ("D:AI(A;;FA;;;{own})(D;;FA;;;{other})", False, False, False),
        ("D:AI(A;;FA;;;{own})(A;;FA;;;{installer})(A;;FR;;;S-1-15-2-1)", False, False, False),
        ("D:NO_ACCESS_CONTROL", True, True, True),
        ("", True, True, True),
    ],
)
def test_what_others_may_do_is_told_by_the_access_list(
    listed: str, read: bool, write: bool, exchange: bool
) -> None:
    written = listed.format(own=OWN, other=OTHER, installer=INSTALLER)
    rights = find_others_rights(f"O:{OWN}{written}")
    found = rights & READ, rights & WRITE, rights & EXCHANGE
    assert tuple(map(bool, found)) == (read, write, exchange)


def test_a_file_that_administrators_own_is_its_users_too() -> None:
    listed = f"O:BAD:P(A;;FA;;;SY)(A;;FA;;;{OWN})"
    assert find_others_rights(listed, OWN) == 0
    assert find_others_rights(listed) & READ


@pytest.mark.parametrize(
    ("domain", "homes", "others"),
    [
        ("PC4", ["ann", "Public", "Default", "All Users", "Default User", "desktop.ini"], False),
        ("pc4", ["ann"], False),
        ("PC4", ["ann", "bob", "Public"], True),
        ("GREENSTONE", ["ann", "Public"], True),
        ("AzureAD", ["ann"], True),
    ],
)
def test_others_are_those_of_a_domain_or_with_a_folder(
    domain: str, homes: Sequence[str], others: bool
) -> None:
    assert has_other_users({"USERDOMAIN": domain, "COMPUTERNAME": "PC4"}, homes) is others


def test_the_command_that_closes_a_folder_closes_what_will_lie_in_it() -> None:
    written = write_closing("D:\\Post", "GREEN\\ann", is_folder=True)
    assert written == 'icacls "D:\\Post" /inheritance:r /grant:r "GREEN\\ann:(OI)(CI)F"'


@windows
def test_a_file_is_closed_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_lists, "_may_others_log_in", lambda: True)
    path = tmp_path / "list.csv"
    path.write_text("Name")
    close_to_others(path)
    assert not access_lists.may_others_read(path)
    assert access_lists.find_writable(path) != path
    assert path.read_text() == "Name"
    assert access_lists.name_closing(path).startswith(f'icacls "{path}" ')


@windows
def test_an_access_list_that_lets_everybody_read_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_lists, "_may_others_log_in", lambda: True)
    monkeypatch.setattr(access_lists, "_CLOSED", "D:P(A;;FA;;;{own})(A;;FR;;;WD)")
    path = tmp_path / "list.csv"
    path.write_text("Name")
    close_to_others(path)
    assert access_lists.may_others_read(path)
    monkeypatch.setattr(access_lists, "_may_others_log_in", lambda: False)
    assert not access_lists.may_others_read(path)
