"""Folders that cloud services copy, as their programs name and mark them; and none that is not."""

import json
import sys
from pathlib import Path

import pytest

from prisonmail.system.places.cloud_folders import find_cloud_service
from prisonmail.system.places.file_provider import find_file_provider, read_provider

HOME = Path("/home/ann")


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/ann/OneDrive - Greenstone/records", "OneDrive"),
        ("/Users/ann/Library/CloudStorage/OneDrive-Greenstone/x", "OneDrive"),
        ("/Users/ann/Library/CloudStorage/GoogleDrive-ann/My Drive", "Google Drive"),
        ("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs", "iCloud Drive"),
        ("/home/ann/Dropbox (Greenstone)/x", "Dropbox"),
        ("/home/ann/records", None),
        ("/home/ann/OneDrive", "OneDrive"),
        ("/home/ann/onedrive/x", "OneDrive"),
        (
            "/Users/ann/Library/CloudStorage/OneDrive-SharedLibraries-Firm/Firm - Letters",
            "SharePoint",
        ),
        ("/Users/ann/SharePoint/Letters", "SharePoint"),
        ("/Users/ann/Library/CloudStorage/Box-Box/x", "Box"),
        ("/Users/ann/Library/CloudStorage/Dropbox", "Dropbox"),
        ("/Users/ann/Library/CloudStorage/ProtonDrive-ann/x", "ProtonDrive"),
        ("/Users/ann/Library/Mobile Documents/iCloud~com~x", "iCloud Drive"),
        ("/Users/ann/iCloudDrive/x", "iCloud Drive"),
        ("/Users/ann/Box Sync/x", "Box"),
        ("/home/ann/Google Drive/x", "Google Drive"),
        ("/home/ann/My Drive (ann@firm.example)/x", "Google Drive"),
        ("/home/ann/Nextcloud2/x", "Nextcloud"),
        ("/home/ann/ownCloud - ann@cloud.firm.example/x", "Nextcloud"),
        ("/home/ann/pCloudDrive/x", "pCloud"),
        ("/home/ann/MEGAsync/x", "MEGA"),
    ],
)
def test_synced_folders_are_told_by_their_names(path: str, service: str | None) -> None:
    assert find_cloud_service(Path(path), HOME) == service


@pytest.mark.parametrize(
    "path",
    [
        "/home/ann/clients/Box/letters",
        "/home/ann/Box",
        "/home/ann/Sync",
        "/home/ann/sync/x",
        "/home/ann/MEGA",
        "/home/ann/mega-cases",
        "/home/ann/my drive plans",
        "/home/ann/not in dropbox",
        "/home/ann/Dropbox-exit",
        "/home/ann/onedriver",
        "/home/ann/OneDriveway",
        "/home/ann/icloud drive (archive)",
        "/home/ann/google drive handover",
        "/home/ann/Mobile Documents",
        "/home/ann/CloudStorage/Box-Box",
        "/home/ann/Smith - Documents",
        "/home/ann/nextcloud-leavers",
    ],
)
def test_a_name_that_only_looks_so_is_no_cloud(path: str) -> None:
    assert find_cloud_service(Path(path), HOME) is None


MARKS = [
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".dropbox", "Dropbox"),
    (".dropbox.cache/", "Dropbox"),
    (".tmp.drivedownload/", "Google Drive"),
    (".tmp.driveupload/", "Google Drive"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "Nextcloud"),
    (".sync_0a1b2c3d4e5f.db", "Nextcloud"),
    ("._sync_0a1b2c3d4e5f.db", "Nextcloud"),
    (".megaignore", "MEGA"),
    (".debris/", "MEGA"),
]


def put(mark: Path, *, folder: bool) -> None:
    mark.mkdir() if folder else mark.write_text("")


@pytest.mark.parametrize(("mark", "service"), MARKS)
def test_a_mark_counts_for_all_folders_below_it(tmp_path: Path, mark: str, service: str) -> None:
    inner = tmp_path / "letters" / "november"
    inner.mkdir(parents=True)
    put(tmp_path / mark.rstrip("/"), folder=mark.endswith("/"))
    assert find_cloud_service(tmp_path) == find_cloud_service(inner) == service
    assert find_cloud_service(inner / "not yet there") == service


