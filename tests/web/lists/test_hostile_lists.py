"""Lists, files and requests of somebody who means harm, or is somebody else."""

import errno
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from prisonmail.web.access.visitors import Right
from prisonmail.web.lists import uploads
from tests.systems import is_private
from tests.web.conftest import Browser
from tests.web.lists.desk import (
    BAD,
    GOOD,
    bring,
    list_kept,
    press_and_wait,
    read_text,
    send_list,
    wait,
)

HOSTILE_NAMES = (
    "../../../etc/passwd",
    "..\\..\\evil.exe",
    "/etc/shadow",
    "a\x00b.csv",
    "<script>alert(1)</script>.csv",
    "..",
    "",
    "x" * 5000,
    "name\r\nSet-Cookie: a=b",
)


def draw_pdf(text: str = "Enclosed") -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, (595.28, 841.89))
    canvas.drawString(100, 500, text)
    canvas.save()
    return file.getvalue()


def enclosing(cell: str) -> str:
    head, first, *_ = GOOD.splitlines()
    return f'{head},Document\n{first},"{cell}"\n'


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_no_name_of_a_file_touches_the_disk_or_becomes_markup(
    client: Browser, home: Path, name: str
) -> None:
    sent = send_list(client, GOOD, name)
    assert sent.status_code in (303, 422)  # what some clients send for such a name is no file
    if sent.status_code == 303:
        wait(client, sent.headers["location"])
    kept = [Path(each).name for each in list_kept(home)]
    assert set(kept) <= {"list", "job.json", "choices.json", "found.json", "doing.json"} | {
        "problems.jsonl"
    }
    if sent.status_code == 303:
        assert "<script>alert" not in client.get(sent.headers["location"]).text


@pytest.mark.parametrize("content", [GOOD, BAD])
def test_what_a_list_is_called_is_in_no_title_or_address(client: Browser, content: str) -> None:
    page = bring(client, content, name="R v Hart.csv")
    shown = client.get(page).text
    title = re.search(r"<title>(.*?)</title>", shown)
    assert title
    assert "Hart" in shown  # browsers keep titles in their history
    assert "Hart" not in title[1] + page


@pytest.mark.parametrize(
    "cell",
    [
        "/etc/passwd",
        "../../profile.toml",
        "list",
        "2",
        "a.pdf;/etc/passwd",
        "./a.pdf",
        "sub/a.pdf",
        "C:\\a.pdf",
        "A.PDF",
    ],
)
def test_a_list_reads_no_file_that_did_not_come_with_it(client: Browser, cell: str) -> None:
    page = bring(client, enclosing(cell), files=[("enclosures", ("a.pdf", draw_pdf()))])
    shown = press_and_wait(client, page, "check", enclose="Document")
    assert "no file of this name came with the list" in read_text(shown.text)
    assert "/issue" not in shown.text


def test_a_file_of_the_server_that_is_a_good_pdf_is_not_enclosed_either(
    client: Browser, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(draw_pdf("Not yours"))
    page = bring(client, enclosing(str(secret)))
    shown = press_and_wait(client, page, "check", enclose="Document")
    assert "no file of this name came with the list" in read_text(shown.text)


def test_what_came_with_a_list_is_enclosed_and_what_is_left_over_is_named(client: Browser) -> None:
    files = [("enclosures", (name, draw_pdf())) for name in ("a;b.pdf", "other.pdf")]
    page = bring(client, enclosing("a;b.pdf"), files=files)
    assert "no row names them: a;b.pdf, other.pdf" in read_text(client.get(page).text)
    shown = press_and_wait(client, page, "check", enclose="Document")
    assert "no row names them: other.pdf." in read_text(shown.text)
    issued = press_and_wait(client, page, "issue")
    assert "1 letter on 2 pages" in read_text(issued.text)


def test_an_enclosure_that_was_missing_can_be_sent_with_the_list_again(client: Browser) -> None:
    first, second = (("enclosures", (name, draw_pdf())) for name in ("a.pdf", "b.pdf"))
    content = enclosing("a.pdf;b.pdf")
    page = bring(client, content, files=[first])
    shown = press_and_wait(client, page, "check", enclose="Document")
    assert "“b.pdf”: no file of this name came with the list" in read_text(shown.text)
    wait(
        client, send_list(client, content, files=[second], page=f"{page}/list").headers["location"]
    )
    issued = press_and_wait(client, page, "issue")
    assert "1 letter on 3 pages" in read_text(issued.text)


def test_two_enclosures_of_one_name_are_refused(client: Browser, home: Path) -> None:
    files = [("enclosures", ("a.pdf", draw_pdf()))] * 2
    answer = send_list(client, enclosing("a.pdf"), files=files)
    assert answer.status_code == 422
    assert "Two enclosures have one name." in answer.text
    assert list_kept(home) == []


def test_a_private_letter_comes_along_and_its_fields_are_filled_in(client: Browser) -> None:
    files = [("letter", ("letter.md", b"Dear {name},\n\nAbout {reference}.\n"))]
    page = bring(client, files=files)
    issued = press_and_wait(client, page, "issue")
    assert "2 letters on 4 pages" in read_text(issued.text)


def test_a_letter_that_is_none_is_refused_in_words(client: Browser) -> None:
    page = bring(client, files=[("letter", ("letter.docx", b"%PDF-1.7 \xff\xfe"))])
    said = read_text(client.get(page).text)
    assert "The letter letter.docx cannot be read" in said
    assert "/sent/" not in said


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 100, b"%PDF-1.7", b"PK\x03\x04garbage", b"\xd0\xcf\x11\xe0", b"<html></html>"],
)
def test_what_is_no_list_is_said_to_be_none(client: Browser, content: bytes) -> None:
    sent = send_list(client, content)
    if sent.status_code == 303:
        page = bring(client, content)
        assert client.get(page).status_code == 200
        assert "/issue" not in client.get(page).text
    else:
        assert "is empty." in sent.text


