import csv
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from tests.cli.conftest import LIST
from tests.conftest import EXAMPLES, Run
from tests.pages import barcodes, ink_amount, pictures, words
from tests.sheet_fixtures import LONGEST

Prisonmail = Callable[..., Run]


def test_all_options_together(prisonmail: Prisonmail, home: Path, recipients: Path) -> None:
    (home / "letter.txt").write_text("Dear {name},\n\nAt {court}. " + "We wait. " * 300, "utf-8")
    run = prisonmail(
        *("generate", recipients, "--duplex", "--sort", "prison", "--summary", "--json"),
        *("--letter", "letter.txt", "--enclose", "papers", "--manifest", "done.csv"),
    )
    assert run.exit_code == 0
    pdf = (home / "clients.pdf").read_bytes()
    letters = run.json["letters"]
    assert [each["prison"] for each in letters] == ["BWI", "LNI", "STI", "LEI", "LEI", "WYI"]
    pages = list(pictures(pdf, 200))
    assert run.json["pages"] == len(pages)
    for each in letters:
        assert barcodes(pages[each["page"] - 1]) == [each["code"]]
        assert each["page"] % 2 == 1
    assert "6 letters to 5 prisons" in words(pdf, len(pages) - 1)
    assert "plain PDF" in run.err
    assert "on both sides" in run.err
    with (home / "done.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert {each["code"]: str(each["page"]) for each in letters} == {
        code: row["page"] for code, row in rows.items()
    }
    enclosed = next(each["page"] for each in letters if each["name"] == "Tarquin Oddwell")
    assert words(pdf, enclosed) == ""
    assert "At Leeds. We wait." in words(pdf, enclosed + 1)
    assert words(pdf, enclosed + 3) == "Papers for the hearing"


def test_an_option_that_is_gone_is_still_taken(prisonmail: Prisonmail, recipients: Path) -> None:
    run = prisonmail("generate", recipients, "--jobs", "2")
    assert run.exit_code == 0
    assert run.err.startswith("--jobs does nothing any more")
    assert "--jobs" not in prisonmail("generate", "--help").out


MAKERS = {"fpdf", "fontTools", "barcode", "PIL", "multiprocessing"}


def test_letters_are_made_without_the_libraries_that_made_plates_and_checked_the_profile(
    home: Path, recipients: Path
) -> None:
    code = (
        "import sys\nfrom prisonmail.__main__ import main\n"
        "try: main()\nexcept SystemExit as ended: print(ended.code)\n"
        "print(*sorted(sys.modules))"
    )
    words = [sys.executable, "-c", code, "generate", str(recipients), "--again", "-o"]
    checkers = {"pydantic", "tomllib", "typing_extensions"}
    for made, unused, more in (
        ("first.pdf", MAKERS, ()),
        ("second.pdf", MAKERS | checkers, ()),
        ("third.pdf", MAKERS, ("--letter", EXAMPLES / "letter.md")),
    ):
        done = subprocess.run(
            [*words, made, *more], cwd=home, capture_output=True, text=True, check=True
        )
        exit_code, *loaded = done.stdout.split()
        assert exit_code == "0", done.stderr
        assert not set(loaded) & unused
        assert (home / made).exists()


def test_an_envelope_that_lets_sheets_slide_too_far_is_warned_of(
    prisonmail: Prisonmail, recipients: Path
) -> None:
    run = prisonmail("generate", recipients, "--envelope", "c4")
    assert run.exit_code == 0
    assert "±13.5 mm up, and its window panel shows through ±9.5 and ±6.75 mm" in run.err
    assert "warning" not in prisonmail("generate", recipients, "-o", "dl.pdf").err


def test_volumes(prisonmail: Prisonmail, home: Path, recipients: Path) -> None:
    run = prisonmail("generate", recipients, "--split", 4, "--json")
    assert run.json["outputs"] == ["clients-001.pdf", "clients-002.pdf"]
    assert [each["page"] for each in run.json["letters"]] == [1, 2, 3, 4, 1, 2]
    again = prisonmail("generate", recipients, "--split", 4)
    assert again.exit_code == 73
    assert "clients-001.pdf is there already." in again.err