@pytest.mark.parametrize("mark", [".dropbox/", ".pcloud/", ".sync.db", ".debris", "dropbox"])
def test_what_programs_keep_in_the_users_own_folder_is_no_mark(tmp_path: Path, mark: str) -> None:
    put(tmp_path / mark.rstrip("/"), folder=mark.endswith("/"))
    assert find_cloud_service(tmp_path) is None


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
@pytest.mark.parametrize(
    ("program", "service"),
    [("Dropbox.exe", "Dropbox"), ("Box.exe", "Box"), ("GoogleDriveFS.exe", "Google Drive")],
)
def test_a_folder_with_the_icon_of_a_program_is_its_own(
    tmp_path: Path, encoding: str, program: str, service: str
) -> None:
    icon = f"[.ShellClassInfo]\r\nIconResource=C:\\Program Files\\{program},-2001\r\n"
    (tmp_path / "desktop.ini").write_text(icon, encoding)
    assert find_cloud_service(tmp_path) == service
    (tmp_path / "desktop.ini").write_text("[.ShellClassInfo]\r\nIconFile=mailbox.exe\r\n")
    assert find_cloud_service(tmp_path) is None


@pytest.mark.parametrize(
    ("name", "installed", "service"),
    [
        ("Box", "AppData/Local/Box", "Box"),
        ("MEGA", ".local/share/data/Mega Limited", "MEGA"),
        ("Sync", "AppData/Roaming/Sync.Config", "Sync.com"),
    ],
)
def test_a_plain_name_in_the_users_folder_counts_if_its_program_is_there(
    tmp_path: Path, name: str, installed: str, service: str
) -> None:
    (tmp_path / installed).mkdir(parents=True)
    assert find_cloud_service(tmp_path / name / "letters", tmp_path) == service
    assert find_cloud_service(tmp_path / "clients" / name, tmp_path) is None


def test_a_library_beside_the_firms_onedrive_is_sharepoint(tmp_path: Path) -> None:
    library = tmp_path / "Greenstone" / "Prison letters - Documents"
    library.mkdir(parents=True)
    assert find_cloud_service(library) is None
    (tmp_path / "OneDrive - Greenstone").mkdir()
    assert find_cloud_service(library / "2026") == "SharePoint"


def test_what_onedrive_says_itself_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "work"))
    assert find_cloud_service(tmp_path / "work" / "letters") == "OneDrive"
    assert find_cloud_service(tmp_path / "works") is None


@pytest.mark.parametrize("where", [".dropbox", "AppData/Local/Dropbox"])
def test_what_dropbox_says_itself_counts(tmp_path: Path, where: str) -> None:
    told = tmp_path / where / "info.json"
    told.parent.mkdir(parents=True)
    copied = tmp_path / "elsewhere" / "shared"
    told.write_text(json.dumps({"business": {"path": str(copied), "host": 1}, "personal": 7}))
    assert find_cloud_service(copied / "letters", tmp_path) == "Dropbox"
    assert find_cloud_service(copied.parent, tmp_path) is None
    for broken in ("{", "[]", "7", '{"personal": {"path": 7}}', "[" * 5000):
        told.write_text(broken)
        assert find_cloud_service(copied, tmp_path) is None


def test_desktop_and_documents_in_icloud_are_found(tmp_path: Path) -> None:
    assert find_cloud_service(tmp_path / "Documents" / "letters", tmp_path) is None
    cloud = tmp_path / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
    (cloud / "Documents").mkdir(parents=True)
    assert find_cloud_service(tmp_path / "Documents" / "letters", tmp_path) == "iCloud Drive"
    assert find_cloud_service(tmp_path / "Downloads", tmp_path) is None


@pytest.mark.skipif(sys.platform == "win32", reason="needs links without rights of their own")
def test_a_link_counts_by_its_name_and_by_where_it_leads(tmp_path: Path) -> None:
    cloud, plain = tmp_path / "OneDrive", tmp_path / "plain"
    cloud.mkdir()
    plain.mkdir()
    (plain / "out").symlink_to(cloud)
    (tmp_path / "Dropbox").symlink_to(plain)
    assert find_cloud_service(plain / "out" / "letters") == "OneDrive"
    assert find_cloud_service(tmp_path / "Dropbox" / "letters") == "Dropbox"
    assert find_cloud_service(plain) is None


@pytest.mark.parametrize(
    ("noted", "service"),
    [
        ("com.apple.CloudDocs.iCloudDriveFileProvider/1A2B", "iCloud Drive"),
        ("com.microsoft.OneDrive.FileProvider/1A2B", "OneDrive"),
        ("com.google.drivefs.fpext/1A2B", "Google Drive"),
        ("com.getdropbox.dropbox.fileprovider/1", "Dropbox"),
        ("com.box.desktop.boxfileprovider/1", "Box"),
        ("org.example/1", "a cloud service"),
    ],
)
def test_macos_notes_who_provides_a_folder(noted: str, service: str) -> None:
    assert read_provider(noted) == service


@pytest.mark.skipif(sys.platform == "darwin", reason="is about other systems")
def test_elsewhere_there_is_no_such_note(tmp_path: Path) -> None:
    assert find_file_provider(tmp_path) is None
