import pytest

from prisonmail.dockets.docket import name_docket
from tests.dockets.samples import DOCKET


@pytest.mark.parametrize(
    ("organisation", "stem"),
    [
        ("Greenstone Chambers", "greenstone-chambers"),
        ("Müller & Söhne (Leeds) LLP", "muller-sohne-leeds-llp"),
        ("../../etc/passwd", "etc-passwd"),
        ("Ελένη", "docket"),
        ("A" * 80, "a" * 40),
        ("A" * 39 + " B", "a" * 39),
    ],
)
def test_files_are_named_in_plain_letters(organisation: str, stem: str) -> None:
    assert name_docket(organisation, "LEI", 17) == f"{stem}-LEI-000017"


def test_a_docket_knows_its_name() -> None:
    assert DOCKET.name == "greenstone-chambers-LEI-000017"
