"""What the OpenAPI document promises, asked of a server that runs."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from prisonmail.ledger.access.grants import Right, draw_token, hash_token
from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock
from prisonmail.web.api.documents import ProblemDocument
from tests.browser.served import Served, serve_in
from tests.soundness import import_path


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    home = tmp_path / "served"
    home.mkdir(mode=0o700)
    with serve_in(home) as server:
        yield server


def grant(served: Served) -> str:
    """Return a token with which everything may be asked."""
    token = draw_token()
    with open_ledger(served.home / "ledger.sqlite3") as ledger:
        name = f"schemathesis-{secrets.token_hex(4)}"
        ledger.grants.add(name, Right.ADMIN, clock.now(), digest=hash_token(token))
    return token


def ask(served: Served, *options: str, hooks: str = "") -> None:
    """Ask what the document allows and what it forbids, and hold the answers against it."""
    run = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", str(Path(__file__).with_name("schemathesis.toml"))),
            *("run", f"{served.address}/api/openapi.json", "--no-color", "--checks", "all"),
            *("-H", f"Authorization: Bearer {grant(served)}", "--generation-database", "none"),
            *("--request-timeout", "60", "--continue-on-failure", *options),
        ],
        cwd=served.home,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1", **_name_hooks(hooks)},
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout


def _name_hooks(module: str) -> dict[str, str]:
    return {"PYTHONPATH": import_path(), "SCHEMATHESIS_HOOKS": module} if module else {}


def ask_with_good_lists(served: Served, *options: str) -> None:
    """Ask everything by all checks: whatever the document allows has to be done."""
    ask(served, *options, hooks="tests.web.api.good_lists")


def ask_with_any_lists(served: Served, *options: str) -> None:
    """Ask for letters with any bytes as a list, however well-formed: these may be refused."""
    only = ("--include-method", "POST", "--include-path", "/api/v1/batches")
    ask(served, *only, "--exclude-checks", "positive_data_acceptance", *options)


def test_a_running_server_keeps_what_its_document_promises(served: Served) -> None:
    few = ("-n", "2", "--phases", "examples,fuzzing", "--seed", "7")
    ask_with_good_lists(served, *few)
    ask_with_any_lists(served, *few)


@pytest.mark.soak
def test_a_running_server_keeps_it_whatever_is_asked(served: Served) -> None:
    ask_with_good_lists(served, "-n", "60")
    ask_with_any_lists(served, "-n", "60")


def test_every_answer_is_described(application: FastAPI) -> None:
    document = application.openapi()
    operations = [each for path in document["paths"].values() for each in path.values()]
    assert len(operations) == 7
    for operation in operations:
        assert operation["security"] == [{"token": []}]
        assert {"400", "401", "403", "422", "429", "503"} <= set(operation["responses"])
        for status, answer in operation["responses"].items():
            problem = int(status) >= 400
            kinds = set(answer["content"])
            assert kinds == ({"application/problem+json"} if problem else kinds)
            assert "HTTPValidationError" not in str(answer)
            assert ("Retry-After" in answer.get("headers", {})) == (status in ("429", "503"))


def test_it_is_described_where_new_letters_are(application: FastAPI) -> None:
    answers = application.openapi()["paths"]["/api/v1/batches"]["post"]["responses"]
    assert answers["201"]["headers"]["Location"]["required"]
    assert answers["201"]["content"]["application/json"]["schema"]


def test_the_examples_of_the_document_are_of_its_types(application: FastAPI) -> None:
    schemas: dict[str, Any] = application.openapi()["components"]["schemas"]
    assert schemas["CheckRequest"]["additionalProperties"] is False
    assert set(ProblemDocument.model_fields) <= set(schemas["ProblemDocument"]["properties"])


def test_every_option_of_an_order_is_described(application: FastAPI) -> None:
    options = application.openapi()["components"]["schemas"]["BatchRequest"]["properties"]
    assert [name for name, option in options.items() if not option.get("description")] == []
    assert (options["max_rows"]["minimum"], options["max_rows"]["maximum"]) == (1, 1_000_000)
