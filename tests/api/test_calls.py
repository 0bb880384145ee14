"""`import prisonmail`: what the command line does, as calls."""

import doctest
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import prisonmail as library
from prisonmail import api
from tests.conftest import EXAMPLES, Run
from tests.pages import words

ROOT = Path(__file__).parents[2]
LIST = EXAMPLES / "recipients.csv"
HART: dict[str, object] = {
    "name": "Ann Hart",
    "prison number": "A1001XY",
    "prison": "HMP Leeds",
    "reference": "C/7",
}
PERSONAL = ("Hart", "A1001XY", "1980", "C/7")


@pytest.fixture
def issued(home: Path, profile: Path) -> library.BatchResult:
    return library.generate([HART], "hart.pdf")


def test_what_the_page_shows_is_so(home: Path) -> None:
    shutil.copytree(EXAMPLES, home / "examples")
    found = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert found.attempted > 15
    assert found.failed == 0


def test_the_package_names_what_the_library_has() -> None:
    assert library.__all__ == api.__all__
    assert {"__version__", *api.__all__} <= {*dir(library)}
    for name in library.__all__:
        assert getattr(library, name) is getattr(api, name)


def test_what_is_not_named_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'prisonmail' has no attribute 'generated'"):
        library.generated  # type: ignore[attr-defined] # noqa: B018


