"""The font files are those that every batch so far was printed with, and may be passed on."""

import tomllib
from hashlib import sha256
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from prisonmail.sheets.font_files.measuring import locate_font

ROOT = Path(__file__).parents[3]
LICENCE = Path(locate_font(bold=False)).with_name("Roboto-LICENSE.txt")
EMBEDDABLE = 0
"""What `OS/2.fsType` says if a font may be embedded in any document (ISO 14496-22)."""


@pytest.mark.parametrize(
    ("bold", "digest"),
    [
        (False, "797e35f7f5d6020a5c6ea13b42ecd668bcfb3bbc4baa0e74773527e5b6cb3174"),
        (True, "36f3709dea3e3ce3c6aedc058079e55980825f898f1e901d091c73c40de8bab1"),
    ],
    ids=["regular", "bold"],
)
def test_each_file_has_the_bytes_of_release_2_138(bold: bool, digest: str) -> None:
    path = Path(locate_font(bold=bold))
    assert sha256(path.read_bytes()).hexdigest() == digest
    with TTFont(path) as font:
        assert font["name"].getDebugName(5) == "Version 2.138; 2017"
        assert font["OS/2"].fsType == EMBEDDABLE
        assert "glyf" in font


def test_the_licence_lies_beside_the_files_and_is_declared() -> None:
    assert "Apache License" in LICENCE.read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert LICENCE.relative_to(ROOT).as_posix() in project["license-files"]
    assert "Apache-2.0" in project["license"]
