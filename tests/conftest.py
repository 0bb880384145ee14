"""What tests share: a home of their own, a profile, the command line in process."""

import atexit
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from typer.testing import CliRunner

from prisonmail.cli import app
from prisonmail.codes import add_check_digits
from prisonmail.letters.letter import Batch, Draft, Letter
from prisonmail.prisons.directory import Directory
from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.recipients.recipient import Recipient
from prisonmail.sender.sender import Sender
from prisonmail.system import clock
from prisonmail.use_cases.before_issue.draft_checks import draft_for

pytest_plugins = ["tests.ledger_fixtures", "tests.sheet_fixtures", "tests.soundness"]


def _copy_examples() -> Path:
    """Copy the examples once for all processes of a test run, and remove the copy in the end."""
    given = os.environ.get("PRISONMAIL_TEST_EXAMPLES")
    if given and Path(given).is_dir():
        return Path(given)
    private = tempfile.mkdtemp(prefix="prisonmail-examples-")
    atexit.register(shutil.rmtree, private, ignore_errors=True)
    made = shutil.copytree(Path(__file__).parent.parent / "examples", Path(private) / "examples")
    os.environ["PRISONMAIL_TEST_EXAMPLES"] = str(made)
    return made


EXAMPLES = _copy_examples()
"""A copy that no other user may look into: of those that others may read it is warned."""
ISSUED_AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SENDER = Sender(
    organisation="Greenstone Chambers",
    name="Eric Brown",
    cjsm_address="eric.brown@greenstonechambers.co.uk.cjsm.net",
    role="barrister",
    address=("Greenstone House", "14 Park Square", "Leeds", "LS1 2NE"),
    telephone="0113 496 0000",
)


def pytest_configure(config: pytest.Config) -> None:
    """Try few examples of a law, and very many in a soak test; however busy the machine is.

    Processes that tests start heed Ctrl-C, even if this one was started in the background.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    examples = 300 if is_soak(config) else 40
    hypothesis.settings.register_profile(
        "prisonmail",
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
        max_examples=examples,
    )
    hypothesis.settings.load_profile("prisonmail")


@pytest.hookimpl(tryfirst=True)  # before those are left out that are no soak tests
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if is_soak(config) and hypothesis.is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.soak)


def is_soak(config: pytest.Config) -> bool:
    return str(config.option.markexpr) == "soak"


@dataclass(frozen=True)
class Run:
    """What one run of the command line gave."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def settings_of_nobody(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test writes to the settings of whoever runs it: a ledger's key and last event go there.

    Nor does any read the profile of an office.
    """
    monkeypatch.setenv("PRISONMAIL_HOME", str(tmp_path_factory.mktemp("settings")))
    office = str(tmp_path_factory.mktemp("office"))
    for name in ("XDG_CONFIG_DIRS", "WIN_PD_OVERRIDE_COMMON_APPDATA"):
        monkeypatch.setenv(name, office)
    monkeypatch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", str(tmp_path_factory.mktemp("local")))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's own folder, which is also the current one, without any settings."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("PRISONMAIL_HOME", str(folder))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    for name in ("PRISONMAIL_LEDGER", "PRISONMAIL_PROFILE", "FORCE_COLOR", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def prisonmail(home: Path) -> Callable[..., Run]:
    """The command line, in process, in a home of its own."""
    return run_in_process


def run_in_process(*arguments: object, stdin: str | bytes = "") -> Run:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
    return Run(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def profile(home: Path) -> Path:
    """The example profile, in the place where it is looked for."""
    path = home / "profile.toml"
    path.write_text((EXAMPLES / "profile.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def directory() -> Directory:
    return read_packaged_directory()


@pytest.fixture(scope="session")
def sender() -> Sender:
    return SENDER


@pytest.fixture(scope="session")
def drafted(directory: Directory, sender: Sender) -> Callable[..., Draft]:
    """Makes a letter's draft from a name, a prison's code and whatever else is given."""

    def make(name: str = "Tarquin Oddwell", prison: str = "LEI", **more: Any) -> Draft:
        found = directory.find_by_code(prison)
        assert found is not None
        person: dict[str, Any] = {"prison_number": "A1001XY", "reference": "C/1201/JE"} | more
        return draft_for(Recipient(name=name, prison=found, **person), 2, sender.role_in_full)

    return make


def batch_of(sender: Sender, size: int) -> Batch:
    return Batch(
        id="20261121-7F3K",
        issued_at=ISSUED_AT,
        expires_at=clock.expiry(ISSUED_AT, 28),
        sender=sender,
        envelope="dl",
        size=size,
    )


def letter_of(draft: Draft, sheet: int = 1, body: str | None = None) -> Letter:
    return Letter(add_check_digits(int(body) if body else sheet * 997), sheet, draft)


BORN = date(1980, 3, 12)
