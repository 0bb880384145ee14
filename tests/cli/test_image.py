from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import EXAMPLES, Run
from tests.pages import barcodes

Prisonmail = Callable[..., Run]


@pytest.fixture
def code(issued: dict[str, str]) -> str:
    return issued["1"]


def test_a_png_is_read_and_has_its_size(prisonmail: Prisonmail, home: Path, code: str) -> None:
    run = prisonmail("image", code, "-o", "panel.png")
    assert run.exit_code == 0
    with Image.open(home / "panel.png") as picture:
        assert barcodes(picture) == [code]
        assert picture.size == (1890, 567)
        assert round(picture.info["dpi"][0]) == 600


def test_an_svg_needs_no_font(prisonmail: Prisonmail, home: Path, code: str) -> None:
    assert prisonmail("image", code, "-o", "panel.svg").exit_code == 0
    svg = (home / "panel.svg").read_text("utf-8")
    assert 'width="80mm"' in svg
    assert "<text" not in svg
    assert svg.count("<rect") == 1 + 31


@pytest.mark.parametrize(
    ("wanted", "output", "exit_code", "message"),
    [
        ("12345-67890-1244", "panel.png", 66, "The ledger has no letter with this code"),
        ("12345-67890-2144", "panel.png", 2, "the check digits do not fit"),
        ("12345-67890-1244", "panel.gif", 2, "panel.gif is neither .png nor .svg."),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    prisonmail: Prisonmail, code: str, wanted: str, output: str, exit_code: int, message: str
) -> None:
    run = prisonmail("image", wanted, "-o", output)
    assert run.exit_code == exit_code
    assert message in run.err
    assert not Path(output).exists()


def test_an_address_that_only_a_label_has_room_for_is_told(
    prisonmail: Prisonmail, profile: Path, home: Path
) -> None:
    (home / "list.csv").write_text(f"name,prison number,prison\n{'W' * 32},A1001XY,LEI\n")
    issued = prisonmail("generate", "list.csv", "--layout", "labels:L7163", "--json").json
    run = prisonmail("image", issued["letters"][0]["code"], "-o", "panel.png")
    assert run.exit_code == 2
    assert "no room in a picture of 80 × 24 mm" in run.err
    assert not (home / "panel.png").exists()


def test_a_cancelled_letter_has_no_picture(prisonmail: Callable[..., Run], profile: Path) -> None:
    issued = prisonmail("generate", EXAMPLES / "recipients.csv", "--json").json
    code = issued["letters"][0]["code"]
    prisonmail("cancel", code, "--reason", "sent by mistake")
    run = prisonmail("image", code, "-o", "panel.png")
    assert run.exit_code == 2
    assert "cancelled" in run.err
