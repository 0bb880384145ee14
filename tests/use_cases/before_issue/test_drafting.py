"""Rows become drafts: gaps in the wording, missing enclosures, markings that do not fit."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import Run

Prisonmail = Callable[..., Run]
Found = list[tuple[str, int, str]]
HEADINGS = "Name,Prison No,DOB,Prison,Ref,Marking,Salutation,Papers"
BLANK = [("PW610", 2, "Papers")]
ANN = "Ann Hart,A1001XY,,HMP Leeds,C/1,{},{},{}"


@pytest.fixture
def listed(home: Path, profile: Path) -> Callable[..., Path]:
    """Writes a list, a wording and a PDF into the home folder."""

    def write(*rows: str, wording: str = "Dear {Salutation},") -> Path:
        (home / "letter.txt").write_text(wording, "utf-8")
        canvas = Canvas(str(home / "papers.pdf"), pagesize=A4)
        canvas.drawString(100, 400, "Papers")
        canvas.save()
        path = home / "list.csv"
        path.write_text("\n".join((HEADINGS, *rows)), "utf-8")
        return path

    return write


def problems(run: Run) -> Found:
    return [(each["code"], each["line"], each["heading"]) for each in run.json["problems"]]


@pytest.mark.parametrize(
    ("wording", "salutation", "found"),
    [
        ("Dear {Salutation},", "Ms Hart", []),
        ("Dear {salutation},", "Ms Hart", []),
        ("Dear {Salutation},", "", [("PM504", 2, "Salutation")]),
        ("Dear {Salutation},", " \u200b", [("PM504", 2, "Salutation")]),
        ("Dear {Salutation},", "TBC", [("PM504", 2, "Salutation")]),
        ("Dear {Salutation},", "#N/A", [("PM210", 2, "Salutation")]),
        ("Dear {Salutation},", "NULL", [("PM504", 2, "Salutation")]),
        ("Dear {Salutation},", "Ms<br>Hart", [("PM208", 2, "Salutation")]),
        ("Dear {Salutation},", "字", [("PM501", 2, "Salutation")]),
        ("Dear {Salutation}: {Papers}", "", [("PM504", 2, "Salutation"), ("PM504", 2, "Papers")]),
        ("Dear {name} of {prison}", "", []),
        ("{prison_number}, {reference}", "", []),
    ],
)
def test_a_field_of_the_wording_that_is_blank_keeps_its_row_from_being_printed(
    prisonmail: Prisonmail,
    listed: Callable[..., Path],
    wording: str,
    salutation: str,
    found: Found,
) -> None:
    path = listed(ANN.format("", salutation, ""), wording=wording)
    run = prisonmail("generate", path, "--letter", "letter.txt", "--json")
    assert problems(run) == found
    assert run.exit_code == (65 if found else 0)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("Ann Hart,,12/03/1980,HMP Leeds,C/1,,,", ("PM504", 2, "Prison No")),
        ("Ann Hart,A1001XY,,HMP Leeds,,,,", ("PM504", 2, "Ref")),
    ],
)
def test_so_does_a_number_or_a_reference_that_the_person_has_not(
    prisonmail: Prisonmail, listed: Callable[..., Path], row: str, found: tuple[str, int, str]
) -> None:
    path = listed(row, wording="{prison_number} {reference}")
    assert problems(prisonmail("generate", path, "--letter", "letter.txt", "--json")) == [found]


def test_the_message_names_the_field_as_the_wording_writes_it_and_the_way_out(
    prisonmail: Prisonmail, listed: Callable[..., Path]
) -> None:
    path = listed(ANN.format("", "", ""), ANN.replace("1001", "1002").format("", "Ms Hart", ""))
    run = prisonmail("generate", path, "--letter", "letter.txt")
    assert (
        "error[PM504]: the letter’s wording has the field {Salutation}, which is blank here\n"
        f'  --> {path}:2  (row 2, column G "Salutation", ref C/1)\n'
    ) in run.err
    assert "Fill it in, or take {Salutation} out of the wording." in run.err
    skipped = prisonmail("generate", path, "--letter", "letter.txt", "--skip-bad", "--json")
    assert [letter["line"] for letter in skipped.json["letters"]] == [3]


def test_a_heading_is_named_as_the_list_writes_it(
    prisonmail: Prisonmail, listed: Callable[..., Path]
) -> None:
    run = prisonmail("generate", listed(ANN.format("", "字", "")), "--letter", "letter.txt")
    assert 'the column "Salutation" has `字` (U+5B57)' in run.err


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("papers.pdf", []),
        ("", BLANK),
        ("none", BLANK),
        ("other.pdf", [("PM503", 2, "Papers")]),
    ],
)
def test_an_enclosure_that_lacks_is_told(
    prisonmail: Prisonmail, listed: Callable[..., Path], cell: str, found: Found
) -> None:
    run = prisonmail("generate", listed(ANN.format("", "", cell)), "--enclose", "papers", "--json")
    assert problems(run) == found
    assert run.exit_code == (65 if found and found[0][0] == "PM503" else 0)
    assert ("the letter goes without an enclosure" in run.err) == (found[:1] == BLANK)


def test_all_that_is_wrong_with_a_letter_is_told_at_once(
    prisonmail: Prisonmail, listed: Callable[..., Path]
) -> None:
    path = listed(ANN.format("YOI Rule 17", "", "other.pdf").replace("Ann", "Ann" * 18))
    run = prisonmail("generate", path, "--letter", "letter.txt", "--enclose", "Papers", "--json")
    codes = [problem["code"] for problem in run.json["problems"]]
    assert codes == ["PM502", "PW611", "PM504", "PM503"]


@pytest.mark.parametrize(
    ("role", "prison", "marking", "usual"),
    [
        ("solicitor", "HMP Hull", "Rule 39", None),
        ("solicitor", "HMP Garth", "", None),
        ("solicitor", "HMP Garth", "Rule 39", None),
        ("solicitor", "HMP Garth", "YOI Rule 17", "for HMP Garth is Prison Rule 39"),
        ("court", "HMYOI Wetherby", "Prison Rule 39", "for HMYOI Wetherby is YOI Rule 17"),
        ("court", "HMYOI Wetherby", "YOI Rule 17", None),
        ("barrister", "HMP & YOI Styal", "YOI Rule 17", None),
        ("barrister", "HMP & YOI Styal", "Prison Rule 39", None),
        ("barrister", "HMP Garth", "CA", "for the role Barrister is Prison Rule 39"),
        ("samaritans", "HMP Garth", "R39", "for the role Samaritans is Confidential access"),
        ("samaritans", "HMYOI Wetherby", "17", "for the role Samaritans is Confidential access"),
        ("samaritans", "HMYOI Wetherby", "Confidential access", None),
    ],
)
def test_a_marking_that_does_not_fit_is_warned_of_and_printed(
    prisonmail: Prisonmail,
    listed: Callable[..., Path],
    profile: Path,
    role: str,
    prison: str,
    marking: str,
    usual: str | None,
) -> None:
    profile.write_text(profile.read_text("utf-8").replace('"barrister"', f'"{role}"'), "utf-8")
    path = listed(f"Ann Hart,A1001XY,,{prison},C/1,{marking},,")
    run = prisonmail("generate", path, "--json")
    assert run.exit_code == 0
    assert problems(run) == ([("PW611", 2, "Marking")] if usual else [])
    if usual:
        assert usual in run.err


@pytest.mark.parametrize("options", [("--letter", "letter.txt"), ("--enclose", "papers")])
def test_two_columns_of_one_heading_are_never_chosen_between(
    prisonmail: Prisonmail, listed: Callable[..., Path], options: tuple[str, ...]
) -> None:
    path = listed(ANN.format("", "Ms Hart", ""), wording="See {Papers}.")
    path.write_text(path.read_text("utf-8").replace("Salutation", "PAPERS"), "utf-8")
    run = prisonmail("generate", path, *options)
    assert run.exit_code == 2
    assert "The list has more than one column" in run.err


@pytest.mark.parametrize(
    ("options", "pages", "found"),
    [
        ((), 3, []),
        ((), 4, [("PW640", 2, "Papers")]),
        (("--duplex",), 6, []),
        (("--duplex",), 7, [("PW640", 2, "Papers")]),
        (("--envelope", "c5"), 9, []),
        (("--letter", "letter.txt"), 2, []),
        (("--letter", "letter.txt"), 3, [("PW640", 2, "Papers")]),
        (("--letter", "letter.txt", "--duplex"), 4, []),
        (("--letter", "letter.txt", "--duplex"), 5, [("PW640", 2, "Papers")]),
    ],
)
def test_more_sheets_than_the_envelope_takes_are_warned_of(
    prisonmail: Prisonmail,
    listed: Callable[..., Path],
    home: Path,
    options: tuple[str, ...],
    pages: int,
    found: Found,
) -> None:
    path = listed(ANN.format("", "Ms Hart", "many.pdf"))
    canvas = Canvas(str(home / "many.pdf"), pagesize=A4)
    for _ in range(pages):
        canvas.showPage()
    canvas.save()
    run = prisonmail("generate", path, "--enclose", "Papers", "--check", "--json", *options)
    assert problems(run) == found
    assert ("A C5 envelope does" in run.err) == bool(found)


@pytest.mark.parametrize(
    ("free", "found"), [("", []), ("letterhead_free = [60, 265]", [("PW640", 2, "Papers")])]
)
def test_a_letter_is_counted_as_it_stands_in_the_free_strip_of_its_letterhead(
    prisonmail: Prisonmail,
    listed: Callable[..., Path],
    profile: Path,
    home: Path,
    free: str,
    found: Found,
) -> None:
    canvas = Canvas(str(home / "head.pdf"), pagesize=A4)
    canvas.rect(50, 20, 150, 15, fill=1)
    canvas.save()
    text = profile.read_text("utf-8")
    profile.write_text(f'letterhead = "head.pdf"\n{free}\n{text}', "utf-8")
    canvas = Canvas(str(home / "two.pdf"), pagesize=A4)
    for _ in range(2):
        canvas.showPage()
    canvas.save()
    path = listed(ANN.format("", "Ms Hart", "two.pdf"), wording="\n\n".join(["A line."] * 16))
    wanted = ("--letter", "letter.txt", "--enclose", "Papers", "--check", "--json")
    assert problems(prisonmail("generate", path, *wanted)) == found
