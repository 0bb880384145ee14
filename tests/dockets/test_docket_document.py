import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.codes import add_check_digits
from prisonmail.dockets import docket_document
from prisonmail.dockets.docket import Docket
from prisonmail.dockets.docket_document import parse_docket, write_docket
from prisonmail.errors import DocketRefused
from prisonmail.system.record import replace
from tests.dockets.samples import DOCKET, MADE_AT, make_letter

WRITTEN = write_docket(DOCKET)
_CODE = add_check_digits(6)


def test_the_document_is_what_other_programs_are_written_against() -> None:
    plain = json.loads(WRITTEN)
    assert list(plain) == [
        *("format", "version", "serial", "previous", "made_at", "good_until", "prison", "sender"),
        *("key", "ledger_head", "proof", "letters", "cancelled"),
    ]
    assert (plain["format"], plain["version"], plain["serial"]) == ("prisonmail-docket", 1, 17)
    assert plain["made_at"] == "2026-11-21T12:00:00+00:00"
    assert plain["sender"] == {
        "organisation": "Greenstone Chambers",
        "sender": "Eric Brown",
        "role": "barrister",
        "cjsm_address": "eric.brown@greenstonechambers.co.uk.cjsm.net",
        "telephone": "0113 496 0000",
        "address": ["14 Park Square", "Leeds", "LS1 2NE"],
    }
    assert plain["proof"] == {"standing": "proved", "at": "2026-11-18T12:00:00+00:00"}
    assert plain["letters"][1] == {
        "code": DOCKET.letters[1].code,
        "barcode": None,
        "marking": "Prison Rule 39",
        "name": "Kai O’Brien",
        "prison_number": None,
        "date_of_birth": "2007-02-28",
        "issued_at": "2026-11-21T11:00:00+00:00",
        "good_until": "2026-12-19T23:59:59+00:00",
    }
    assert plain["cancelled"] == list(DOCKET.cancelled)
    assert "Łukasz Wiśniewski" in WRITTEN.decode()
    assert WRITTEN.endswith(b"}\n")


@pytest.mark.parametrize(
    "docket",
    [
        DOCKET,
        replace(DOCKET, letters=(), previous=None, proof=None),
        replace(DOCKET, cancelled=(), serial=1, prison="STC3", ledger_head="0:"),
    ],
)
def test_what_is_written_is_read(docket: Docket) -> None:
    assert parse_docket(write_docket(docket)) == docket


def test_a_document_of_another_program_may_be_laid_out_in_another_way() -> None:
    plain = json.loads(WRITTEN)
    turned = dict(reversed(plain.items()))
    turned["made_at"] = "2026-11-21T13:00:00+01:00"
    found = parse_docket(json.dumps(turned).encode())
    assert found == DOCKET
    assert found.made_at.isoformat() == MADE_AT.isoformat()


def test_no_person_shows_in_a_log() -> None:
    shown = repr(DOCKET)
    for secret in ("Łukasz", "A1002XY", "2007", "123456789012"):
        assert secret not in shown


def _change(**fields: object) -> bytes:
    return json.dumps({**json.loads(WRITTEN), **fields}).encode()


def _change_letter(**fields: object) -> bytes:
    plain = json.loads(WRITTEN)
    plain["letters"][1].update(fields)
    return json.dumps(plain).encode()


def _change_sender(**fields: object) -> bytes:
    plain = json.loads(WRITTEN)
    plain["sender"].update(fields)
    return json.dumps(plain).encode()


