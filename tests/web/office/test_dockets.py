"""Dockets downloaded for a prison."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from prisonmail.ledger.store import open_ledger
from prisonmail.sender.signing.firm_key import make_key
from prisonmail.sender.signing.store import find_key_path
from prisonmail.system.places.secret_files import KEY_VARIABLE
from prisonmail.web.access.visitors import Right
from tests.web.conftest import Browser
from tests.web.office.conftest import SignIn


def test_a_docket_comes_with_signature_and_page(
    browser: Browser, home: Path, issued: dict[str, str]
) -> None:
    address = f"/letters/batches/{issued['batch']}/docket"
    answer = browser.submit(address, prison="LEI")
    assert answer.headers["content-disposition"] == 'attachment; filename="docket.zip"'
    names = ZipFile(BytesIO(answer.content)).namelist()
    assert [name.partition(".")[2] for name in names] == ["json", "json.sig", "pdf"]
    with open_ledger(home / "ledger.sqlite3") as ledger:
        kinds = [each.kind.value for each in ledger.list_happenings(issued["batch"])]
    assert kinds.count("docket") == 1


def test_nothing_is_made_for_whom_it_does_not_concern(
    browser: Browser, signed_in: SignIn, issued: dict[str, str]
) -> None:
    address = f"/letters/batches/{issued['batch']}/docket"
    assert "Nothing is on its way to DVI" in browser.submit(address, prison="DVI").text
    assert signed_in(Right.CHECK).submit(address, prison="LEI").status_code == 403
    browser.submit("/letters/cancel", what=issued["batch"], sure="yes", why="x")


def test_a_key_with_a_passphrase_is_opened_by_the_file_that_is_named(
    browser: Browser,
    home: Path,
    profile: Path,
    issued: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_key(find_key_path(profile), "correct horse battery")
    address = f"/letters/batches/{issued['batch']}/docket"
    refused = browser.submit(address, prison="LEI")
    assert "has a passphrase, and nobody can be asked for it here" in refused.text
    secret = home / "passphrase"
    secret.touch(0o600)
    secret.write_text("correct horse battery\n", "utf-8")
    monkeypatch.setenv(KEY_VARIABLE, str(secret))
    assert browser.submit(address, prison="LEI").headers["content-type"] == "application/zip"
