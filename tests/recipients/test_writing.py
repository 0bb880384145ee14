import csv
import io

import pytest

from prisonmail.recipients.writing import as_csv


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_left_that_a_spreadsheet_would_run(cell: str) -> None:
    ((written,),) = csv.reader(io.StringIO(as_csv([[cell]]).decode(), newline=""))
    assert written == f"'{cell}"


def test_other_cells_come_back_as_they_were() -> None:
    rows = [["a,b", 'say "x"', "two\nlines", "Łukasz"], ["", "0012", " 1", "a=b"]]
    assert list(csv.reader(io.StringIO(as_csv(rows).decode(), newline=""))) == rows
