import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.errors import InputMissing, UnusableList
from prisonmail.prisons.directory import Directory
from prisonmail.prisons.store import read_update

TODAY = date(2026, 11, 21)
CSV = (
    "code,register_name,address_line1,address_line2,town,postcode,active\n"
    "LEI,Leeds (HMP),Café Road,,Leeds,LS12 2TJ,t\n"
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("register") / "newer"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_usual_encodings_are_read(file: Path, directory: Directory, encoding: str) -> None:
    file.write_text(CSV, encoding=encoding)
    (prison,) = read_update(str(file), directory, TODAY).prisons
    assert prison.street == "Café Road"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_encodings_are_told(file: Path, directory: Directory, encoding: str) -> None:
    file.write_text(CSV, encoding=encoding)
    with pytest.raises(UnusableList, match="it is not text"):
        read_update(str(file), directory, TODAY)


def test_many_faults_are_counted_and_twenty_shown(file: Path, directory: Directory) -> None:
    file.write_text(json.dumps([{}] * 1234), encoding="utf-8")
    with pytest.raises(UnusableList) as told:
        read_update(str(file), directory, TODAY)
    lines = told.value.message.splitlines()
    assert lines[0].endswith("cannot be taken: 1,234 faults.")
    assert len(lines) == 1 + 20 + 1
    assert lines[-1] == "  and 1,214 more"


def test_a_file_that_is_not_there_is_told(directory: Directory, tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match="There is no file"):
        read_update(str(tmp_path / "missing"), directory, TODAY)
    with pytest.raises(InputMissing, match="cannot be read"):
        read_update(str(tmp_path), directory, TODAY)


@given(st.binary(max_size=200) | st.binary(max_size=80).map(lambda tail: CSV.encode() + tail))
def test_any_bytes_are_an_update_or_faults(
    file: Path, directory: Directory, content: bytes
) -> None:
    file.write_bytes(content)
    try:
        update = read_update(str(file), directory, TODAY)
    except UnusableList:
        return
    assert update.prisons or update.older
