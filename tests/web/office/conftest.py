"""What tests of the office's pages share: somebody who issues, with a batch that was issued."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from prisonmail.ledger.accountability.policies import YES, Policy
from prisonmail.ledger.store import open_ledger
from prisonmail.web.access.visitors import Right
from tests.cli.conftest import IssuedHome, issue_in
from tests.conftest import EXAMPLES
from tests.web.conftest import Browser

SignIn = Callable[[Right], Browser]


@pytest.fixture(scope="session")
def issued_home(tmp_path_factory: pytest.TempPathFactory) -> IssuedHome:
    return issue_in(tmp_path_factory.mktemp("office"), EXAMPLES / "recipients.csv")


@pytest.fixture
def issued(home: Path, profile: Path, issued_home: IssuedHome) -> dict[str, str]:
    """The name of a batch of six, and its codes by sheet."""
    issued_home.copy_to(home)
    codes = {str(letter["page"]): letter["code"] for letter in issued_home.document["letters"]}
    return {"batch": issued_home.document["batch"], **codes}


@pytest.fixture
def browser(signed_in: SignIn) -> Browser:
    """The browser of somebody who may issue."""
    return signed_in(Right.ISSUE)


@pytest.fixture
def admin(signed_in: SignIn) -> Browser:
    """The browser of somebody who may do everything."""
    return signed_in(Right.ADMIN)


def read_hidden(page: str) -> dict[str, str]:
    """Return what a page's forms hold beside what somebody types."""
    main = page.split("<main")[1]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', main)
    return {name: unescape(value) for name, value in fields}


@pytest.fixture
def each_to_their_own(home: Path, issued: dict[str, str]) -> None:
    """The rule of the ledger that each keeps to their own letters."""
    with open_ledger(home / "ledger.sqlite3") as ledger:
        ledger.policies.set(Policy.OWN_BATCHES_ONLY, YES, datetime(2026, 11, 21, tzinfo=UTC))
