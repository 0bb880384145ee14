"""Tokens of the Ministry's own sign-in, and those that only look like them."""

import base64
import hashlib
import hmac
import json
import os
import time
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from starlette.testclient import TestClient

from prisonmail.errors import InputMissing
from prisonmail.ledger.store import open_ledger
from prisonmail.web.app import make_app
from prisonmail.web.ministry.json_web_tokens import TokenKeys
from prisonmail.web.settings import Settings
from tests.web.ministry.conftest import Issue, make_client

KEY, OTHER, SHORT = (generate_private_key(65537, bits) for bits in (2048, 2048, 1024))
ROLE = "ROLE_SLM_SCAN_BARCODE"


def public(key: RSAPrivateKey, name: str | None, **more: str) -> dict[str, str]:
    document = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**document, **({"kid": name} if name else {}), **more}


def write_keys(path: Path, *keys: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"keys": list(keys)}))
    return path


def claims(**more: Any) -> dict[str, Any]:
    its = {"user_name": "R_OKAFOR", "authorities": [ROLE], "exp": int(time.time()) + 600, **more}
    return {name: value for name, value in its.items() if value is not None}


def sign(key: RSAPrivateKey = KEY, kid: str | None = "one", **more: Any) -> str:
    headers = {"kid": kid} if kid else {}
    return jwt.encode(claims(**more), key, algorithm="RS256", headers=headers)


def _pack(part: object) -> str:
    text = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def sign_none() -> str:
    return f"{_pack({'alg': 'none', 'typ': 'JWT', 'kid': 'one'})}.{_pack(claims())}."


def sign_with_the_public_key() -> str:
    """Sign by HS256, with the public key as the secret: what is taken by whoever asks the token."""
    secret = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    signed = f"{_pack({'alg': 'HS256', 'typ': 'JWT', 'kid': 'one'})}.{_pack(claims())}"
    return f"{signed}.{_pack(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


def change_claims() -> str:
    head, _, seal = sign().split(".")
    return f"{head}.{_pack(claims(user_name='SOMEBODY_ELSE'))}.{seal}"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return write_keys(tmp_path / "jwks.json", public(KEY, "one"), {"kty": "EC", "kid": "two"})


@pytest.fixture
def client(ledger: Path, tmp_path: Path, keys: Path) -> TestClient:
    return make_client(Settings(str(ledger), tmp_path / "profile.toml", location="BWI", jwks=keys))


def ask(client: TestClient, token: str, barcode: str) -> tuple[int, Any]:
    answer = client.post(
        "/barcode/check",
        json={"barcode": barcode},
        headers={"Authorization": f"Bearer {token}"},
    )
    return answer.status_code, answer.json()


def test_a_token_says_who_checks_and_a_setting_or_the_token_where(
    client: TestClient, issue: Issue
) -> None:
    for said, prison in ((None, "BWI"), ("LEI", "LEI")):
        code = issue(prison=prison).code
        assert ask(client, sign(location=said), code[:12])[0] == 200
        with open_ledger(issue.ledger) as opened:
            found = opened.find_letter(code)
        assert found
        assert found.first_check
        assert (found.first_check.by, found.first_check.location) == ("R_OKAFOR", prison)


def test_a_program_without_a_user_checks_under_its_own_name(
    client: TestClient, issue: Issue
) -> None:
    token = sign(user_name=None, client_id="hmpps-send-legal-mail-staff-ui")
    assert ask(client, token, issue(prison="BWI").code)[0] == 200


@pytest.mark.parametrize("roles", [[], None, "ROLE_SLM_SCAN_BARCODE", ["ROLE_SLM_ADMIN"], [[ROLE]]])
def test_a_token_without_the_role_is_not_allowed(client: TestClient, roles: Any) -> None:
    status, body = ask(client, sign(authorities=roles), "012345678901")
    assert (status, body["status"], body["errorCode"]["code"]) == (403, 403, "AUTH")


