from collections import defaultdict
from itertools import pairwise

from prisonmail.ledger.accountability.figures import LetterFigures
from prisonmail.ledger.verdicts import Verdict
from prisonmail.reports.keeping.ledger_report import tell_report
from prisonmail.sheets.batch.figure_sheets import FigureTable, draw_figures
from prisonmail.sheets.drawing import MARGIN, RIGHT, SMALL
from prisonmail.sheets.fonts import load_roboto
from prisonmail.use_cases.accountability.ledger_report import LedgerReport, read_month
from tests.conftest import ISSUED_AT

ROBOTO = load_roboto()
LONG = "Chambers of Wilhelmina Featherstonehaugh-Cholmondeley and Partners LLP"


def test_a_report_takes_one_page_whatever_is_in_it() -> None:
    many = {f"{LONG} {n}": LetterFigures(10_000 + n) for n in range(130)}
    checks = dict.fromkeys(Verdict, 12_345)
    found = LedgerReport(
        read_month("2026-11"), ISSUED_AT, LetterFigures(1), many, many, many, checks
    )
    told = tell_report(found)
    (sheet,) = draw_figures(told.title, told.lines, told.page, ROBOTO)
    assert any(run.text == "119 others" for drawing in sheet.own for run in drawing.texts)
    for drawing in sheet.own:
        for run in drawing.texts:
            face = ROBOTO.bold if run.bold else ROBOTO.regular
            assert MARGIN <= run.x <= run.x + face.measure_width(run.text, run.size) <= RIGHT + 0.01


def test_nothing_lies_over_anything_else_in_a_row() -> None:
    table = FigureTable(
        "T", ("Day", "Prison", "Checks", "Ready"), (("21-11-2026", LONG, "1", "2"),), 2
    )
    (sheet,) = draw_figures("Title", (), [table], ROBOTO)
    rows = defaultdict[float, list[tuple[float, float]]](list)
    for drawing in sheet.own:
        for run in drawing.texts:
            rows[run.y].append((run.x, ROBOTO.regular.measure_width(run.text, SMALL)))
    for cells in rows.values():
        assert all(one[0] + one[1] < other[0] for one, other in pairwise(sorted(cells)))


def test_a_long_table_goes_on_below_its_headings_again() -> None:
    table = FigureTable("T", ("Name", "Letters"), tuple((str(n), "1") for n in range(150)))
    sheets = list(draw_figures("Title", ("Line",), [table], ROBOTO))
    said = [[run.text for drawing in sheet.own for run in drawing.texts] for sheet in sheets]
    assert len(sheets) == 3
    assert all("Letters" in texts for texts in said)
    assert [text for texts in said for text in texts if text.isdecimal() and text != "1"] == [
        str(n) for n in range(150) if n != 1
    ]
    assert "Page 2 of 3" in said[1]
