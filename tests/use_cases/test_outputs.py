"""The files of a run, before the first is begun and after printing stopped."""

import csv
import json
from array import array
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from prisonmail.errors import Interrupted, OutputRefused, PrisonmailError, WrongUsage
from prisonmail.letters.letter import Draft, Enclosure
from prisonmail.printing.run import Printed
from prisonmail.prisons.directory import Directory
from prisonmail.recipients.check_list import check
from prisonmail.recipients.checked_list import CheckedList, GoodRows, ListRows
from prisonmail.recipients.file.source import Source
from prisonmail.recipients.options import ListOptions
from prisonmail.sender.sender import Sender
from prisonmail.sheets.batch.post_book import HEADINGS, read_entry
from prisonmail.sheets.paper import Paper
from prisonmail.system import output_files
from prisonmail.system.places.file_names import find_name_fault
from prisonmail.system.record import replace
from prisonmail.use_cases.outputs import (
    check_post_book,
    naming_the_reprint,
    refuse_what_cannot_be_written,
    saying_paper_is_good,
    write_list_to_fix,
    write_manifest,
    write_post_book,
    write_rejects,
)
from tests.conftest import batch_of, letter_of
from tests.systems import split_words

LIST = b"""Name,Prison,Prison number,Code,prisonmail page,Page
Ann Bold,LEI,A1001XY,x,,
Bob Clay,Nowhere,A1O02XY,y,,
Cy Dean,HLI,A1003XY,z
Di Eve,Nowhere,A1004XY,=1,,
"""


def test_all_volumes_and_other_files_are_looked_at_first(tmp_path: Path) -> None:
    (tmp_path / "out-003.pdf").touch()
    output, other = tmp_path / "out.pdf", tmp_path / "out-001.pdf"
    refuse_what_cannot_be_written(output, 4, 2, [tmp_path / "x.csv"], kept=(), force=False)
    with pytest.raises(OutputRefused, match=r"out-003\.pdf is there already"):
        refuse_what_cannot_be_written(output, 5, 2, (), kept=(), force=False)
    with pytest.raises(OutputRefused, match="needed as it is"):
        refuse_what_cannot_be_written(output, 5, 2, [other], kept=(), force=True)
    with pytest.raises(OutputRefused, match="needed as it is"):
        refuse_what_cannot_be_written(output, 1, None, (), kept=[output], force=True)


def test_a_name_that_cannot_be_given_is_told_before_what_is_there(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "out.pdf").touch()
    monkeypatch.setattr(output_files, "find_own_fault", lambda path: find_name_fault(str(path)))
    with pytest.raises(OutputRefused, match=r"con\.csv cannot be written: CON is a device"):
        refuse_what_cannot_be_written(
            Path("out.pdf"), 1, None, [Path("con.csv")], kept=(), force=False
        )


def test_standard_output_is_never_taken_but_has_no_volumes() -> None:
    refuse_what_cannot_be_written(Path("-"), 9, None, [Path("-")], kept=(), force=False)
    with pytest.raises(WrongUsage, match="Volumes cannot go to standard output"):
        refuse_what_cannot_be_written(Path("-"), 9, 2, (), kept=(), force=False)


@pytest.mark.parametrize(
    ("stopped", "told"),
    [(KeyboardInterrupt(), Interrupted), (OutputRefused("Full."), OutputRefused)],
)
@pytest.mark.parametrize(
    ("split", "summary", "options"),
    [(None, False, ""), (250, True, " --split 250 --summary"), (None, True, " --summary")],
)
def test_where_printing_stops_the_command_that_prints_again_is_given(
    stopped: BaseException,
    told: type[PrisonmailError],
    split: int | None,
    summary: bool,
    options: str,
) -> None:
    telling = naming_the_reprint("20261121-7F3K", "No paper.", split=split, summary=summary)
    with pytest.raises(told) as caught, telling:
        raise stopped
    assert caught.value.message.endswith(". No paper.")
    assert caught.value.remedy.endswith(f"prisonmail reprint 20261121-7F3K -o OUT.pdf{options}")


def test_the_command_that_prints_again_has_the_label_and_the_post_book() -> None:
    telling = naming_the_reprint(
        *("20261121-7F3K", "No paper."),
        split=None,
        summary=False,
        start=2,
        post_book=Path("my book.csv"),
    )
    with pytest.raises(Interrupted) as caught, telling:
        raise KeyboardInterrupt
    options = ["-o", "OUT.pdf", "--start-at", "2", "--post-book", "my book.csv"]
    assert split_words(caught.value.remedy)[-6:] == options


@pytest.fixture(scope="module")
def checked(directory: Directory) -> CheckedList:
    """A list with two rows that are good and two that are not."""
    return check(Source("list.csv", LIST), directory, date(2026, 11, 21), ListOptions())


