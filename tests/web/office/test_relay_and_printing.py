"""The mail relay, the letterhead and the printer in the browser, as `profile` has them."""

import io
from pathlib import Path

import pytest
from PIL import Image

from prisonmail.cjsm.relay import Relay, Security
from prisonmail.cjsm.relay_passwords import find_password
from prisonmail.ledger.store import open_ledger
from prisonmail.sender.store import load
from tests.cjsm.test_relay_passwords import Kept
from tests.web.conftest import Browser
from tests.web.lists.test_hostile_lists import draw_pdf

RELAY, PRINTING = "/letters/settings/relay", "/letters/settings/printing"
TYPED = {
    "host": "relay.greenstone.example",
    "port": "465",
    "security": "tls",
    "user": "firm",
    "from": "post@greenstone.example",
}
GOOD, ANOTHER = {"password": "a good password"}, {"password": "another"}
MEANT = Relay(TYPED["host"], TYPED["from"], 465, Security.TLS, "firm")


def draw_picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (1200, 240), "navy").save(file, "PNG", dpi=(300, 300))
    return file.getvalue()


def test_a_relay_is_entered_changed_and_taken_out(admin: Browser, profile: Path) -> None:
    before = profile.read_text("utf-8")
    assert 'value="587"' in admin.get(RELAY).text
    assert admin.submit(RELAY, **TYPED).headers["location"] == "/letters/settings"
    assert load(profile).relay == MEANT
    assert profile.read_text("utf-8").startswith(before.rstrip())
    shown = admin.get(RELAY).text
    assert 'value="relay.greenstone.example"' in shown
    assert '<option value="tls" selected>' in shown
    admin.submit(RELAY, **TYPED | {"user": "", "port": "2465"})
    relay = load(profile).relay
    assert relay
    assert (relay.user, relay.port) == (None, 2465)
    admin.submit(RELAY, **TYPED | {"host": ""})
    assert load(profile).relay is None


def test_a_change_of_the_relay_is_recorded(admin: Browser, profile: Path, home: Path) -> None:
    with open_ledger(home / "ledger.sqlite3", make=True):
        pass
    admin.submit(RELAY, **TYPED)
    assert "relay.host" in admin.get("/letters/log").text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"host": "user@host/"}, "host"),
        ({"port": "70000"}, "port"),
        ({"from": "nobody"}, "from"),
    ],
)
def test_what_is_wrong_with_a_relay_stands_beside_its_field(
    admin: Browser, profile: Path, typed: dict[str, str], field: str
) -> None:
    before = profile.read_bytes()
    refused = admin.submit(RELAY, **TYPED | typed)
    assert refused.status_code == 422
    assert f'id="{field}-fault"' in refused.text
    assert profile.read_bytes() == before


def test_only_a_relay_on_the_server_itself_may_go_unencrypted(
    admin: Browser, profile: Path
) -> None:
    refused = admin.submit(RELAY, **TYPED | {"security": "none"})
    assert "is another computer" in refused.text
    assert load(profile).relay is None
    admin.submit(RELAY, **TYPED | {"security": "none", "host": "localhost"})
    relay = load(profile).relay
    assert relay
    assert relay.security is Security.NONE


def test_the_password_goes_into_the_keyring_and_is_never_shown(
    admin: Browser, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[tuple[str, str], str] = {}
    monkeypatch.setattr("prisonmail.cjsm.relay_passwords.find_keyring", lambda held: Kept(kept))
    admin.submit(RELAY, **TYPED, **GOOD)
    assert find_password(MEANT) == "a good password"
    assert "a good password" not in admin.get(RELAY).text + profile.read_text("utf-8")
    nobody = admin.submit(RELAY, **TYPED | {"user": "", "password": "another"})
    assert (nobody.status_code, "another" in nobody.text) == (422, False)
    monkeypatch.setattr("prisonmail.cjsm.relay_passwords.find_keyring", lambda held: None)
    none = admin.submit(RELAY, **TYPED, **ANOTHER)
    assert "no keyring" in none.text


def test_a_letterhead_is_put_beside_the_profile_and_taken_away_again(
    admin: Browser, profile: Path
) -> None:
    sent = {"letterhead": ("head.png", draw_picture())}
    assert admin.upload(PRINTING, sent).headers["location"] == "/letters/settings"
    first = load(profile).letterhead
    assert first
    assert (profile.parent / first).read_bytes() == sent["letterhead"][1]
    assert first in admin.get(PRINTING).text
    admin.upload(PRINTING, {"letterhead": ("other.png", draw_picture()[:-1] + b"x")})
    admin.submit(PRINTING, without_letterhead="yes")
    assert load(profile).letterhead is None
    assert (profile.parent / first).exists()  # for letters that were printed with it


def test_a_letterhead_that_cannot_be_printed_is_refused_and_not_kept(
    admin: Browser, profile: Path
) -> None:
    before = profile.read_bytes()
    for content in (b"GIF89a", draw_pdf("Our ref") * 2, b"\x89PNG"):
        refused = admin.upload(PRINTING, {"letterhead": ("head.pdf", content[:400])})
        assert refused.status_code == 422
        assert 'id="letterhead-fault"' in refused.text
        assert str(profile.parent) not in refused.text
    assert profile.read_bytes() == before
    assert not list(profile.parent.glob("letterhead-*"))


def test_the_offset_of_the_printer_is_set_and_taken_back(admin: Browser, profile: Path) -> None:
    admin.submit(PRINTING, printer_offset_across="1.5", printer_offset_down="-2")
    assert load(profile).printer_offset == (1.5, -2)
    assert 'value="-2"' in admin.get(PRINTING).text
    wrong = admin.submit(PRINTING, printer_offset_across="11", printer_offset_down="")
    assert 'id="printer_offset_across-fault"' in wrong.text
    admin.submit(PRINTING, printer_offset_across="", printer_offset_down="")
    assert load(profile).printer_offset == (0, 0)
