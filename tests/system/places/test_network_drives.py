from pathlib import Path

import pytest

from prisonmail.system.places import network_drives
from tests.systems import needs_mounts

TABLE = r"""
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/ann/local ext4 rw 0 0
//nas/post /mnt/my\040share cifs rw 0 0
ann@host: /mnt/ssh fuse.sshfs rw 0 0
C: /mnt/c 9p rw 0 0
tmpfs /home2 tmpfs rw 0 0
""".strip()


@needs_mounts
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
    assert network_drives.find_network_file_system(Path(path), TABLE) == system


@needs_mounts
def test_a_disk_of_the_computer_that_a_virtual_machine_runs_on_is_no_network_drive() -> None:
    place = Path("/mnt/c/Users/ann")
    assert network_drives.find_network_file_system(place, TABLE) == "9p"
    assert network_drives.find_network_drive(place, TABLE) is None
    assert network_drives.find_network_drive(Path("/home/ann"), TABLE) == "nfs4"


MAC_TABLE = """
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//ann@nas._smb._tcp.local/post on /Volumes/our post on nas (smbfs, nodev, nosuid, mounted by ann)
nas:/export on /Volumes/export (nfs)
""".strip()


@needs_mounts
@pytest.mark.parametrize(
    ("path", "system"),
    [
        ("/Users/ann/letters", None),
        ("/Volumes/our post on nas/letters", "smbfs"),
        ("/Volumes/export/x", "nfs"),
        ("/Volumes/exported", None),
    ],
)
def test_macos_prints_its_mounts(path: str, system: str | None) -> None:
    table = network_drives.write_mac_mounts(MAC_TABLE)
    assert network_drives.find_network_drive(Path(path), table) == system


@pytest.mark.parametrize(
    ("drive", "kind", "told"),
    [
        ("C:", 3, None),
        ("H:", 4, "network drive"),
        (r"\\server\post", 0, "network share"),
        ("//server/post", 0, "network share"),
        (r"\\?\UNC\server\post", 0, "network share"),
        (r"\\?\C:", 3, None),
        (r"\\?\H:", 4, "network drive"),
        (r"\\wsl$\Debian", 0, "Linux within Windows"),
        (r"\\wsl.localhost\Debian", 4, "Linux within Windows"),
    ],
)
def test_windows_tells_drives_by_name_and_kind(drive: str, kind: int, told: str | None) -> None:
    assert network_drives.tell_drive(drive, kind) == told