def test_a_workbook_that_unpacks_to_very_much_is_refused(client: Browser) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "0" * 5_000_000)
    page = bring(client, file.getvalue(), name="bomb.xlsx")
    assert "/issue" not in client.get(page).text


def test_cells_are_no_markup(client: Browser) -> None:
    page = bring(client, BAD.replace("A1O01XY", '"<img src=x onerror=alert(1)>"'))
    assert "<img" not in client.get(page).text


def test_too_much_is_refused_in_words_and_nothing_is_kept(
    client: Browser, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1024)
    answer = send_list(client, GOOD + "x" * 2000)
    assert answer.status_code == 413
    assert "larger than" in answer.text
    assert list_kept(home) == []


@pytest.mark.parametrize(
    "kind", ["text/plain", "multipart/form-data", "multipart/form-data; boundary="]
)
def test_what_is_no_form_is_refused(client: Browser, home: Path, kind: str) -> None:
    answer = client.post("/letters/jobs", content=b"abc", headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert list_kept(home) == []


def test_a_full_disk_is_said_and_nothing_is_kept(
    client: Browser, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "touch", refuse)
        answer = send_list(client)
    assert answer.status_code == 503
    assert "cannot be stored: No space left on device." in answer.text
    assert list_kept(home) == []


def test_half_a_form_leaves_nothing(client: Browser, home: Path) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="list"; filename="a"\r\n\r\nName,Pris'
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = client.post("/letters/jobs", content=body, headers=kind)
    assert answer.status_code in (403, 422)
    assert list_kept(home) == []


def test_a_form_that_is_cut_off_after_its_list_leaves_nothing(client: Browser, home: Path) -> None:
    part = "--b\r\nContent-Disposition: form-data; name="
    body = f'{part}"csrf"\r\n\r\n{client.csrf}\r\n{part}"list"; filename="a"\r\n\r\n{GOOD}\r\n--b'
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = client.post("/letters/jobs", content=f"{body}\r\n", headers=kind)
    assert answer.status_code == 422
    assert "The form did not come whole." in answer.text
    assert list_kept(home) == []


def test_a_form_of_another_site_is_refused(client: Browser, home: Path) -> None:
    assert send_list(client, GOOD, csrf="another").status_code == 403
    assert list_kept(home) == []


def test_a_list_is_its_visitors_alone(signed_in: Callable[..., Browser]) -> None:
    mine, other = signed_in(Right.ISSUE), signed_in(Right.ADMIN, named="B. Okafor")
    page = bring(mine, BAD)
    assert "clients.csv" in mine.get("/letters").text
    assert "clients.csv" not in other.get("/letters").text
    for path in ("", "/progress", "/problems.csv", "/files/letters.pdf"):
        assert other.get(f"{page}{path}").status_code == 404
    for action in ("check", "issue", "erase"):
        assert other.submit(f"{page}/{action}").status_code == 404
    assert send_list(other, GOOD, page=f"{page}/list").status_code == 404
    assert mine.get(page).status_code == 200


@pytest.mark.parametrize("path", ["/letters", "/letters/jobs/x", "/letters/explain/PM204"])
def test_who_only_checks_letters_sees_no_list(signed_in: Callable[..., Browser], path: str) -> None:
    assert signed_in(Right.CHECK).get(path).status_code == 403


@pytest.mark.parametrize("name", ["job.json", "..%2fjob.json", "choices.json", "letters.pdf%00"])
def test_only_what_was_made_is_fetched(client: Browser, name: str) -> None:
    page = bring(client)
    press_and_wait(client, page, "issue")
    assert client.get(f"{page}/files/{name}").status_code == 404


@pytest.mark.parametrize("job_id", ["x" * 22, "a" * 500, "%2e%2e%2f" * 7])
def test_no_id_leads_anywhere_else(client: Browser, job_id: str) -> None:
    assert client.get(f"/letters/jobs/{job_id}").status_code in (404, 303, 307)


def test_what_is_kept_can_be_read_by_this_user_alone(client: Browser, home: Path) -> None:
    bring(client, BAD)
    for path in (home / "lists", *(home / "lists").rglob("*")):
        if path.is_dir():
            assert is_private(path), path