def test_labels(prisonmail: Prisonmail, home: Path, recipients: Path) -> None:
    run = prisonmail("generate", recipients, "--layout", "labels:l7163", "--json")
    assert run.json["pages"] == 1
    (page,) = pictures((home / "clients.pdf").read_bytes(), 300)
    assert sorted(barcodes(page)) == sorted(each["code"] for each in run.json["letters"])
    assert "L7163 labels" in run.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--letter", "letter.txt"), "The letter has the field {nmae}, which is not known."),
        (("--enclose", "Files"), 'The list has no column "Files", which --enclose names.'),
        (("--layout", "labels:X1"), "There is no layout called labels:X1."),
        (("--layout", "labels:L7163", "--duplex"), "--duplex cannot be used with them"),
        (("--split", 2, "-o", "-"), "Volumes cannot go to standard output."),
        (("--envelope", "c9"), "There is no envelope called c9."),
    ],
)
def test_wrong_options_are_refused_before_anything_is_issued(
    prisonmail: Prisonmail,
    home: Path,
    recipients: Path,
    options: tuple[object, ...],
    message: str,
) -> None:
    (home / "letter.txt").write_text("Dear {nmae},", "utf-8")
    run = prisonmail("generate", recipients, *options)
    assert run.exit_code == 2
    assert message in run.err
    assert not list(home.glob("ledger*"))
    assert not (home / "clients.pdf").exists()


def test_missing_papers_are_problems_of_their_rows(
    prisonmail: Prisonmail, home: Path, recipients: Path
) -> None:
    (home / "papers.pdf").unlink()
    run = prisonmail("generate", recipients, "--enclose", "Papers", "--json")
    assert run.exit_code == 65
    found = [(each["code"], each["line"], each["heading"]) for each in run.json["problems"]]
    assert found[0] == ("PM503", 2, "Papers")
    assert {code for code, _, _ in found[1:]} == {"PW610"}
    assert '"Papers"' not in run.err.partition("Ignored")[2]
    assert not list(home.glob("ledger*"))


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_a_letterhead_of_the_firms_own(
    prisonmail: Prisonmail, home: Path, recipients: Path, profile: Path, kind: str
) -> None:
    Image.new("RGB", (600, 120), "navy").save(home / "head.png")
    canvas = Canvas(str(home / "head.pdf"), pagesize=A4)
    canvas.setFillGray(0.95)  # a tint all over, which a window must not show
    canvas.rect(0, 0, *A4, fill=1, stroke=0)
    canvas.setFillGray(0)
    canvas.rect(20 * mm, 268 * mm, 60 * mm, 18 * mm, fill=1)
    canvas.save()
    profile.write_text(f'letterhead = "head.{kind}"\n' + profile.read_text("utf-8"), "utf-8")
    run = prisonmail("generate", recipients, "-o", "out.pdf", "--json")
    assert run.exit_code == 0
    pdf = (home / "out.pdf").read_bytes()
    assert words(pdf).count("Greenstone Chambers") < 3
    for page, letter in zip(pictures(pdf, 200), run.json["letters"], strict=True):
        assert barcodes(page) == [letter["code"]]
        assert ink_amount(page.crop((160, 90, 500, 220))) > 20_000
    archival = b"pdfaid" in pdf
    assert archival is (kind == "png")
    assert len(PdfReader(home / "out.pdf").outline) == len(LIST) - 1