NOW = int(time.time())
HOSTILE = {
    "no algorithm": sign_none(),
    "the public key as a secret": sign_with_the_public_key(),
    "another key of the same name": sign(OTHER),
    "a key that is not there": sign(kid="three"),
    "a key of another kind": sign(kid="two"),
    "changed": change_claims(),
    "over": sign(exp=NOW - 3600),
    "without an end": sign(exp=None),
    "an end that is no number": sign(exp="tomorrow"),
    "not yet": sign(nbf=NOW + 3600),
    "of nobody": sign(user_name=None),
    "of a list": sign(user_name=["R_OKAFOR"]),
    "RS512": jwt.encode(claims(), KEY, algorithm="RS512", headers={"kid": "one"}),
    "PS256": jwt.encode(claims(), KEY, algorithm="PS256", headers={"kid": "one"}),
    "no token": "abc",
    "dots": "..",
    "no JSON": f"{_pack(b'[')}.{_pack(b'[')}.{_pack(b'[')}",
    "a list": f"{_pack([])}.{_pack([])}.{_pack(b'')}",
    "a name that is no text": f"{_pack({'alg': 'RS256', 'kid': {}})}.{_pack(claims())}.AAAA",
    "deep": f"{_pack(b'[' * 50_000)}.{_pack(b'')}.",
    "critical": jwt.encode(claims(), KEY, "RS256", {"kid": "one", "crit": ["who"], "who": 1}),
}


@pytest.mark.parametrize("token", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_other_token_is_taken(client: TestClient, issue: Issue, token: str) -> None:
    code = issue(prison="BWI").code
    status, body = ask(client, token, code)
    assert (status, body["errorCode"]["code"]) == (401, "AUTH")
    assert ask(client, sign(), code)[0] == 200
    assert "prisonmail_sign_in_misses_total 1\n" in client.get("/metrics").text


def test_the_file_is_read_again_when_it_changes(
    client: TestClient, keys: Path, issue: Issue
) -> None:
    issue()
    assert ask(client, sign(), "1")[0] == 404
    write_keys(keys, public(OTHER, "two"))
    os.utime(keys, (1, 1))
    assert ask(client, sign(), "1")[0] == 401
    assert ask(client, sign(OTHER, "two"), "1")[0] == 404
    assert ask(client, sign(OTHER, None), "1")[0] == 404  # the only key there is


def test_a_file_that_is_damaged_lets_nobody_in_and_is_said_in_words(
    client: TestClient, keys: Path, issue: Issue
) -> None:
    issue()
    keys.write_text("{")
    status, body = ask(client, sign(), "1")
    assert (status, body["errorCode"]["code"]) == (503, "DOWNSTREAM")
    write_keys(keys, public(KEY, "one"))
    assert ask(client, sign(), "1")[0] == 404


@pytest.mark.parametrize(
    "document",
    [
        "",
        "{}",
        "[]",
        '{"keys": {}}',
        '{"keys": []}',
        '{"keys": [1]}',
        json.dumps({"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "one"}]}),
        json.dumps({"keys": [{"kty": "RSA", "kid": "one"}]}),
        json.dumps({"keys": [public(KEY, "one", use="enc")]}),
        json.dumps({"keys": [public(KEY, "one", alg="RS512")]}),
        json.dumps({"keys": [public(SHORT, "one")]}),
    ],
)
def test_a_server_does_not_start_with_keys_that_cannot_be_used(
    tmp_path: Path, document: str
) -> None:
    path = tmp_path / "jwks.json"
    path.write_text(document)
    with pytest.raises(InputMissing, match="holds no keys"):
        make_app(Settings("ledger.sqlite3", tmp_path / "profile.toml", jwks=path))


def test_a_file_that_is_missing_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match="holds no keys"):
        TokenKeys(tmp_path / "jwks.json")


def test_without_a_file_no_such_token_is_taken(ledger: Path, tmp_path: Path) -> None:
    client = make_client(Settings(str(ledger), tmp_path / "profile.toml"))
    assert ask(client, sign(), "1")[0] == 401
