from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.system import folders
from tests.conftest import Run

TABLE = r"""
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/ann/local ext4 rw 0 0
//nas/post /mnt/my\040share cifs rw 0 0
ann@host: /mnt/ssh fuse.sshfs rw 0 0
C: /mnt/c 9p rw 0 0
tmpfs /home2 tmpfs rw 0 0
""".strip()


@pytest.mark.parametrize(
    ("path", "system"),
    [
        ("/var/ledger.sqlite3", None),
        ("/home/ann/ledger.sqlite3", "nfs4"),
        ("/home/ann/local/ledger.sqlite3", None),
        ("/mnt/my share/ledger.sqlite3", "cifs"),
        ("/mnt/ssh/ledger.sqlite3", "fuse.sshfs"),
        ("/mnt/c/Users/ann/ledger.sqlite3", "9p"),
        ("/home2/ledger.sqlite3", None),
    ],
)
def test_network_drives_are_told_by_the_table_of_mounts(path: str, system: str | None) -> None:
    assert folders.find_network_file_system(Path(path), TABLE) == system


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/ann/OneDrive - Greenstone/records", "OneDrive"),
        ("/Users/ann/Library/CloudStorage/OneDrive-Greenstone/x", "OneDrive"),
        ("/Users/ann/Library/CloudStorage/GoogleDrive-ann/My Drive", "Google Drive"),
        ("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs", "iCloud Drive"),
        ("/home/ann/Dropbox (Greenstone)/x", "Dropbox"),
        ("/home/ann/records", None),
    ],
)
def test_synced_folders_are_told_by_their_names(path: str, service: str | None) -> None:
    assert folders.find_sync_service(Path(path)) == service


@pytest.mark.parametrize("variable", ["PRISONMAIL_HOME", "PRISONMAIL_LEDGER"])
@pytest.mark.parametrize("place", ["own", "./own", "..", "~nobody-here/own"])
def test_a_place_that_is_another_one_in_each_folder_is_refused(
    home: Path,
    prisonmail: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    place: str,
) -> None:
    monkeypatch.setenv(variable, place)
    run = prisonmail("ledger", "path")
    assert (run.exit_code, run.out) == (2, "")
    assert "Write the whole path." in run.err
    assert not list(home.iterdir())


@pytest.mark.parametrize("variable", ["PRISONMAIL_HOME", "PRISONMAIL_LEDGER", "--ledger"])
def test_a_tilde_that_no_shell_replaced_is_the_users_own_folder(
    home: Path, prisonmail: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    given = ("--ledger", "~/own") if variable == "--ledger" else ()
    if not given:
        monkeypatch.setenv(variable, "~/own")
    own = home / "own" / "ledger.sqlite3" if variable == "PRISONMAIL_HOME" else home / "own"
    assert prisonmail("ledger", "path", *given).out == f"{own}\n"
