import csv
import io

import pytest

from prisonmail.system.csv_output import write_csv


def written_csv(rows: list[list[str]]) -> str:
    file = io.BytesIO()
    write_csv(rows, file)
    return file.getvalue().decode()


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_left_that_a_spreadsheet_would_run(cell: str) -> None:
    ((written,),) = csv.reader(io.StringIO(written_csv([[cell]]), newline=""))
    assert written == f"'{cell}"


def test_other_cells_come_back_as_they_were() -> None:
    rows = [["a,b", 'say "x"', "two\nlines", "Łukasz"], ["", "0012", " 1", "a=b"]]
    assert list(csv.reader(io.StringIO(written_csv(rows), newline=""))) == rows
