from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.pages import pictures, words

Prisonmail = Callable[..., Run]

OWN = """
[envelopes.Mine]
width = 225
height = 115
window_left = 18
window_up = 20
window_width = {width}
window_height = 38
fold = "thirds"
"""


def test_envelopes_are_listed_with_the_play_they_survive(prisonmail: Prisonmail) -> None:
    run = prisonmail("envelopes")
    assert run.exit_code == 0
    lines = {line.split()[0]: line for line in run.out.splitlines() if line.split()}
    assert "±5, ±5.5" in lines["dl"]
    assert "all of it" in lines["c5"]
    assert lines["c4"].rstrip().endswith("±9.5, ±6.75")


def test_scripts_get_the_geometry(prisonmail: Prisonmail, profile: Path) -> None:
    profile.write_text(profile.read_text("utf-8") + OWN.format(width=95), "utf-8")
    found = {each["name"]: each for each in prisonmail("envelopes", "--json").json["envelopes"]}
    assert list(found) == ["dl", "c5", "c4", "Mine"]
    assert found["dl"]["always_visible"] == {"left": 20, "top": 57, "right": 100, "bottom": 81}
    assert found["c4"]["survives_all"] is False
    assert found["Mine"]["survived"] == {"across": 15, "up": 16}


def test_an_own_envelope_that_cannot_hold_the_panel_is_refused(
    prisonmail: Prisonmail, profile: Path
) -> None:
    text = 'envelope = "mine"\n' + profile.read_text("utf-8") + OWN.format(width=60)
    profile.write_text(text, "utf-8")
    for command in (("envelopes",), ("profile", "check"), ("generate", "none.csv")):
        run = prisonmail(*command)
        assert run.exit_code == 66
        assert "its window is 60 × 38 mm, and the panel takes 71 × 21.5 mm" in run.err


@pytest.mark.parametrize("name", ["dl", "C5", "c4", "labels:L7163"])
def test_a_test_sheet_is_made(prisonmail: Prisonmail, home: Path, name: str) -> None:
    run = prisonmail("envelopes", "test-sheet", name, "-o", "test.pdf")
    assert run.exit_code == 0
    pdf = (home / "test.pdf").read_bytes()
    assert "Print this page at 100 %" in words(pdf)
    assert len(list(pictures(pdf, 50))) == 1
    assert prisonmail("envelopes", "test-sheet", name, "-o", "test.pdf").exit_code == 73
    forced = prisonmail("envelopes", "test-sheet", name, "-o", "profile.toml", "--force")
    assert (forced.exit_code, "needed as it is" in forced.err) == (73, True)


def test_an_unknown_envelope_is_answered_with_the_known_ones(prisonmail: Prisonmail) -> None:
    run = prisonmail("envelopes", "test-sheet", "dx")
    assert run.exit_code == 2
    assert "There is no envelope called dx." in run.err
    assert "Known: dl, c5, c4." in run.err
