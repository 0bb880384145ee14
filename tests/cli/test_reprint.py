"""`reprint`: the same paper again, and never another file in its place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from prisonmail.printing.letterheads.letterhead_file import is_unchanged_letterhead
from prisonmail.sheets.paper import Paper
from tests.conftest import Run
from tests.pages import pictures, words

Prisonmail = Callable[..., Run]


def test_a_reprint_keeps_wording_enclosures_envelope_and_sides(
    prisonmail: Prisonmail, home: Path, recipients: Path
) -> None:
    wording = home / "letter.txt"
    wording.write_text("Dear {name},\n\nSee you at {court}, your reference {reference}.", "utf-8")
    profile = home / "profile.toml"
    profile.write_text(f"{profile.read_text('utf-8')}printer_offset = [1.5, -1.0]\n", "utf-8")
    run = prisonmail(
        *("generate", recipients, "--duplex", "--envelope", "c5", "--json"),
        *("--letter", wording, "--enclose", "papers"),
    )
    wording.unlink()
    profile.unlink()
    again = prisonmail("reprint", run.json["batch"], "-o", "again.pdf")
    assert again.exit_code == 0, again.err
    first, second = (
        [page.tobytes() for page in pictures((home / name).read_bytes(), 60)]
        for name in ("clients.pdf", "again.pdf")
    )
    assert first == second
    one = prisonmail("reprint", run.json["letters"][0]["code"], "-o", "one.pdf")
    assert one.exit_code == 0, one.err
    assert words((home / "one.pdf").read_bytes(), 4) == "Papers for the hearing"


@pytest.mark.parametrize("change", ["gone", "other"])
def test_a_reprint_never_encloses_another_file(
    prisonmail: Prisonmail, home: Path, recipients: Path, change: str
) -> None:
    run = prisonmail("generate", recipients, "--enclose", "papers", "--json")
    papers = home / "papers.pdf"
    if change == "gone":
        papers.unlink()
    else:
        canvas = Canvas(str(papers), pagesize=A4)
        canvas.drawString(100, 400, "Another client's papers")
        canvas.save()
    again = prisonmail("reprint", run.json["batch"], "-o", "again.pdf")
    assert again.exit_code == 66
    assert "papers.pdf" in again.err
    assert not (home / "again.pdf").exists()


@pytest.mark.parametrize(
    "outputs", [("-o", "papers.pdf"), ("-o", "new.pdf", "--manifest", "papers.pdf")]
)
def test_no_output_replaces_an_enclosure_even_by_force(
    prisonmail: Prisonmail, home: Path, recipients: Path, outputs: tuple[str, ...]
) -> None:
    papers = (home / "papers.pdf").read_bytes()
    enclosing = ("generate", recipients, "--enclose", "papers", "--force")
    refused = prisonmail(*enclosing, *outputs)
    assert (refused.exit_code, "papers.pdf is needed as it is" in refused.err) == (73, True)
    assert not (home / "ledger.sqlite3").exists()
    batch = prisonmail(*enclosing, "--json").json["batch"]
    again = prisonmail("reprint", batch, "-o", "papers.pdf", "--force")
    assert (again.exit_code, "papers.pdf is needed as it is" in again.err) == (73, True)
    assert (home / "papers.pdf").read_bytes() == papers


@pytest.mark.parametrize("change", ["gone", "other"])
def test_a_reprint_never_takes_another_letterhead(
    prisonmail: Prisonmail, home: Path, recipients: Path, profile: Path, change: str
) -> None:
    head = home / "head.png"
    Image.new("RGB", (600, 120), "navy").save(head)
    profile.write_text('letterhead = "head.png"\n' + profile.read_text("utf-8"), "utf-8")
    batch = prisonmail("generate", recipients, "--json").json["batch"]
    good = head.read_bytes()
    if change == "gone":
        head.unlink()
    else:
        Image.new("RGB", (600, 120), "red").save(head)
    refused = prisonmail("reprint", batch, "-o", "again.pdf")
    assert refused.exit_code == 66
    assert "head.png is missing, or is not the file that the batch was printed with" in refused.err
    assert "Put the file back as it was, or issue new letters" in refused.err
    assert not (home / "again.pdf").exists()
    head.write_bytes(good)
    assert prisonmail("reprint", batch, "-o", "again.pdf").exit_code == 0
    assert prisonmail("reprint", batch, "-o", "head.png", "--force").exit_code == 73
    assert head.read_bytes() == good


def test_a_batch_of_before_letterheads_were_remembered_is_printed_again(tmp_path: Path) -> None:
    head = tmp_path / "head.png"
    head.write_bytes(b"any")
    document = Paper(letterhead=str(head)).to_document()
    del document["letterhead_digest"]
    paper = Paper.read(document)
    assert is_unchanged_letterhead(paper)
    head.unlink()
    assert not is_unchanged_letterhead(paper)


def test_a_reprint_has_volumes_and_summaries_like_the_first_print(
    prisonmail: Prisonmail, home: Path, recipients: Path
) -> None:
    first = prisonmail("generate", recipients, "--split", 4, "--summary", "--json").json
    again = prisonmail(
        "reprint", first["batch"], "-o", "again.pdf", "--split", 4, "--summary", "--json"
    )
    assert again.json["outputs"] == ["again-001.pdf", "again-002.pdf"]
    assert (again.json["pages"], again.json["letters"]) == (first["pages"], 6) == (8, 6)
    assert "6 letters on 8 pages → again-001.pdf to again-002.pdf" in again.err
    for number in ("001", "002"):
        one, other = ((home / f"{name}-{number}.pdf").read_bytes() for name in ("clients", "again"))
        assert [page.tobytes() for page in pictures(one, 60)] == [
            page.tobytes() for page in pictures(other, 60)
        ]
    last = words((home / "again-002.pdf").read_bytes(), 2)
    assert f"Batch {first['batch']}, volume 2 of 2 2 letters to 2 prisons, issued" in last
    assert "Sheets 5 to 6 of the 6 of the whole batch. Pages are counted in this volume." in last
    assert prisonmail("reprint", first["batch"], "-o", "again.pdf", "--split", 4).exit_code == 73


@pytest.mark.parametrize("option", [("--split", 2), ("--summary",)])
def test_one_letter_has_neither_volumes_nor_a_summary(
    prisonmail: Prisonmail, home: Path, recipients: Path, option: tuple[object, ...]
) -> None:
    code = prisonmail("generate", recipients, "--json").json["letters"][0]["code"]
    refused = prisonmail("reprint", code, *option)
    assert (refused.exit_code, "name its batch" in refused.err) == (2, True)
