"""Whatever the bytes: every row is accounted for, and nothing is raised but a wrong command."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.prisons.directory import Directory
from prisonmail.recipients.check_list import check
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import Source
from prisonmail.recipients.options import ListOptions

TODAY = date(2026, 11, 21)
SAMPLES = [
    path.read_bytes()
    for path in sorted((Path(__file__).parent / "cases").iterdir())
    if path.suffix != ".json"
]
BITS = [
    b'"', b"\0", b"\r", b"\n", b",", b"\t", b"\xff\xfe", b"\xef\xbb\xbf", b"\x81", b"=", b"99999",
    b"12/31/1980", b"00/00/0000", b"\xe2\x80\xa8", b"\xd0\x90", b"sep=;\r\n", b"Prison", b"Bail",
    b"PK\x03\x04", b"<html>", "٣".encode(),
]  # fmt: skip


def accounted_for(found: CheckedList) -> bool:
    return found.rows_bad >= 0 and bool(found.errors or found.good_rows)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_a_problem(directory: Directory, content: bytes) -> None:
    assert accounted_for(check(Source("x.csv", content), directory, TODAY))


@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(BITS), st.integers(0, 30)), max_size=8),
)
def test_a_damaged_sample_is_a_list_or_a_problem(
    directory: Directory, sample: bytes, damage: list[tuple[float, bytes, int]]
) -> None:
    for where, put, taken in damage:
        at = int(where * len(sample))
        sample = sample[:at] + put + sample[at + taken :]
    assert accounted_for(check(Source("x.csv", sample), directory, TODAY))


@given(st.sampled_from(SAMPLES), st.sampled_from("utf-8 utf-16 utf-7 cp037 cp850 idna hz".split()))
def test_a_wrong_encoding_is_a_list_or_a_problem(
    directory: Directory, sample: bytes, encoding: str
) -> None:
    options = ListOptions(encoding=encoding)
    assert accounted_for(check(Source("x.csv", sample), directory, TODAY, options))


def seconds(directory: Directory, rows: int) -> float:
    people = (f"N/{n},Ann Hart,{chr(65 + n % 26)}{n // 26:04}XY,LEI\r\n" for n in range(rows))
    content = ("Ref,Name,Prison No,Prison\r\n" + "".join(people)).encode()
    before = time.process_time()
    assert len(check(Source("x.csv", content), directory, TODAY).good_rows) == rows
    return time.process_time() - before


def test_the_time_taken_grows_no_faster_than_the_list(directory: Directory) -> None:
    assert seconds(directory, 20_000) < 4 * 3 * max(seconds(directory, 5_000), 0.02)


@pytest.mark.parametrize("row", ['"' * 40_000, "," * 16_384, "A" * 200_000, '"a\r\n' * 3000])
def test_odd_rows_take_no_time(directory: Directory, row: str) -> None:
    content = f"Name,Prison No,Prison\r\nAnn Hart,A1001XY,LEI\r\n{row}\r\n".encode()
    before = time.process_time()
    assert check(Source("x.csv", content), directory, TODAY).rows_read >= 1
    assert time.process_time() - before < 2