def test_to_import_the_package_loads_nothing_else() -> None:
    code = (
        "import sys, typing; old = {*sys.modules}\nimport prisonmail; print(*{*sys.modules} - old)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["prisonmail"]


@pytest.mark.parametrize("name", ["generate", "verify", "PrisonmailError"])
def test_no_library_is_loaded_before_it_is_used(name: str) -> None:
    code = f"import sys; from prisonmail import {name}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"typer", "rich", "pydantic", "fpdf", "fontTools", "fastapi", "pikepdf"}


def test_a_list_is_issued_as_by_the_command(
    home: Path, profile: Path, prisonmail: Callable[..., Run]
) -> None:
    result = library.generate(LIST, "first.pdf", ledger="first.sqlite3")
    told = prisonmail("generate", LIST, "-o", "second.pdf", "--ledger", "second.sqlite3", "--json")
    own, theirs = result.document(), told.json
    changing = {"batch", "output", "outputs", "letters"}
    assert json.loads(json.dumps(own)).keys() == theirs.keys()
    assert {k: v for k, v in own.items() if k not in changing} == {
        k: v for k, v in theirs.items() if k not in changing
    }
    assert result.output == Path("first.pdf") == result.files[0]
    assert (result.pages, len(result.codes)) == (theirs["pages"], len(theirs["letters"]))
    assert list(result.codes) == [each.code for each in result.letters]
    assert [each.name for each in result.letters] == [each["name"] for each in theirs["letters"]]


def test_a_record_is_issued_as_a_row(issued: library.BatchResult) -> None:
    (letter,) = issued.letters
    assert (letter.name, letter.prison_number, letter.prison) == ("Ann Hart", "A1001XY", "LEI")
    assert (letter.line, letter.page, letter.output) == (2, 1, Path("hart.pdf"))
    assert issued.codes == (letter.code,)
    assert (issued.is_issued, issued.rows_read, issued.rows_bad) == (True, 1, 0)


def test_records_may_have_different_keys(home: Path, profile: Path) -> None:
    born = {"name": "Ben\nHart", "dob": date(1980, 4, 3), "prison": "LEI", "marking": None}
    result = library.check([HART, born], date_order="mdy")
    assert [each.date_of_birth for each in result.letters] == [None, date(1980, 4, 3)]
    assert [each.code for each in result.letters] == [None, None]
    assert not result.is_issued
    assert not result.codes


def test_a_record_has_text_days_and_whole_numbers(home: Path, profile: Path) -> None:
    assert next(library.check([HART | {"reference": 1201}]).letters).reference == "1201"
    for wrong in (True, 1.5, ["Ann Hart"]):
        with pytest.raises(TypeError, match="reference is of type") as refused:
            library.check([HART | {"reference": wrong}])
        assert "Ann Hart" not in str(refused.value)


def test_a_record_with_an_error_keeps_all_from_being_issued(home: Path, profile: Path) -> None:
    wrong = HART | {"name": "Ben Hart", "prison number": "A1O02XY"}
    result = library.generate([HART, wrong], "letters.pdf")
    (problem,) = result.problems
    assert (problem.code, problem.line, problem.severity) == ("PM204", 3, library.Severity.ERROR)
    assert (result.batch, result.output, result.files, result.pages) == (None, None, (), 0)
    assert not Path("letters.pdf").exists()
    assert not Path("ledger.sqlite3").exists()
    some = library.generate([HART, wrong], "letters.pdf", skip_bad=True, rejects="rejects.csv")
    assert (len(some.codes), some.rows_bad) == (1, 1)
    assert "A1O02XY" in Path("rejects.csv").read_text("utf-8")


def test_a_check_says_that_the_list_was_issued_today(issued: library.BatchResult) -> None:
    again = library.check([HART])
    assert isinstance(again.refusal, library.AlreadyIssued)
    assert again.refusal.batch == issued.batch
    with pytest.raises(library.AlreadyIssued, match=r"^The list has been issued today already"):
        library.generate([HART], "again.pdf")
    assert library.generate([HART], "again.pdf", again=True).batch != issued.batch


def test_an_order_with_a_key_is_carried_out_once(home: Path, profile: Path) -> None:
    first = library.generate([HART], "hart.pdf", idempotency_key="order 1")
    second = library.generate([HART], "hart.pdf", idempotency_key="order 1")
    assert (first.repeated, second.repeated) == (False, True)
    assert first.codes == second.codes


def test_earlier_letters_are_cancelled(issued: library.BatchResult) -> None:
    result = library.generate([HART], "new.pdf", again=True, cancel_earlier=True)
    assert result.cancelled_earlier == issued.codes


def test_a_code_is_good_once(issued: library.BatchResult) -> None:
    (code,) = issued.codes
    assert library.verify(code, peek=True).verdict == "ready"
    answer = library.verify(code, location="HMP Leeds", by="Ann Bell")
    assert answer.deliver
    assert answer.message == "Deliver it unopened."
    assert answer.letter
    assert (answer.letter.name, answer.letter.reference) == ("Ann Hart", "C/7")
    second = library.verify(code)
    assert (second.verdict, second.deliver) == (library.Verdict.DUPLICATE, False)
    assert second.letter
    assert second.letter.checked_at_location == "HMP Leeds"
    assert second.document()["verdict"] == "duplicate"


@pytest.mark.parametrize(
    ("typed", "verdict"), [("Ann Hart", "mistyped"), ("12345678901244", "not-issued")]
)
def test_an_unknown_code_has_no_letter(
    issued: library.BatchResult, typed: str, verdict: str
) -> None:
    answer = library.verify(typed)
    assert (answer.code, answer.verdict.value, answer.letter) == (typed, verdict, None)
    assert typed not in repr(answer)


def test_letters_are_found_as_by_the_command(
    issued: library.BatchResult, prisonmail: Callable[..., Run]
) -> None:
    found = library.find("hart")
    (told,) = prisonmail("find", "hart", "--json").json["letters"]
    (letter,) = found.letters
    assert found.left_out == 0
    assert (letter.code, letter.batch, letter.state) == (told["code"], told["batch"], told["state"])
    assert letter.issued_at.isoformat() == told["issued_at"]
    assert library.find("nobody").letters == ()


def test_letters_are_cancelled_once(issued: library.BatchResult) -> None:
    (code,) = issued.codes
    library.verify(code)
    done = library.cancel(code, "wrong enclosure")
    assert (done.batch, done.letters, done.checked_before) == (issued.batch, 1, 1)
    assert library.cancel(code, "wrong enclosure").letters == 0
    (letter,) = library.find(code).letters
    assert letter.cancel_reason == "wrong enclosure"
    assert letter.cancelled_at


def test_letters_are_printed_again_with_their_codes(issued: library.BatchResult) -> None:
    (code,) = issued.codes
    assert issued.batch
    done = library.reprint(
        issued.batch, "again.pdf", post_book="book.csv", inner_labels="inner.pdf"
    )
    assert done == library.ReprintResult(issued.batch, (Path("again.pdf"),), 1, 1, 0)
    assert Path("again.pdf").read_bytes() == Path("hart.pdf").read_bytes()
    assert "Ann Hart" in Path("book.csv").read_text("utf-8")
    assert "Ann Hart" in words(Path("inner.pdf").read_bytes())
    library.verify(code)
    assert library.reprint(code, "again.pdf", force=True).useless == 1
    with pytest.raises(library.WrongUsage, match="neither volumes nor a summary"):
        library.reprint(code, "third.pdf", summary=True)


def test_a_letter_is_issued_again_corrected(issued: library.BatchResult) -> None:
    (old,) = issued.codes
    done = library.reissue(old, "new.pdf", prison="HMP Hull", date_of_birth=date(1980, 4, 3))
    (letter,) = done.letters
    assert (letter.prison, letter.date_of_birth) == ("HLI", date(1980, 4, 3))
    assert (letter.name, letter.prison_number, letter.reference) == ("Ann Hart", "A1001XY", "C/7")
    assert done.output == Path("new.pdf")
    assert library.verify(old, peek=True).verdict == "cancelled"
    assert library.verify(done.codes[0]).deliver
    with pytest.raises(library.WrongUsage):
        library.reissue(old, "third.pdf")


def test_a_letter_with_an_error_is_not_issued_again(issued: library.BatchResult) -> None:
    (old,) = issued.codes
    done = library.reissue(old, "new.pdf", prison="HMP Holloway")
    assert [each.code for each in done.problems if each.severity is library.Severity.ERROR] == [
        "PM301"
    ]
    assert not done.is_issued
    assert library.verify(old, peek=True).verdict == "ready"


def test_the_letters_of_others_are_left_out(
    issued: library.BatchResult, prisonmail: Callable[..., Run]
) -> None:
    prisonmail("ledger", "policy", "--own-batches-only")
    assert library.find("hart", by="Somebody Else").left_out == 1
    assert library.find("hart", by="Somebody Else", exceptional="ill").letters
    with pytest.raises(library.OfAnother):
        library.cancel(issued.codes[0], "wrong", by="Somebody Else")


def test_a_profile_is_read(profile: Path) -> None:
    assert library.read_profile().organisation == "Greenstone Chambers"
    profile.write_text(profile.read_text("utf-8").replace("barrister", "baker"), "utf-8")
    with pytest.raises(library.InputMissing, match="'baker' is not a role"):
        library.read_profile(profile)


def test_profile_and_ledger_are_those_that_variables_name(
    home: Path, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_PROFILE", str(profile.rename(home / "other.toml")))
    monkeypatch.setenv("PRISONMAIL_LEDGER", str(home / "other.sqlite3"))
    assert library.generate([HART], "hart.pdf").is_issued
    assert (home / "other.sqlite3").exists()
    with pytest.raises(library.LedgerMissing):
        library.find("hart", ledger=home / "ledger.sqlite3")


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"envelop": "c5"}, TypeError, "There is no option envelop."),
        ({"rejects": "r.csv"}, library.WrongUsage, "rejects needs skip_bad"),
        ({"split": 0}, library.WrongUsage, "split has to be 1 or more."),
        ({"max_rows": -1}, library.WrongUsage, "max_rows has to be 1 or more."),
        ({"sort": "name"}, library.WrongUsage, "`name` is not an order of letters."),
        ({"date_order": "ydm"}, library.WrongUsage, "`ydm` is not an order of dates."),
        ({"map": {"shoe": "A"}}, library.WrongUsage, "There is no field called shoe."),
        ({"ledger": "postgresql:me@there"}, library.WrongUsage, "neither a path nor a whole URL"),
        ({"idempotency_key": " "}, library.WrongUsage, "A key cannot be blank."),
        ({"mapping": "none"}, library.InputMissing, "There is no mapping called none."),
    ],
)
def test_what_cannot_be_done_is_said(
    profile: Path, options: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        library.generate([HART], "letters.pdf", **options)
    assert not Path("letters.pdf").exists()


def test_a_cloud_folder_is_warned_of_or_refused(home: Path, profile: Path) -> None:
    cloud = home / "OneDrive - Greenstone"
    cloud.mkdir()
    with pytest.raises(library.OutputRefused, match="is copied to OneDrive"):
        library.generate([HART], cloud / "hart.pdf", strict_storage=True)
    (warning,) = library.generate([HART], cloud / "hart.pdf").warnings
    assert warning.startswith(f"{cloud} is copied to OneDrive. Cloud storage")


def test_a_file_called_like_standard_input_is_a_file(home: Path, profile: Path) -> None:
    Path("-").write_text(LIST.read_text("utf-8"), encoding="utf-8")
    assert library.check("-").rows_read == 6
    with pytest.raises(library.OutputRefused, match="is there already"):
        library.generate(LIST, "-")


def test_options_of_the_profile_are_taken(home: Path, profile: Path) -> None:
    with profile.open("a", encoding="utf-8") as file:
        file.write("\n[defaults]\nsummary = true\n")
    assert library.generate([HART], "hart.pdf").pages == 2
    assert library.generate([HART], "no.pdf", again=True, no_defaults=True).pages == 1


def test_nothing_is_printed_and_nobody_is_named(
    issued: library.BatchResult,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    (code,) = issued.codes
    people = [HART, HART | {"prison number": "A1O01XY", "dob": date(1980, 3, 12)}]
    told: list[object] = [
        issued,
        next(issued.letters),
        library.check(people),
        *library.check(people).problems,
    ]
    told += [library.verify(code), library.find("hart"), library.cancel(code, "for Ann Hart")]
    told += [library.verify(code), library.find(code)]
    assert [name for name in PERSONAL for each in told if name in repr(each)] == []
    assert capfd.readouterr() == ("", "")
    assert caplog.text == ""
