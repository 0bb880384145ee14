from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.ledger.chain.seals import Digest, draw_key, drop_absent

ROWS = st.lists(st.tuples(st.none() | st.text(max_size=3), st.integers()), max_size=6)


@given(ROWS, st.integers(0, 6), st.sampled_from(["", "00" * 16]))
def test_a_digest_is_the_same_however_its_rows_are_divided(
    rows: list[tuple[str | None, int]], at: int, key: str
) -> None:
    assert Digest(key).add(rows[:at]).add(rows[at:]).text == Digest(key).add(rows).text


@given(ROWS, ROWS)
def test_a_digest_is_of_these_rows_in_this_order_alone(
    rows: list[tuple[str | None, int]], others: list[tuple[str | None, int]]
) -> None:
    assert (Digest().add(rows).text == Digest().add(others).text) == (rows == others)


def test_rows_are_hashed_in_parts_so_that_memory_stays_flat() -> None:
    digest, taken, before = Digest(), list[int](), list[int]()

    class Watch:
        def update(self, content: bytes) -> None:
            before.append(len(taken))

    def draw() -> Iterator[tuple[int]]:
        for number in range(1001):
            taken.append(number)
            yield (number,)

    digest._hash = Watch()  # type: ignore[assignment]
    digest.add(draw())
    assert before == [500, 1000, 1001]


def test_a_seal_cannot_be_made_without_its_key() -> None:
    row = [("Tarquin Oddwell",)]
    assert len({Digest(key).add(row).text for key in ("", draw_key(), draw_key())}) == 3


def test_no_key_of_a_seal_can_be_guessed_or_found_by_trying() -> None:
    assert {len(bytes.fromhex(draw_key())) for _ in range(8)} == {16}


@pytest.mark.parametrize(
    ("row", "sealed"),
    [(("a", "b", None), ("a", "b")), (("a", None, "7"), ("a", None, "7")), ((1, ""), (1, ""))],
)
def test_a_barcode_is_sealed_with_the_rest_of_a_row_and_its_absence_is_not(
    row: tuple[object, ...], sealed: tuple[object, ...]
) -> None:
    assert drop_absent(row) == sealed


def test_what_somebody_else_put_into_a_ledger_is_hashed_too() -> None:
    assert Digest().add([(b"x",)]).text == Digest().add([("b'x'",)]).text


def test_the_bytes_that_are_hashed_never_change() -> None:
    digest = Digest().add([("Łukasz", None, 1), ("“C/1201”", 2, "")]).text
    assert digest == "7e44545b9c948d8e84a2a722d8e3b47c3866cf9aa44b8599fa22b36cb8a40757"