def half_a_picture() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((600, 120), 90).save(file, "JPEG")
    return file.getvalue()[: file.tell() // 2]


@pytest.mark.parametrize("content", [None, b"not a picture", half_a_picture()])
def test_a_letterhead_that_cannot_be_read(
    prisonmail: Prisonmail, home: Path, recipients: Path, profile: Path, content: bytes | None
) -> None:
    if content:
        (home / "head.png").write_bytes(content)
    profile.write_text('letterhead = "head.png"\n' + profile.read_text("utf-8"), "utf-8")
    run = prisonmail("generate", recipients)
    assert run.exit_code == 66
    assert "head.png" in run.err
    assert not list(home.glob("ledger*"))


def test_windows_without_room_for_the_sender_are_counted(
    prisonmail: Prisonmail, profile: Path
) -> None:
    said = profile.read_text("utf-8").replace("0113 496 0000", "+44 (0)113 496 0000 ext 1234567")
    profile.write_text(said, "utf-8")
    (profile.parent / "long.csv").write_text(
        f"name,prison number,prison\n{LONGEST},A1001XY,BWI\nAnn Hart,A1002XY,LEI\n", "utf-8"
    )
    run = prisonmail("generate", "long.csv", "--envelope", "c5", "--json")
    assert run.exit_code == 0
    assert run.json["without_sender"] == 1
    again = prisonmail("reprint", run.json["batch"], "-o", "again.pdf", "--summary")
    summary = words((profile.parent / "again.pdf").read_bytes(), 2)
    assert "1 window has no room for the sender." in summary
    once_more = prisonmail("generate", "long.csv", "--envelope", "c5", "--again", "--force")
    for err in (again.err, once_more.err):
        assert "the window of 1 sheet has no room for your name and telephone" in err
    checked = prisonmail("generate", "long.csv", "--check", "--json")
    assert checked.json["without_sender"] is None


def test_a_short_name_of_the_profile_stands_in_the_window_and_in_its_picture(
    prisonmail: Prisonmail, profile: Path
) -> None:
    profile.write_text(f'short_name = "GSC"\n{profile.read_text("utf-8")}', "utf-8")
    assert prisonmail("generate", EXAMPLES / "recipients.csv", "-o", "out.pdf").exit_code == 0
    assert "From GSC" in words(Path("out.pdf").read_bytes())


def test_labels_for_inner_envelopes_are_written_beside_the_letters(
    prisonmail: Prisonmail, home: Path, recipients: Path
) -> None:
    written = ("generate", recipients, "--inner-labels", "inner.pdf")
    narrow = prisonmail(*written, "--inner-grid", "L7162")
    assert (narrow.exit_code, "--inner-grid L7165" in narrow.err) == (2, True)
    unknown = prisonmail(*written, "--inner-grid", "L1")
    assert (unknown.exit_code, "L7162, L7163, L7165" in unknown.err) == (2, True)
    assert not list(home.glob("[ci]*.pdf"))
    done = prisonmail(*written, "--json")
    assert (done.exit_code, done.json["inner_labels"]) == (0, "inner.pdf")
    assert "6 inner labels → inner.pdf: sign each." in done.err
    shown = words((home / "inner.pdf").read_bytes())
    assert shown.count("Signed") == 6
    assert "Prison Rule 39 Tarquin Oddwell A1001XY, HMP Leeds From Greenstone Chambers" in shown
    again = prisonmail(*written, "--again", "-o", "other.pdf")
    assert (again.exit_code, "inner.pdf" in again.err) == (73, True)
    assert not (home / "other.pdf").exists()
    reprint = ("reprint", done.json["batch"], "--force", "--inner-labels")
    narrow = prisonmail(*reprint, "narrow.pdf", "--inner-grid", "L7162")
    assert (narrow.exit_code, (home / "narrow.pdf").exists()) == (2, False)
    more = prisonmail(*reprint, "more.pdf", "--json")
    assert (more.exit_code, more.json["inner_labels"]) == (0, "more.pdf")
    assert "6 inner labels → more.pdf: sign each." in more.err
    assert words((home / "more.pdf").read_bytes()) == shown
    code = done.json["letters"][0]["code"]
    assert prisonmail("reprint", code, "--inner-labels", "one.pdf").exit_code == 0
    assert words((home / "one.pdf").read_bytes()).count("Signed") == 1
