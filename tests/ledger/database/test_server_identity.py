"""A server of another computer has to show who it is: the rule, and a real server with TLS."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, LedgerMissing, PrisonmailError, WrongUsage
from prisonmail.ledger.database.server_identity import Trust, judge_connection
from prisonmail.ledger.store import find_weakness, open_ledger
from tests.conftest import Run
from tests.databases import NoServerError, postgres_server, skip_or_fail

FULL = {"sslmode": "verify-full"}


@pytest.mark.parametrize(
    ("parameters", "environment", "trust"),
    [
        ({}, {}, Trust.SURE),
        ({"host": "localhost"}, {}, Trust.SURE),
        ({"host": "LocalHost"}, {}, Trust.SURE),
        ({"host": "127.9.9.9"}, {}, Trust.SURE),
        ({"host": "::1"}, {}, Trust.SURE),
        ({"host": "::ffff:127.0.0.1"}, {}, Trust.SURE),
        ({"host": "/run/postgresql"}, {}, Trust.SURE),
        ({"host": "@abstract"}, {}, Trust.SURE),
        ({"host": "localhost,/run/postgresql,"}, {}, Trust.SURE),
        ({"host": "db.firm.example"}, {}, Trust.UNSAID),
        ({"host": "192.168.1.7"}, {}, Trust.UNSAID),
        ({"host": "::ffff:10.0.0.1"}, {}, Trust.UNSAID),
        ({"host": "127.0.0.1.firm.example"}, {}, Trust.UNSAID),
        ({"host": "localhost,db.firm.example"}, {}, Trust.UNSAID),
        ({"host": "localhost", "hostaddr": "10.0.0.1"}, {}, Trust.UNSAID),
        ({"host": "db.firm.example", "hostaddr": "127.0.0.1"}, {}, Trust.SURE),
        ({"host": "a,b", "hostaddr": "127.0.0.1,"}, {}, Trust.UNSAID),
        ({"hostaddr": "10.0.0.1"}, {}, Trust.UNSAID),
        ({"host": "db.firm.example", **FULL}, {}, Trust.SURE),
        ({"host": "db.firm.example", "sslmode": "verify-ca"}, {}, Trust.WEAKER),
        ({"host": "db.firm.example", "sslmode": "disable"}, {}, Trust.WEAKER),
        ({"host": "localhost", "sslmode": "disable"}, {}, Trust.SURE),
        ({}, {"PGHOST": "db.firm.example"}, Trust.UNSAID),
        ({}, {"PGHOSTADDR": "10.0.0.1"}, Trust.UNSAID),
        ({"host": "localhost"}, {"PGHOSTADDR": "10.0.0.1"}, Trust.UNSAID),
        ({"host": "localhost"}, {"PGHOST": "db.firm.example"}, Trust.SURE),
        ({"host": "db.firm.example"}, {"PGSSLMODE": "verify-full"}, Trust.SURE),
        ({"host": "db.firm.example"}, {"PGSSLMODE": "require"}, Trust.UNSAID),
        (
            {"host": "db.firm.example", "sslmode": "allow"},
            {"PGSSLMODE": "verify-full"},
            Trust.WEAKER,
        ),
        ({"service": "letters"}, {}, Trust.UNSAID),
        ({"service": "letters", "host": "localhost"}, {}, Trust.UNSAID),
        ({"service": "letters", **FULL}, {}, Trust.SURE),
        ({"service": "letters"}, {"PGSSLMODE": "verify-full"}, Trust.UNSAID),
        ({}, {"PGSERVICE": "letters"}, Trust.UNSAID),
        ({"hostaddr": "127.0.0.1"}, {"PGSERVICE": "letters"}, Trust.SURE),
    ],
)
def test_only_this_computer_and_a_server_that_shows_who_it_is_are_sure(
    parameters: dict[str, object], environment: dict[str, str], trust: Trust
) -> None:
    assert judge_connection(parameters, environment) is trust


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://clerk:s3cret@db.invalid/post",
        "postgresql://clerk:s3cret@localhost,db.invalid/post",
        "postgresql://clerk:s3cret@/post?host=db.invalid",
        "postgresql://clerk:s3cret@localhost/post?hostaddr=192.0.2.1",
    ],
)
def test_another_computer_is_refused_with_the_url_to_use(url: str) -> None:
    with pytest.raises(WrongUsage, match="is another computer") as raised, open_ledger(url):
        pass
    assert "?sslmode=verify-full" in raised.value.remedy
    assert "s3cret" not in f"{raised.value.message} {raised.value.remedy}"
    assert find_weakness(url) is None


def test_the_environment_may_name_another_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.invalid")
    with pytest.raises(WrongUsage, match="is another computer"), open_ledger("postgresql:///post"):
        pass


def test_a_url_that_asks_for_less_is_used_and_warned_of_once(
    prisonmail: Callable[..., Run],
) -> None:
    place = "postgresql://clerk:s3cret@db.invalid/post?sslmode=require"
    run = prisonmail("batches", "--ledger", place, "--json")
    assert (run.exit_code, run.json["exit"]) == (66, 66)
    assert run.err.count("warning: Nothing makes sure that the server of") == 1
    assert "Say sslmode=verify-full in its URL." in run.err
    assert "s3cret" not in run.out + run.err


def test_what_is_no_url_has_no_weakness() -> None:
    assert find_weakness("postgresql://127.0.0.1/post?bogus=1") is None
    assert find_weakness("ledger.sqlite3") is None


@dataclass(frozen=True)
class Secured:
    """A server with a certificate for `localhost`, and whoever signed that."""

    url: str
    signer: Path
    other_signer: Path

    def place(self, host: str = "localhost", signer: Path | None = None) -> str:
        root = signer or self.signer
        url = self.url.replace("127.0.0.1", host)
        return f"{url}?sslmode=verify-full&sslrootcert={root}"


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    if not shutil.which("openssl"):
        skip_or_fail("there is no openssl to make certificates with")
    certificates = tmp_path_factory.mktemp("certificates")
    made = [certify(certificates / name) for name in ("server", "other")]
    with tempfile.TemporaryDirectory(prefix="prisonmail-") as folder:
        try:
            with postgres_server(Path(folder), certificate=made[0]) as url:
                yield Secured(url, *made)
        except NoServerError as error:
            skip_or_fail(f"PostgreSQL cannot be started: {error}")


def certify(path: Path) -> Path:
    """Make a certificate for localhost that signs itself, with its key beside it."""
    certificate = path.with_suffix(".crt")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", str(path.with_suffix(".key")), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate


def test_a_server_that_shows_who_it_is_keeps_a_ledger(secured: Secured) -> None:
    with open_ledger(secured.place(), make=True) as opened:
        assert opened.count_batches() == 0
    assert find_weakness(secured.place()) is None


@pytest.mark.parametrize(
    ("host", "root", "said"),
    [
        ("127.0.0.1", "signer", "shows another server's certificate"),
        ("localhost", "other_signer", "shows a certificate of an unknown signer"),
        ("localhost", "missing", "cannot be told from another, because no signer is known"),
    ],
)
def test_a_server_that_does_not_is_refused_in_one_line(
    secured: Secured, host: str, root: str, said: str
) -> None:
    signer = getattr(secured, root, secured.signer.with_name("missing.crt"))
    with pytest.raises(InputMissing) as raised, open_ledger(secured.place(host, signer)):
        pass
    assert raised.value.message.endswith(f"the server {said}.")
    assert "\n" not in raised.value.message + raised.value.remedy


def test_a_server_without_tls_is_refused_in_one_line(postgres: str) -> None:
    place = f"{postgres.replace('127.0.0.1', 'localhost')}?sslmode=verify-full&sslrootcert=system"
    with pytest.raises(PrisonmailError) as raised, open_ledger(place):
        pass
    assert not isinstance(raised.value, LedgerMissing)
    assert "the server offers no encrypted connection" in raised.value.message