@pytest.mark.parametrize("split", [None, 1])
def test_a_manifest_has_each_letters_code_and_page_in_the_order_of_the_list(
    home: Path,
    checked: CheckedList,
    drafted: Callable[..., Draft],
    sender: Sender,
    split: int | None,
) -> None:
    later, earlier = replace(drafted(), line=4), replace(drafted(), line=2)
    letters = [letter_of(later, 7, "1"), letter_of(earlier, 8, "2")]
    files = tuple(Path(f"out-{number}.pdf") for number in (1, 2) if split or number == 1)
    printed = Printed(files, 9, True, 7, array("L", (1, 5)), split)
    path = home / "codes.csv"
    path.write_bytes(b"old")
    batch = batch_of(sender, 2)
    with pytest.raises(OutputRefused, match="meanwhile"):
        write_manifest(path, checked, batch, letters, printed, replace=False)
    write_manifest(path, checked, batch, letters, printed, replace=True)
    headings, one, other = path.read_bytes().decode().splitlines()
    added = ["prisonmail code,batch,prisonmail page 2", f"{letters[1].code},{batch.id},5"]
    added += [f"{letters[0].code},{batch.id},1"]
    if split:
        added = [f"{each},{of}" for each, of in zip(added, ("file", *files[::-1]), strict=True)]
    assert headings == f"Name,Prison,Prison number,Code,prisonmail page,Page,{added[0]}"
    assert one == f"Ann Bold,LEI,A1001XY,x,,,{added[1]}"
    assert other == f"Cy Dean,HLI,A1003XY,z,,,{added[2]}"


def test_rejects_have_each_bad_row_after_all_its_problems(home: Path, checked: CheckedList) -> None:
    path = home / "rejects.csv"
    path.write_bytes(b"old")
    with pytest.raises(OutputRefused, match="meanwhile"):
        write_rejects(path, checked, replace=False)
    write_rejects(path, checked, replace=True)
    headings, both, one = path.read_bytes().decode("utf-8-sig").splitlines()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert headings == "Problem,Name,Prison,Prison number,Code,prisonmail page,Page"
    problems = {line: [e for e in checked.errors if e.line == line] for line in (3, 5)}
    assert [len(found) for found in problems.values()] == [2, 1]
    for written, found in zip((both, one), problems.values(), strict=True):
        said = "; ".join(f"{each.code} {each.message}. {each.help}" for each in found)
        assert written.startswith((f"{said},", f'"{said}",'))
    assert both.endswith(",Bob Clay,Nowhere,A1O02XY,y,,")
    assert one.endswith(",Di Eve,Nowhere,A1004XY,'=1,,")


def test_a_list_to_fix_has_all_rows_in_order_the_good_ones_without_a_problem(
    home: Path, checked: CheckedList
) -> None:
    path, rejects = home / "to-fix.csv", home / "rejects.csv"
    path.write_bytes(b"old")
    with pytest.raises(OutputRefused, match="meanwhile"):
        write_list_to_fix(path, checked, replace=False)
    write_list_to_fix(path, checked, replace=True)
    write_rejects(rejects, checked, replace=False)
    headings, both, one = _read_rows(rejects)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert _read_rows(path) == [
        headings,
        ["", "Ann Bold", "LEI", "A1001XY", "x", "", ""],
        both,
        ["", "Cy Dean", "HLI", "A1003XY", "z"],
        one,
    ]


def _read_rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


def test_a_list_without_headings_has_no_columns_of_its_own(
    home: Path, checked: CheckedList, sender: Sender
) -> None:
    without = replace(checked, header=None, good_rows=GoodRows(), bad_rows=ListRows())
    rejects, manifest = home / "rejects.csv", home / "codes.csv"
    write_rejects(rejects, without, replace=False)
    assert rejects.read_bytes().decode("utf-8-sig").strip() == "Problem"
    printed = Printed((Path("out.pdf"),), 0, True, 1, array("L"))
    write_manifest(manifest, without, batch_of(sender, 0), [], printed, replace=False)
    assert manifest.read_text().strip() == "code,batch,page"


@pytest.mark.parametrize(("output", "name"), [("-", "The PDF"), ("out.pdf", "out.pdf")])
@pytest.mark.parametrize(
    ("remedy", "told"),
    [("Free some.", "Free some."), ("", "See its codes with: prisonmail batches show BATCH")],
)
def test_paper_that_is_printed_stays_good_if_what_follows_fails(
    sender: Sender, output: str, name: str, remedy: str, told: str
) -> None:
    batch = batch_of(sender, 2)
    telling = saying_paper_is_good(batch, Path(output), "The manifest is not written")
    with pytest.raises(OutputRefused) as caught, telling:
        raise OutputRefused("The disk is full.", remedy)
    assert caught.value.message == (
        f"{name} is printed and good, and its codes are recorded as batch {batch.id}. "
        "The manifest is not written: The disk is full."
    )
    assert caught.value.remedy == told.replace("BATCH", batch.id)


