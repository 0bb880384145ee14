"""A list becomes letters in a browser: brought, put right, issued, fetched, erased."""

from pathlib import Path

import pypdf

from tests.conftest import Run
from tests.web.conftest import CSRF, Client
from tests.web.lists.desk import (
    BAD,
    GOOD,
    bring,
    list_kept,
    press,
    press_and_wait,
    read_text,
    send_list,
    wait,
)


def test_a_good_list_is_issued_and_fetched(client: Client, home: Path) -> None:
    browser = client()
    page = bring(browser)
    said = read_text(browser.get(page).text)
    assert "clients.csv: no problems. It would print 2 sheets." in said
    assert "2 of 2 rows are ready" in said
    assert "HMP Leeds 1" in said
    issued = press_and_wait(browser, page, "issue")
    assert "2 sheets → letters.pdf" in read_text(issued.text)
    assert str(home) not in issued.text
    pdf = browser.get(f"{page}/files/letters.pdf")
    assert pdf.headers["cache-control"] == "no-store"
    assert pdf.headers["content-disposition"].startswith('attachment; filename="letters-20')
    (home / "fetched.pdf").write_bytes(pdf.content)
    assert len(pypdf.PdfReader(home / "fetched.pdf").pages) == 2
    manifest = browser.get(f"{page}/files/manifest.csv").text
    assert manifest.startswith("Name,Prison Number,Date of birth,Prison,Reference,code,batch,page")
    assert "Oddwell" not in str(pdf.headers)
