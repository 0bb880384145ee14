"""The report of a month and the log of the ledger in the browser."""

from prisonmail.system import clock
from tests.web.conftest import Browser


def test_nothing_issued_is_no_fault(browser: Browser) -> None:
    assert "Nothing has been issued yet" in browser.get("/letters/report").text


def test_a_month_is_counted_and_names_nobody(browser: Browser, issued: dict[str, str]) -> None:
    month = f"{clock.now():%Y-%m}"
    shown = browser.get(f"/letters/report?month={month}").text
    assert "6 letters issued" in shown
    assert "Oddwell" not in shown
    assert "Checks by day and prison" in browser.get("/letters/report?checks=yes").text
    wrong = browser.get("/letters/report?month=x")
    assert (wrong.status_code, "Write the month like" in wrong.text) == (422, True)


def test_the_same_comes_as_a_table_and_on_paper(browser: Browser, issued: dict[str, str]) -> None:
    table = browser.get("/letters/report/csv")
    assert table.headers["content-disposition"] == 'attachment; filename="report.csv"'
    assert table.content.decode("utf-8-sig").startswith("By,Name,Letters")
    assert browser.get("/letters/report/pdf").content.startswith(b"%PDF")


def test_the_log_is_for_administrators(admin: Browser, issued: dict[str, str]) -> None:
    assert f"<td>{issued['batch']}</td><td>batch issued" in admin.get("/letters/log").text
    admin.submit("/letters/cancel", what=issued["1"], sure="yes", why="wrong enclosure")
    of_code = admin.submit("/letters/log", code=issued["1"]).text
    assert "letter cancelled: wrong enclosure" in of_code
    assert "wrong enclosure" in admin.submit("/letters/log", by="A. Patel").text
    assert admin.submit("/letters/log", batch="20200101-2222").status_code == 404
