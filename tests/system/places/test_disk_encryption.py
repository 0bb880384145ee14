"""Whether a disk is encrypted: by tables of devices, and by asking this computer."""

import subprocess
import sys
from pathlib import Path

import pytest

from prisonmail.system.places import disk_encryption
from prisonmail.system.places.disk_encryption import (
    DiskEncryption,
    find_encryption,
    read_bitlocker,
    read_filevault,
    read_mounts,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs links as Linux has them")
LUKS = DiskEncryption(on=True, method="LUKS")
PLAIN = DiskEncryption(on=False)
UNKNOWN = DiskEncryption(None)
MOUNTS = """
22 1 253:1 / / rw,relatime shared:1 - ext4 /dev/mapper/vg-root rw,errors=remount-ro
23 22 8:1 / /boot rw,relatime shared:2 - ext4 /dev/sda1 rw
24 22 253:9 / /home rw,relatime shared:3 master:1 - ext4 /dev/mapper/home rw
25 22 9:0 / /srv rw - xfs /dev/md0 rw
26 22 7:3 / /media/image rw - ext4 /dev/loop3 rw
27 22 0:45 / /home/ann/my\\040vault rw - fuse.gocryptfs /home/ann/.vault rw
28 22 0:46 / /memory rw - tmpfs tmpfs rw
29 22 0:47 / /work rw - overlay overlay rw,lowerdir=/a
30 22 253:7 / /verity ro - ext4 /dev/mapper/verity ro
31 22 0:48 / /tank rw - zfs tank/post rw
32 22 8:1 / /home/ann/plain rw - ext4 /dev/sda1 rw
33 22 9:1 / /mixed rw - ext4 /dev/md1 rw
34 22 99:9 / /gone rw - ext4 /dev/gone rw
""".strip()


@pytest.fixture
def blocks(tmp_path: Path) -> Path:
    """Devices as /sys has them: sda3 has LUKS with LVM in it, md0 lies on two encrypted disks."""
    devices, numbers = tmp_path / "devices", tmp_path / "block"
    numbers.mkdir()

    def device(name: str, number: str, *below: str, uuid: str = "") -> Path:
        made = devices / name
        (made / "slaves").mkdir(parents=True)
        for each in below:
            (made / "slaves" / Path(each).name).symlink_to(devices / each)
        if uuid:
            (made / "dm").mkdir()
            (made / "dm" / "uuid").write_text(f"{uuid}\n")
        (numbers / number).symlink_to(made)
        return made

    device("sda", "8:0")
    for part in ("sda1", "sda3"):
        (devices / "sda" / part).mkdir()
        (devices / "sda" / part / "partition").write_text("1\n")
    (numbers / "8:1").symlink_to(devices / "sda" / "sda1")
    device("dm-0", "253:0", "sda/sda3", uuid="CRYPT-LUKS2-0123-sda3_crypt")
    device("dm-1", "253:1", "dm-0", uuid="LVM-abcdef")
    device("dm-9", "253:9", "sda/sda3", uuid="CRYPT-PLAIN-home")
    device("dm-7", "253:7", "sda/sda3", uuid="CRYPT-VERITY-0123-verity")
    device("dm-5", "253:5", "sda/sda3", uuid="CRYPT-LUKS1-0123-other")
    device("md0", "9:0", "dm-0", "dm-5")
    device("md1", "9:1", "dm-0", "sda/sda3")
    (device("loop3", "7:3") / "loop").mkdir()
    return numbers


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("/var/lib/letters", LUKS),
        ("/boot/x", PLAIN),
        ("/home/ann", LUKS),
        ("/home/ann/plain/x", PLAIN),
        ("/home/ann/my vault/x", DiskEncryption(on=True, method="gocryptfs")),
        ("/srv/x", LUKS),
        ("/mixed/x", PLAIN),
        ("/verity/x", PLAIN),
        ("/media/image", UNKNOWN),
        ("/memory", UNKNOWN),
        ("/work", UNKNOWN),
        ("/tank", UNKNOWN),
        ("/gone", UNKNOWN),
    ],
)
def test_the_disk_of_a_folder_on_linux(blocks: Path, place: str, found: DiskEncryption) -> None:
    assert read_mounts(Path(place), MOUNTS, blocks) == found


def test_no_table_tells_nothing(blocks: Path) -> None:
    assert read_mounts(Path("/"), "", blocks) == UNKNOWN


def test_btrfs_names_its_device(blocks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = "22 1 0:30 /@ / rw - btrfs /dev/mapper/root rw"
    monkeypatch.setattr(disk_encryption, "_read_number", {"/dev/mapper/root": "253:0"}.get)
    assert read_mounts(Path("/"), table, blocks) == LUKS


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("FileVault is On.\n", DiskEncryption(on=True, method="FileVault")),
        ("FileVault is Off.\n", DiskEncryption(on=False, method="FileVault")),
        (
            "FileVault is Off.\nEncryption in progress: Percent completed = 50.0\n",
            DiskEncryption(on=False, method="FileVault"),
        ),
        ("", UNKNOWN),
        ("Error: not supported\n", UNKNOWN),
    ],
)
def test_what_macos_says(told: str, found: DiskEncryption) -> None:
    assert read_filevault(told) == found


@pytest.mark.parametrize(
    ("told", "on"),
    [("1\r\n", True), ("2", False), ("3", False), ("5", False), ("", None), ("six", None)],
)
def test_what_windows_says(told: str, on: bool | None) -> None:
    assert read_bitlocker(told).on is on


@pytest.mark.skipif(sys.platform != "linux", reason="asks this computer, which has to be Linux")
def test_this_computer_is_asked_itself(tmp_path: Path) -> None:
    """By another way: lsblk knows the types of the devices that a file lies on."""
    source = ask("findmnt", "--noheadings", "--output", "SOURCE", "--target", str(tmp_path))
    types = ask("lsblk", "--noheadings", "--inverse", "--output", "TYPE", source.strip())
    assert find_encryption(tmp_path).on is ("crypt" in types.split())


def ask(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(f"{command[0]} cannot tell")


@pytest.mark.parametrize("source", ["tank/post", "/dev/null", "overlay", "a\0b"])
def test_what_is_no_disk_has_no_number(source: str, blocks: Path) -> None:
    assert read_mounts(Path("/"), f"22 1 0:30 / / rw - btrfs {source} rw", blocks) == UNKNOWN


@pytest.mark.skipif(sys.platform != "linux", reason="asks this computer, which has to be Linux")
def test_a_folder_that_is_not_there_lies_where_the_one_above_does(tmp_path: Path) -> None:
    assert find_encryption(tmp_path / "none" / "yet") == find_encryption(tmp_path)
