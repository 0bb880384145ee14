"""Several enclosures a person: columns and cells of several, and all of them printed and kept."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from prisonmail.ledger.store import open_ledger
from prisonmail.printing.other_pdfs import digest_file
from tests.conftest import Run
from tests.pages import pictures, words

Prisonmail = Callable[..., Run]
Listed = Callable[[str], Path]

HEADINGS = "Ref,Name,Prison No,Prison,Order,Papers"
ALL = ("--enclose", "Papers", "--enclose", "Order")


@pytest.fixture
def papers(home: Path) -> None:
    """Documents of one to three pages, one of them with a name that looks like two."""
    for pages, name in enumerate(("a.pdf", "b; c.pdf", "order.pdf"), start=1):
        canvas = Canvas(str(home / name), pagesize=A4)
        for page in range(pages):
            canvas.drawString(100, 400, f"{name}, page {page + 1}")
            canvas.showPage()
        canvas.save()


def row(order: str, papers: str) -> str:
    return f'{HEADINGS}\nC/1,Ann Hart,A1001XY,HMP Leeds,{order},"{papers}"\n'


def test_all_are_printed_counted_kept_and_printed_again(
    prisonmail: Prisonmail, listed: Listed, papers: None, home: Path
) -> None:
    path = listed(row("order.pdf", "b; c.pdf") + "C/2,Ben Hart,A1002XY,HMP Hull,,a.pdf; order.pdf")
    (home / "letter.txt").write_text("Please sign.")
    options = ("--duplex", "--letter", "letter.txt", "--mark-enclosures", "--manifest", "done.csv")
    run = prisonmail("generate", path, *ALL, *options, "--post-book", "book.csv", "--json")
    assert run.exit_code == 0, run.err
    assert [each["enclosures"] for each in run.json["letters"]] == [2, 2]

    printed = (home / "list.pdf").read_bytes()
    first, _, private, _, *enclosed = [words(printed, page) for page in range(8)]
    assert "Enc. 2 documents, sheet 1 of 2, page 1 of 7" in first
    assert "Enc. 2 documents, 5 pages" in private
    assert "Page 2 of 7" in private
    assert [each.partition(" Batch")[0] for each in enclosed] == [
        "b; c.pdf, page 1",
        "b; c.pdf, page 2",
        "order.pdf, page 1",
        "order.pdf, page 2",
    ]
    assert "sheet 1, page 7 of 7" in words(printed, 8)
    ben = run.json["letters"][1]["page"] - 1
    assert [words(printed, ben + page)[:7] for page in (4, 5, 6)] == ["a.pdf, ", "", "order.p"]

    found = csv.DictReader(io.StringIO((home / "done.csv").read_text()))
    assert [each["enclosures"] for each in found] == ["2", "2"]
    booked = csv.DictReader(io.StringIO((home / "book.csv").read_text("utf-8-sig")))
    assert [each["Enc."] for each in booked] == ["2", "2"]

    with open_ledger(home / "ledger.sqlite3") as ledger:
        kept = [each.enclosures for each in ledger.read_issued(run.json["batch"])]
    names = [[(Path(each.path).name, each.pages) for each in enclosures] for enclosures in kept]
    assert names == [[("b; c.pdf", 2), ("order.pdf", 3)], [("a.pdf", 1), ("order.pdf", 3)]]
    assert all(each.digest == digest_file(Path(each.path)) for of_one in kept for each in of_one)

    again = prisonmail("reprint", run.json["batch"], "-o", "again.pdf")
    assert again.exit_code == 0, again.err
    first_print, second = (
        [page.tobytes() for page in pictures(file, 40)]
        for file in (printed, (home / "again.pdf").read_bytes())
    )
    assert first_print == second
    Path("order.pdf").write_bytes(Path("a.pdf").read_bytes())
    refused = prisonmail("reprint", run.json["letters"][0]["code"], "-o", "one.pdf")
    assert refused.exit_code == 66
    assert "order.pdf is missing, or is not the file that was enclosed" in " ".join(
        refused.err.split()
    )


@pytest.mark.parametrize(
    ("order", "cell", "found"),
    [
        ("order.pdf", "b; c.pdf", []),
        ("", "a.pdf;", [("PW610", "Order")]),
        ("n/a", " ; ", [("PW610", "Order"), ("PW610", "Papers")]),
        ("x.pdf", "a.pdf; y.pdf; z.pdf", [("PM503", "Order"), *[("PM503", "Papers")] * 2]),
        ("order.pdf", "a.pdf; b; c.pdf", [("PM503", "Papers")] * 2),
        ("order.pdf", ";".join(["a.pdf"] * 60), [("PW640", "Papers")]),
    ],
)
def test_what_is_wrong_with_one_of_several_is_told_by_its_name(
    prisonmail: Prisonmail,
    listed: Listed,
    papers: None,
    order: str,
    cell: str,
    found: list[tuple[str, str]],
) -> None:
    path, options = listed(row(order, cell)), ("--envelope", "c4", "--check", "--json")
    run = prisonmail("generate", path, *ALL, *options)
    assert [(each["code"], each["heading"]) for each in run.json["problems"]] == found
    if "y.pdf" in cell:
        assert "`y.pdf`: there is no such file" in run.err


def test_a_list_with_another_second_enclosure_is_another_list(
    prisonmail: Prisonmail, listed: Listed, papers: None
) -> None:
    for cell, code in (("a.pdf; order.pdf", 0), ("a.pdf; b; c.pdf", 65), ("a.pdf", 0)):
        run = prisonmail("generate", listed(row("order.pdf", cell)), *ALL, "--force")
        assert run.exit_code == code, run.err
    again = prisonmail("generate", listed(row("order.pdf", "a.pdf")), *ALL, "--force")
    assert again.exit_code == 65


def test_each_column_has_to_be_there(prisonmail: Prisonmail, listed: Listed) -> None:
    path = listed(row("", ""))
    run = prisonmail("generate", path, "--enclose", "Papers", "--enclose", "Files")
    assert run.exit_code == 2
    assert 'The list has no column "Files", which --enclose names.' in run.err
