"""What an office's programs are answered: letters of a list, and what became of them."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from fastapi import FastAPI

from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock
from prisonmail.web.api.documents import (
    BatchesDocument,
    BatchLettersDocument,
    CancelledDocument,
    ListProblemDocument,
    ProblemDocument,
    RunDocument,
)
from prisonmail.web.settings import Settings
from tests.systems import LOCKS
from tests.web.api.conftest import API, LIST, Program
from tests.web.lists.test_hostile_lists import draw_pdf

OTHER = b"Name,Prison number,Prison\nKai Penhallow,A1002XY,HMP Leeds\n"
WRONG = b"Name,Prison number,Prison\nKai Penhallow,A1O02XY,HMP Leeds\n"


def test_letters_of_a_list_are_issued_and_printed_when_they_are_asked_for(
    office: Program, settings: Settings
) -> None:
    done = office.send_list(OTHER)
    assert done.status_code == 201
    run = RunDocument.model_validate(done.json())
    assert (run.file, run.output, run.rows.ok, run.exit) == ("clients.csv", "letters.pdf", 1, 0)
    assert run.letters[0].name == "Kai Penhallow"
    shown = office.get(done.headers["location"])
    batch = BatchLettersDocument.model_validate(shown.json())
    assert (batch.batch, batch.size, batch.printed_at) == (run.batch, 1, None)
    assert [each.code for each in batch.letters] == [each.code for each in run.letters]
    printed = office.get(f"{done.headers['location']}/letters.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    assert len(pypdf.PdfReader(io.BytesIO(printed.content)).pages) == run.pages
    with open_ledger(settings.ledger) as ledger:
        summary = ledger.find_batch(batch.batch)
        assert summary
        assert summary.printed_at


def test_a_list_with_problems_is_told_them_all_and_nothing_is_issued(office: Program) -> None:
    before = office.get(f"{API}/batches").json()["count"]
    refused = office.send_list(WRONG)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    problem = ListProblemDocument.model_validate(refused.json())
    assert [each.code for each in problem.run.problems] == ["PM204"]
    assert problem.detail == "clients.csv: 1 problem in 1 of 1 row."
    assert office.get(f"{API}/batches").json()["count"] == before


def test_a_redacted_answer_names_nobody(office: Program) -> None:
    for content in (WRONG, OTHER):
        text = office.send_list(content, redact="true").text
        assert "Penhallow" not in text
        assert "A1002XY" not in text
        assert "A1O02XY" not in text


def test_a_key_has_an_order_carried_out_once(office: Program) -> None:
    first, again = (office.send_list(OTHER, key="case 7") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["repeated"] == first.json()["batch"]
    assert again.json()["letters"] == first.json()["letters"]
    other = office.send_list(WRONG.replace(b"A1O02XY", b"A1003XY"), key="case 7")
    assert other.status_code == 409
    assert ProblemDocument.model_validate(other.json()).type == "urn:prisonmail:key-used"


def test_a_repeated_order_is_answered_with_the_paper_that_its_letters_have(office: Program) -> None:
    first = office.send_list(OTHER, key="case 7", envelope="c5")
    again = office.send_list(OTHER, key="case 7", envelope="dl")
    assert again.json()["repeated"] == first.json()["batch"]
    assert [each.json()["envelope"] for each in (first, again)] == ["c5", "c5"]


def test_a_repeated_order_tells_nobody_of_the_letters_of_another(
    office: Program,
    application: FastAPI,
    prisonmail: Callable[..., Any],
    settings: Settings,
) -> None:
    ledger = ("--ledger", settings.ledger)
    prisonmail("ledger", "policy", "--own-batches-only", *ledger)
    first = office.send_list(OTHER, key="case 7")
    token = prisonmail("tokens", "add", "another", "--may", "issue", *ledger).out.strip()
    refused = Program(application, settings, token).send_list(OTHER, key="case 7")
    assert refused.status_code == 403
    assert first.json()["letters"][0]["code"] not in refused.text
    assert office.send_list(OTHER, key="case 7").status_code == 200


def test_a_list_of_today_is_not_issued_twice_unless_that_is_wanted(office: Program) -> None:
    first = office.send_list(OTHER)
    refused = office.send_list(OTHER)
    assert refused.status_code == 409
    problem = ProblemDocument.model_validate(refused.json())
    assert (problem.type, problem.batch) == ("urn:prisonmail:already-issued", first.json()["batch"])
    assert office.send_list(OTHER, again="true").status_code == 201


def test_a_check_issues_nothing(office: Program) -> None:
    checked = office.send_list(OTHER, check="true")
    assert checked.status_code == 200
    assert RunDocument.model_validate(checked.json()).batch is None
    assert office.get(f"{API}/batches").json()["count"] == 1


def test_options_have_the_names_of_the_command_line(office: Program) -> None:
    content = b"Client;Ref;Where;Office\nKai Penhallow;A1002XY;HMP Leeds;Leeds\nBad;;;Hull\n"
    done = office.send_list(
        content,
        map=["name=Client", "number=Ref", "prison=Where"],
        where=["Office=leeds"],
        delimiter="semicolon",
        envelope="c5",
        date_order="dmy",
    )
    run = RunDocument.model_validate(done.json())
    assert (done.status_code, run.envelope, run.rows.ok) == (201, "c5", 1)


@pytest.mark.parametrize(
    "options",
    [
        {"enclose": "No such heading"},
        {"output": "/etc/cron.d/x"},
        {"manifest": "/srv/manifest.csv"},
        {"mapping": "../../profile"},
        {"map": "nonsense"},
        {"where": "nonsense"},
        {"date_order": "dym"},
        {"layout": "labels:L1"},
        {"envelope": "no such"},
        {"letter": "/etc/passwd"},
        {"mapping": "never saved"},
    ],
)
def test_an_option_that_is_wrong_or_names_a_file_of_the_server_is_refused(
    office: Program, options: dict[str, Any]
) -> None:
    refused = office.send_list(OTHER, **options)
    assert refused.status_code == 422
    ProblemDocument.model_validate(refused.json())
    assert "root:" not in refused.text


def test_a_letter_is_sent_along_and_named_as_it_was_sent(office: Program, tmp_path: Path) -> None:
    good = ("../letter.md", b"Dear {name}, your appeal is listed.")
    done = office.send_list(OTHER, letter=good)
    assert done.status_code == 201
    printed = office.get(f"{done.headers['location']}/letters.pdf")
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(printed.content)).pages)
    assert "your appeal is listed" in text
    refused = office.send_list(OTHER, again="true", letter=("letter.md", b"%PDF-1.7"))
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("The letter letter.md cannot be read")


@pytest.mark.parametrize(("number", "status"), [(998, 200), (999, 400)])
def test_as_many_enclosures_come_along_as_are_promised(
    office: Program, number: int, status: int
) -> None:
    files: list[tuple[str, tuple[str, bytes]]] = [
        ("list", ("clients.csv", OTHER)),
        ("letter", ("letter.md", b"Dear {name},")),
        *(("enclosures", (f"{each}.pdf", b"")) for each in range(number)),
    ]
    answer = office.post(f"{API}/batches", files=files, data={"check": "true"})
    assert answer.status_code == status, answer.text


def test_cells_name_no_file_of_the_server(office: Program, tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(b"%PDF-1.7")
    content = OTHER.replace(b"Prison\n", b"Prison,Enclosure\n").replace(
        b"HMP Leeds\n", f"HMP Leeds,{tmp_path}/secret.pdf\n".encode()
    )
    done = office.send_list(content)
    assert [each["enclosures"] for each in done.json()["letters"]] == [0]


ENCLOSING = b"Name,Prison number,Prison,Document\nKai Penhallow,A1002XY,HMP Leeds,order.pdf\n"


def test_what_is_sent_along_is_enclosed_and_kept_for_an_hour(
    office: Program, home: Path, application: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {"enclosures": ("../order.pdf", draw_pdf("The sealed order")), "enclose": "Document"}
    done = office.send_list(ENCLOSING, key="case 9", **sent)
    assert [each["enclosures"] for each in done.json()["letters"]] == [1]
    again = office.send_list(ENCLOSING, key="case 9", **sent)
    assert again.json()["repeated"] == done.json()["batch"]
    page = f"{done.headers['location']}/letters.pdf"
    pages = pypdf.PdfReader(io.BytesIO(office.get(page).content)).pages
    assert "The sealed order" in pages[-1].extract_text()
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    application.state.enclosures.erase_old()
    gone = office.get(page)
    assert gone.status_code == 410
    assert "are here no longer" in gone.json()["detail"]
    assert str(home) not in gone.text


def test_an_enclosure_that_did_not_come_along_is_told(office: Program, home: Path) -> None:
    refused = office.send_list(ENCLOSING, enclose="Document")
    problem = ListProblemDocument.model_validate(refused.json())
    assert [each.code for each in problem.run.problems] == ["PM503"]
    checked: dict[str, Any] = {"check": "true", "enclose": "Document"}
    checked["enclosures"] = ("order.pdf", draw_pdf())
    assert office.send_list(ENCLOSING, **checked).json()["exit"] == 0
    left = [each.name for each in (home / "enclosures").rglob("*") if each.is_file()]
    assert left == LOCKS


@pytest.mark.parametrize(
    "asked", ["bytes=0-9", "bytes=5-2", "bytes=0-1,4-5", "bytes=99999999-", "lines=1", "nonsense"]
)
def test_the_pdf_is_sent_whole_whichever_part_is_asked_for(
    office: Program, issued: dict[str, Any], asked: str
) -> None:
    page = f"{API}/batches/{issued['batch']}/letters.pdf"
    printed = office.get(page, headers={"range": asked})
    assert (printed.status_code, printed.headers["accept-ranges"]) == (200, "none")
    assert len(pypdf.PdfReader(io.BytesIO(printed.content)).pages) == issued["pages"]


def test_batches_are_listed_the_newest_first(office: Program, issued: dict[str, Any]) -> None:
    new = office.send_list(OTHER).json()["batch"]
    found = BatchesDocument.model_validate(office.get(f"{API}/batches").json())
    assert {each.batch for each in found.batches} == {new, issued["batch"]}
    times = [each.issued_at for each in found.batches]
    assert times == sorted(times, reverse=True)
    assert found.count == 2
    one = office.get(f"{API}/batches?last=1").json()["batches"]
    assert [each["batch"] for each in one] == [found.batches[0].batch]
    assert office.get(f"{API}/batches?last=0").status_code == 422
    older = office.get(f"{API}/batches?last=1&skip=1").json()
    assert [each["batch"] for each in older["batches"]] == [found.batches[1].batch]
    assert older["count"] == 2


def test_a_letter_is_cancelled_once(office: Program, issued: dict[str, Any]) -> None:
    code = issued["letters"][0]["code"]
    asked = {"reason": "wrong enclosure"}
    first, again = (office.post(f"{API}/codes/{code}/cancel", json=asked) for _ in range(2))
    assert CancelledDocument.model_validate(first.json()).cancelled == 1
    assert CancelledDocument.model_validate(again.json()).cancelled == 0
    told = office.post(f"{API}/checks", json={"code": code}).json()
    assert told["cancelled"]["reason"] == "wrong enclosure"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/batches/20200101-2222", 404),
        ("/batches/20200101-2222/letters.pdf", 404),
        ("/batches/nonsense", 404),
        ("/batches/12345678901244", 404),
        ("/batches/12345678901244/letters.pdf", 404),
        (f"/batches/{'9' * 41}", 422),
        ("/nowhere", 404),
    ],
)
def test_what_is_not_there_is_told_so(office: Program, path: str, status: int) -> None:
    found = office.get(API + path)
    assert found.status_code == status
    assert ProblemDocument.model_validate(found.json()).status == status


@pytest.mark.parametrize(
    ("code", "status"),
    [("12345678901244", 404), ("12", 404), ("20261121-7F3K", 404), ("9" * 41, 422)],
)
def test_what_is_no_code_of_ours_cannot_be_cancelled(
    office: Program, code: str, status: int
) -> None:
    refused = office.post(f"{API}/codes/{code}/cancel", json={"reason": "x"})
    assert refused.status_code == status


def test_a_list_that_is_too_long_is_refused_in_words(
    office: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prisonmail.web.middleware.guard.LONGEST_LIST", 1000)
    refused = office.send_list(b"Name\n" * 1000)
    assert refused.status_code == 413
    assert ProblemDocument.model_validate(refused.json()).detail == "What you sent is too long."


def test_nothing_of_a_list_is_left_on_the_disk(
    office: Program, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    done = office.send_list(LIST.read_bytes(), again="true", letter=("letter.md", b"Dear {name},"))
    office.get(f"{done.headers['location']}/letters.pdf")
    assert done.status_code == 201
    assert list(folder.iterdir()) == []


def test_who_issued_others_keeps_to_their_own_batches(
    office: Program, issued: dict[str, Any], prisonmail: Callable[..., Any], settings: Settings
) -> None:
    prisonmail("ledger", "policy", "--own-batches-only", "--ledger", settings.ledger)
    assert office.get(f"{API}/batches/{issued['batch']}").status_code == 403
