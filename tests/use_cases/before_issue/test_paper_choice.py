from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.sender.profile import Profile
from prisonmail.sender.store import load
from prisonmail.system.record import replace
from prisonmail.use_cases.before_issue.paper_choice import PrintOptions, choose_paper
from tests.conftest import EXAMPLES

LABELS = PrintOptions(layout="labels:L7163")


@pytest.fixture
def example() -> Profile:
    return load(EXAMPLES / "profile.toml")


def test_the_envelope_that_is_asked_for_comes_before_the_profiles(
    example: Profile, tmp_path: Path
) -> None:
    assert choose_paper(example, tmp_path, None, PrintOptions()).envelope.name == "dl"
    assert choose_paper(example, tmp_path, "C5", PrintOptions()).envelope.name == "c5"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_wording_is_read_however_it_was_saved(
    example: Profile, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes("Dear {name},\r\nit’s £5 – Siân\r".encode(encoding))
    paper = choose_paper(example, tmp_path, None, PrintOptions(wording=path))
    assert paper.wording == "Dear {name},\nit’s £5 – Siân\n"


def test_a_title_that_the_typeface_cannot_print_is_refused(
    example: Profile, tmp_path: Path
) -> None:
    foreign = replace(example, title="字")
    with pytest.raises(InputMissing, match=r"“字”, and the typeface has no U\+5B57"):
        choose_paper(foreign, tmp_path, None, PrintOptions())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"Dear \x81", "cannot be read: it is neither UTF-8 nor Windows-1252 text"),
        ("Dear Łukasz".encode("cp1250"), "it is neither UTF-8 nor Windows-1252 text"),
        (b"PK\x03\x04word/document.xml", "it is neither UTF-8 nor Windows-1252 text"),
        (b"{\\rtf1 Dear}", "it is neither UTF-8 nor Windows-1252 text"),
        (b"\0" * 9, "it is neither UTF-8 nor Windows-1252 text"),
        (b" \n", "is empty"),
        ("Dear 字".encode(), r"has U\+5B57 in it"),
    ],
)
def test_wording_that_cannot_be_printed_is_refused(
    example: Profile, tmp_path: Path, content: bytes | None, message: str
) -> None:
    path = tmp_path / "letter.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputMissing, match=message):
        choose_paper(example, tmp_path, None, PrintOptions(wording=path))


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (replace(LABELS, wording=Path("letter.txt")), "--letter"),
        (replace(LABELS, enclose="Papers"), "--enclose"),
        (replace(LABELS, duplex=True), "--duplex"),
    ],
)
def test_labels_take_no_option_of_letters(
    example: Profile, tmp_path: Path, options: PrintOptions, name: str
) -> None:
    with pytest.raises(WrongUsage, match=name):
        choose_paper(example, tmp_path, None, options)


def test_labels_leave_the_letterhead_out(example: Profile, tmp_path: Path) -> None:
    with_head = replace(example, letterhead="head.png")
    paper = choose_paper(with_head, tmp_path, None, LABELS)
    assert (paper.labels, paper.letterhead) == ("L7163", None)
    with pytest.raises(InputMissing, match="no letterhead at"):
        choose_paper(with_head, tmp_path, None, PrintOptions())


def test_a_profile_that_the_typeface_cannot_print_is_refused(
    example: Profile, tmp_path: Path
) -> None:
    foreign = replace(example, organisation="Greenstone 字")
    with pytest.raises(InputMissing, match=r"Greenstone 字”, and the typeface has no U\+5B57"):
        choose_paper(foreign, tmp_path, None, PrintOptions())
