"""What is to be known of a place: files of others' eyes, cloud folders, network drives."""

import os
import sys
from pathlib import Path

import pytest

from prisonmail.system.places import network_drives, open_to_others, storage
from prisonmail.system.places.open_to_others import find_writable, may_others_read
from prisonmail.system.places.storage import (
    Concern,
    ConcernKind,
    find_all_concerns,
    find_concerns,
    find_folder_to_write,
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs the modes of POSIX")


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A folder in which others could do what its mode says: those above let them in."""
    made = tmp_path.resolve() / "box"
    made.mkdir(mode=0o755)
    return made


def kinds(found: tuple[Concern, ...]) -> list[str]:
    return [each.kind.value for each in found]


@posix
@pytest.mark.parametrize(
    ("folder", "mode", "group", "writable"),
    [
        (0o700, 0o600, "own", None),
        (0o755, 0o644, "own", None),
        (0o775, 0o664, "own", None),  # Debian's group for one user, with umask 002
        (0o775, 0o644, "shared", "folder"),
        (0o777, 0o600, "own", "folder"),
        (0o1777, 0o600, "own", None),  # as /tmp: others cannot exchange the file
        (0o1777, 0o666, "own", "file"),
        (0o700, 0o620, "shared", "file"),
        (0o700, 0o602, "own", "file"),
    ],
)
def test_who_may_exchange_a_file(
    box: Path,
    monkeypatch: pytest.MonkeyPatch,
    folder: int,
    mode: int,
    group: str,
    writable: str | None,
) -> None:
    monkeypatch.setattr(
        "prisonmail.system.places.open_to_others._is_shared", lambda _: group == "shared"
    )
    file = box / "list.csv"
    file.write_text("")
    file.chmod(mode)
    box.chmod(folder)
    assert find_writable(file) == {None: None, "folder": box, "file": file}[writable]


@posix
@pytest.mark.parametrize(
    ("folder", "mode", "readable"),
    [
        (0o755, 0o644, True),
        (0o711, 0o644, True),
        (0o700, 0o644, False),
        (0o755, 0o600, False),
        (0o750, 0o644, False),
    ],
)
def test_who_may_read_a_file(
    box: Path, monkeypatch: pytest.MonkeyPatch, folder: int, mode: int, readable: bool
) -> None:
    file = box / "list.csv"
    file.write_text("")
    file.chmod(mode)
    box.chmod(folder)
    monkeypatch.setattr(Path, "parents", property(lambda path: [path.parent]))
    monkeypatch.setattr("prisonmail.system.places.open_to_others._has_others", lambda _: True)
    monkeypatch.setattr("prisonmail.system.places.open_to_others._is_shared", lambda _: False)
    assert may_others_read(file) is readable
    monkeypatch.setattr("prisonmail.system.places.open_to_others._is_shared", lambda _: True)
    assert may_others_read(file) is (readable or (folder, mode) == (0o750, 0o644))


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[object]:
    """The accounts of a computer, which takes users from no directory."""
    pwd = pytest.importorskip("pwd")
    accounts: list[object] = []
    monkeypatch.setattr(pwd, "getpwall", lambda: accounts)
    monkeypatch.setattr(open_to_others, "_SWITCH", tmp_path / "nsswitch.conf")
    monkeypatch.setattr(open_to_others, "_has_others", open_to_others._has_others.__wrapped__)
    return accounts


@posix
@pytest.mark.parametrize(
    ("name", "number", "shell", "sources", "others"),
    [
        ("root", 0, "/bin/bash", "files systemd", False),
        ("postgres", 110, "/bin/bash", "files", False),
        ("nobody", 65534, "/usr/sbin/nologin", "files", False),
        ("away", 60001, "/bin/false", "files", False),
        ("eric", 54321, "/bin/bash", "files", False),
        ("ann", 60001, "/bin/bash", "files", True),
        ("root", 0, "/bin/bash", "files sss", True),
    ],
)
def test_who_else_is_there(
    people: list[object],
    tmp_path: Path,
    name: str,
    number: int,
    shell: str,
    sources: str,
    others: bool,
) -> None:
    import pwd

    people.append(pwd.struct_passwd((name, "x", number, number, "", f"/home/{name}", shell)))
    (tmp_path / "nsswitch.conf").write_text(f"# users\npasswd:   {sources}\ngroup: ldap\n")
    assert open_to_others._has_others(54321) is others


@posix
def test_a_file_that_others_may_read_is_warned_of_if_there_are_others(
    box: Path, people: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    import pwd

    monkeypatch.setattr(Path, "parents", property(lambda path: [path.parent]))
    file = box / "list.csv"
    file.write_text("")
    file.chmod(0o644)
    assert find_concerns(file) == ()
    people.append(pwd.struct_passwd(("ann", "x", 60001, 60001, "", "/home/ann", "/bin/sh")))
    (found,) = find_concerns(file)
    assert found.message == f"Other users of this computer may read {file}."
    assert found.remedy == f"Close its folder to them with: chmod go= '{box}'"
    box.chmod(0o1777)
    (found,) = find_concerns(file)
    assert found.remedy == f"Close it to them with: chmod go= '{file}'"


@posix
def test_a_home_that_nobody_enters_makes_no_noise(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("")
    (tmp_path / "list.csv").chmod(0o644)
    (tmp_path / "Documents").mkdir(mode=0o755)
    tmp_path.chmod(0o700)
    assert find_concerns(tmp_path / "list.csv") == find_concerns(tmp_path / "Documents") == ()


@posix
def test_a_group_of_ones_own_is_not_shared_and_others_are() -> None:
    import grp
    import pwd

    own = pwd.getpwuid(os.getuid())
    group = grp.getgrgid(own.pw_gid)
    values = [0] * 10
    values[0], values[4], values[5] = 0o770, own.pw_uid, own.pw_gid
    from prisonmail.system.places.open_to_others import _is_shared

    mine = os.stat_result(values)
    assert _is_shared(mine) is (group.gr_name != own.pw_name or bool(group.gr_mem))
    values[5] = 54321
    assert _is_shared(os.stat_result(values))


@pytest.fixture
def shares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on a network drive, as Linux's table of mounts says."""
    if sys.platform == "win32":
        pytest.skip("needs a table of mounts")
    share = tmp_path / "share"
    share.mkdir()
    table = tmp_path / "mounts"
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\n//nas/post {share.resolve()} cifs rw 0 0\n")
    monkeypatch.setattr(network_drives, "_MOUNTS", table)
    return share


def test_a_network_drive_is_told_once_and_modes_there_mean_nothing(shares: Path) -> None:
    shares.chmod(0o777)
    (shares / "list.csv").write_text("")
    (found,) = find_concerns(shares / "list.csv")
    assert (found.kind, found.service) == (ConcernKind.NETWORK, "cifs")
    assert found.message == f"{shares} lies on a network drive (cifs)."


def test_each_thing_of_a_folder_is_said_once(tmp_path: Path) -> None:
    cloud = tmp_path / "OneDrive - Greenstone"
    (cloud / "letters").mkdir(parents=True)
    found = tuple(find_all_concerns([cloud / "a.csv", cloud / "b.csv", cloud, cloud / "a.csv"]))
    assert kinds(found) == ["cloud"]
    assert (found[0].place, found[0].service) == (str(cloud), "OneDrive")
    both = find_all_concerns([cloud / "a.csv", cloud / "letters" / "b.csv"])
    assert [each.place for each in both] == [str(cloud), str(cloud / "letters")]


@posix
def test_a_link_to_a_file_in_a_cloud_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "Dropbox" / "list.csv").write_text("")
    (tmp_path / "Dropbox" / "list.csv").chmod(0o600)
    (tmp_path / "list.csv").symlink_to(tmp_path / "Dropbox" / "list.csv")
    assert kinds(find_concerns(tmp_path / "list.csv")) == ["cloud"]


@posix
def test_streams_are_no_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = tmp_path / "Dropbox"
    cloud.mkdir()
    os.mkfifo(cloud / "pipe")
    monkeypatch.chdir(cloud)
    for stream in ("-", "/dev/stdout", "/dev/null", "pipe"):
        assert find_concerns(Path(stream)) == ()
        assert find_folder_to_write(Path(stream)) is None
    assert find_folder_to_write(Path("out.pdf")) == cloud


def test_many_files_of_one_folder_are_quick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    monkeypatch.setattr(storage, "find_cloud_service", lambda folder: looked.append(folder))
    assert list(find_all_concerns(tmp_path / f"{each}.pdf" for each in range(500))) == []
    assert len(looked) <= 2