def _drop(field: str) -> bytes:
    plain = json.loads(WRITTEN)
    del plain[field]
    return json.dumps(plain).encode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "truncated"),
        (b"hello", "malformed"),
        (b"[]", "Expected `object`, got `array`"),
        (WRITTEN[:-9], "truncated"),
        (WRITTEN + b"x", "trailing characters"),
        (b"\xef\xbb\xbf" + WRITTEN, "malformed"),
        (WRITTEN.decode().encode("utf-16"), "malformed"),
        (WRITTEN.replace(b"Eric", b"\xffric"), "it is not in UTF-8"),
        (WRITTEN.replace(b"Eric", b"\\ud800"), "malformed"),
        (WRITTEN.replace(b"Eric", b"\\udc00"), "malformed"),
        (_change(format="other"), "not of the format prisonmail-docket"),
        (_drop("format"), "missing required field `format`"),
        (_drop("version"), "missing required field `version`"),
        (_change(version=2, letters=7), "version 2, and this prisonmail knows 1: a newer one is"),
        (_change(version=0), "its version is no version"),
        (_change(version="1"), "Expected `int`, got `str`"),
        (_change(version=True), "Expected `int`, got `bool`"),
        (_change(serial=17.0), "Expected `int`"),
        (_change(serial=0), "its serial is no number"),
        (_change(serial=-1), "its serial is no number"),
        (_change(serial=10**30), "its serial is no number"),
        (WRITTEN.replace(b'"serial": 17', b'"serial": 1' + b"0" * 9999), "out of range"),
        (WRITTEN.replace(b'"serial": 17', b'"serial": NaN'), "malformed"),
        (_change(previous="AB" * 32), "its previous is no SHA-256"),
        (_change(previous=""), "its previous is no SHA-256"),
        (_change(prison="leeds"), "its prison is no code"),
        (_change(prison="LEI\n"), "its prison is no code"),
        (_change(key="MD5:abc"), "its key is no fingerprint"),
        (_change(ledger_head="14"), "its ledger_head is none"),
        (_change(made_at="yesterday"), "Invalid RFC3339"),
        (_change(made_at="2026-02-30T00:00:00Z"), "Invalid RFC3339"),
        (_change(made_at="2026-11-21T12:00:00"), "without its zone"),
        (_change(made_at="0001-01-01T00:00:00+14:00"), "a moment of the year 1"),
        (_change(good_until="9999-12-31T23:59:59-14:00"), "a moment of the year 9999"),
        (_change(proof={"standing": "", "at": "2026-11-21T12:00:00Z"}), "standing of its proof"),
        (_change(proof={"standing": "proved", "at": None}), "Expected `datetime`"),
        (_change(letters=None), "Expected `array`"),
        (_change(letters=[None]), "Expected `object`"),
        (_change(cancelled=[1]), "Expected `str`"),
        (_change(cancelled=["12345"]), "one of its codes is no code"),
        (_change(cancelled=[DOCKET.letters[0].code]), "it has a code twice"),
        (_change(cancelled=[_CODE, _CODE]), "it has a code twice"),
        (_change(extra=1), "unknown field `extra`"),
        (_change(**{"x" * 9999: 1}), "unknown field"),
        (_change_sender(organisation=""), "organisation is empty"),
        (_change_sender(sender=" x"), "begins or ends with a space"),
        (_change_sender(telephone="1\x1b[2J"), "cannot be printed, U+001B"),
        (_change_sender(address=[]), "address has 0 lines"),
        (_change_sender(address=["x"] * 11), "address has 11 lines"),
        (_change_sender(address=["Leeds\nHull"]), "cannot be printed, U+000A"),
        (_change_sender(role="Barrister at law"), "role is none"),
        (_change_sender(cjsm_address="x"), "cjsm_address is no address"),
        (_change_letter(code="00000000000001"), "one of its codes is no code"),
        (_change_letter(code="٠" * 14), "one of its codes is no code"),
        (_change_letter(code=DOCKET.letters[0].code), "it has a code twice"),
        (_change_letter(barcode="12345678901"), "of letter 2, the barcode is none"),
        (_change_letter(barcode="123456789012"), "it has a barcode twice"),
        (_change_letter(marking="Rule 99"), "Invalid enum value"),
        (_change_letter(name="Kai\u202eneirB"), "the name has a character that cannot be printed"),
        (_change_letter(name="Kai\u2066"), "U+2066"),
        (_change_letter(name="Kai\x00"), "U+0000"),
        (_change_letter(name="K" * 121), "the name has more than 120 characters"),
        (_change_letter(name=None), "Expected `str`, got `null`"),
        (_change_letter(prison_number="a1002xy"), "the prison_number is none"),
        (_change_letter(date_of_birth="2007-02-30"), "Invalid"),
        (_change_letter(date_of_birth="1850-01-01"), "the date_of_birth is none"),
        (_change_letter(date_of_birth="2027-01-01"), "the date_of_birth is none"),
        (_change_letter(good_until="2026-11-20T00:00:00Z"), "good_until is before issued_at"),
        (_change_letter(reference="C/1"), "unknown field `reference`"),
        (WRITTEN.replace(b'"serial": 17', b'"serial": 17, "serial": 18'), "a field twice"),
        (WRITTEN.replace(b'"name"', b'"name": "A", "name"', 1), "a field twice"),
        (WRITTEN.replace(b'"name"', b'"n\\u0061me": "A", "name"', 1), "a field twice"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (WRITTEN.replace(b"17", b"[" * 100_000, 1), "nested too deeply"),
    ],
)
def test_what_is_no_docket_is_refused_in_one_line(text: bytes, said: str) -> None:
    with pytest.raises(DocketRefused) as refused:
        parse_docket(text)
    message = refused.value.message
    assert said in message
    assert message.isprintable()
    assert len(message) < 250
    assert refused.value.exit_code == 65
    for secret in ("Łukasz", "A1002XY", "O’Brien"):
        assert secret not in message


def test_a_docket_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docket_document, "LARGEST", len(WRITTEN) - 1)
    with pytest.raises(DocketRefused, match="it has more than 0 MB"):
        parse_docket(WRITTEN)


def test_a_docket_with_too_many_codes_is_refused() -> None:
    letters = [json.loads(WRITTEN)["letters"][0]] * 100_001
    with pytest.raises(DocketRefused, match="it has more than 100,000 letters"):
        parse_docket(_change(letters=letters))
    with pytest.raises(DocketRefused, match="it has more than 100,000 cancelled"):
        parse_docket(_change(cancelled=[_CODE] * 100_001))


def test_ten_thousand_letters_are_read_whole() -> None:
    many = replace(DOCKET, letters=tuple(make_letter(100 + n) for n in range(10_000)))
    assert parse_docket(write_docket(many)) == many


_PLAIN: Any = json.loads(WRITTEN)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.sampled_from(list(_PLAIN)), _JSON)
def test_any_value_of_any_field_is_taken_or_refused(field: str, value: object) -> None:
    _try(json.dumps({**_PLAIN, field: value}).encode())


@given(st.sampled_from(list(_PLAIN["letters"][0])), _JSON)
def test_any_value_of_a_letter_is_taken_or_refused(field: str, value: object) -> None:
    letter = {**_PLAIN["letters"][0], field: value}
    _try(json.dumps({**_PLAIN, "letters": [letter]}).encode())


@given(st.integers(0, len(WRITTEN) - 1), st.binary(max_size=3), st.integers(0, 5))
def test_any_damage_is_taken_or_refused(at: int, other: bytes, gone: int) -> None:
    _try(WRITTEN[:at] + other + WRITTEN[at + gone :])


def _try(text: bytes, read: Callable[[bytes], Docket] = parse_docket) -> None:
    try:
        found = read(text)
    except DocketRefused:
        return
    assert parse_docket(write_docket(found)) == found