def test_a_fault_of_our_own_that_stops_printing_is_noted_and_goes_on() -> None:
    telling = naming_the_reprint("20261121-7F3K", "No paper.", split=None, summary=False)
    with pytest.raises(RuntimeError) as caught, telling:
        raise RuntimeError("x")
    assert caught.value.__notes__ == [
        "No paper. Once that is corrected, print with: prisonmail reprint 20261121-7F3K -o OUT.pdf"
    ]


def test_a_manifest_counts_enclosures_if_there_may_be_some(
    home: Path, checked: CheckedList, drafted: Callable[..., Draft], sender: Sender
) -> None:
    enclosed = (Enclosure("/lists/a.pdf", 1, ""), Enclosure("/lists/b.pdf", 1, ""))
    drafts = replace(drafted(), line=2, enclosures=enclosed), replace(drafted(), line=4)
    letters = [letter_of(each, number) for number, each in enumerate(drafts, start=1)]
    printed = Printed((Path("out.pdf"),), 4, False, 1, array("L", (1, 4)))
    batch = replace(batch_of(sender, 2), printing=json.dumps(Paper(encloses=True).to_document()))
    write_manifest(home / "codes.csv", checked, batch, letters, printed, replace=False)
    rows = [line.rsplit(",", 1)[1] for line in (home / "codes.csv").read_text().splitlines()]
    assert rows == ["enclosures", "2", "0"]


@pytest.mark.parametrize("name", [None, "-", "book.pdf", "Book.PDF", "book.csv", "BOOK.CSV"])
def test_a_post_book_says_by_its_name_what_it_is(name: str | None) -> None:
    check_post_book(Path(name) if name else None)


@pytest.mark.parametrize("name", ["book", "book.txt", "book.pdf.zip", "pdf", "csv"])
def test_a_post_book_of_another_name_is_refused(name: str) -> None:
    with pytest.raises(
        WrongUsage, match=rf"{name} does not say what kind of post book to write\."
    ) as no:
        check_post_book(Path(name))
    assert no.value.remedy == "Give it a name that ends in .pdf or .csv."


@pytest.mark.parametrize("name", ["book.csv", "book.CSV"])
def test_a_post_book_has_one_line_for_each_letter(
    name: str, tmp_path: Path, sender: Sender, drafted: Callable[..., Draft]
) -> None:
    batch, letter = batch_of(sender, 1), letter_of(drafted())
    write_post_book(tmp_path / name, batch, lambda: [letter], replace=False)
    assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf")
    assert _read_rows(tmp_path / name) == [list(HEADINGS), list(read_entry(letter, batch))]
    with pytest.raises(OutputRefused):
        write_post_book(tmp_path / name, batch, lambda: [letter], replace=False)
    write_post_book(tmp_path / name, batch, lambda: [letter, letter], replace=True)
    assert len(_read_rows(tmp_path / name)) == 3


def test_lists_of_letters_say_how_they_are_to_be_handled(
    home: Path, checked: CheckedList, sender: Sender, drafted: Callable[..., Draft]
) -> None:
    batch = batch_of(replace(sender, handling="OFFICIAL-SENSITIVE"), 2)
    letters = [letter_of(replace(drafted(), line=2 * sheet), sheet) for sheet in (1, 2)]
    printed = Printed((Path("out.pdf"),), 2, False, 1, array("L", (1, 2)))
    write_manifest(home / "codes.csv", checked, batch, letters, printed, replace=False)
    write_post_book(home / "book.csv", batch, lambda: letters, replace=False)
    marks = ["handling", "OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"]
    assert [row[-1] for row in _read_rows(home / "codes.csv")] == marks
    assert [row[-1] for row in _read_rows(home / "book.csv")] == marks


def test_a_post_book_is_a_pdf_on_its_side_with_the_batch_in_its_title(
    tmp_path: Path, sender: Sender, drafted: Callable[..., Draft]
) -> None:
    batch, letter = batch_of(sender, 1), letter_of(drafted())
    write_post_book(tmp_path / "book.PDF", batch, lambda: [letter], replace=False)
    book = PdfReader(tmp_path / "book.PDF")
    assert f"Post book of batch {batch.id}".encode() in (tmp_path / "book.PDF").read_bytes()
    (page,) = book.pages
    assert page.mediabox.width > page.mediabox.height
    said = page.extract_text()
    assert f"Post book of batch {batch.id}" in said
    assert letter.draft.name in said
    assert "Page 1 of 1" in said
    stamp = batch.issued_at.isoformat(timespec="seconds").encode()
    assert stamp in (tmp_path / "book.PDF").read_bytes()
