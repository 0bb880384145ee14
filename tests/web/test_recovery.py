"""What serve answers while its ledger is away, and that it goes on by itself."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest
from httpx import Response

from prisonmail.ledger.store import open_ledger
from prisonmail.web.access.visitors import Right
from prisonmail.web.settings import Settings
from tests.conftest import EXAMPLES, Run
from tests.databases import NoServerError, interrupted_server, postgres_server, skip_or_fail
from tests.systems import needs_moved_while_open
from tests.web.conftest import Browser
from tests.web.pages_read import find_answer, read_text

Issue = Callable[[], list[str]]


@pytest.fixture
def issue(prisonmail: Callable[..., Run], settings: Settings) -> Issue:
    """Issues letters in the server's ledger, and returns their codes."""

    def issue_letters() -> list[str]:
        run = prisonmail(
            *("generate", EXAMPLES / "recipients.csv", "--ledger", settings.ledger),
            *("--json", "--force", "--again"),
        )
        return [letter["code"] for letter in run.json["letters"]]

    return issue_letters


def check(client: Browser, code: str) -> Response:
    headers = {"x-answer": token_hex()}
    answer: Response = client.post("/", data={"csrf": client.csrf, "code": code}, headers=headers)
    return answer


def assert_ready(answer: Response) -> None:
    assert answer.status_code == 200, answer.text
    assert find_answer(answer.text).startswith("✓ READY")


def assert_away(answer: Response, said: str) -> None:
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert said in read_text(answer.text)


@needs_moved_while_open
def test_a_ledger_that_is_moved_away_is_missed_and_found_again(
    client: Browser, issue: Issue, settings: Settings, tmp_path: Path
) -> None:
    codes, ledger = issue(), Path(settings.ledger)
    assert_ready(check(client, codes[0]))
    away = tmp_path / "away"
    away.mkdir()
    files = list(ledger.parent.glob(f"{ledger.name}*"))
    own = [each for each in files if "-serve" not in each.name]
    for each in own:
        each.rename(away / each.name)
    for _ in range(2):
        assert_away(check(client, codes[1]), "There is no ledger at")
        assert not ledger.exists()
    for each in own:
        (away / each.name).rename(each)
    assert_ready(check(client, codes[1]))
    assert "DUPLICATE" in find_answer(check(client, codes[0]).text)


def test_another_file_in_the_place_of_the_ledger_is_the_one_that_is_asked(
    client: Browser, issue: Issue, settings: Settings, tmp_path: Path
) -> None:
    codes, ledger = issue(), Path(settings.ledger)
    copy = tmp_path / "copy.sqlite3"
    shutil.copy(ledger, copy)
    assert_ready(check(client, codes[0]))
    client.app.state.desks.close()  # type: ignore[attr-defined]
    copy.replace(ledger)
    assert "LEDGER WENT BACK" in find_answer(check(client, codes[0]).text)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_told_and_forgotten_once_there_is_room(
    prisonmail: Callable[..., Run], profile: Path, tmp_path: Path, client: Browser, issue: Issue
) -> None:
    codes = issue()
    settings: Settings = client.app.state.settings  # type: ignore[attr-defined]
    with small_disk(tmp_path / "disk") as disk:
        moved = disk / "ledger.sqlite3"
        shutil.copy(settings.ledger, moved)
        desks = client.app.state.desks  # type: ignore[attr-defined]
        desks._place = str(moved)
        assert_ready(check(client, codes[0]))
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
            while file.write(b"x" * 4096):
                pass
        answers = [check(client, code) for code in codes[1:]]
        refused = [each for each in answers if each.status_code == 503]
        assert refused
        assert_away(refused[-1], "is full, so this was not recorded")
        filler.unlink()
        assert_ready(check(client, codes[-1]))
        desks.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A PostgreSQL server of this test alone: its folder and its URL."""
    if os.environ.get("PRISONMAIL_TEST_POSTGRES"):
        pytest.skip("a server that is given cannot be stopped")
    with tempfile.TemporaryDirectory(prefix="prisonmail-") as folder:
        try:
            with postgres_server(Path(folder)) as url:
                yield Path(folder), url
        except NoServerError as error:
            skip_or_fail(f"PostgreSQL cannot be started: {error}")


class TestOnAServer:
    @pytest.fixture
    def settings(self, home: Path, profile: Path, server: tuple[Path, str]) -> Settings:
        return Settings(server[1], profile)

    def test_connections_that_are_cut_are_made_anew_before_anybody_notices(
        self, client: Browser, issue: Issue, settings: Settings
    ) -> None:
        codes = issue()
        assert_ready(check(client, codes[0]))
        with closing(psycopg.connect(settings.ledger, autocommit=True)) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'prisonmail'"
            )
        for code in codes[1:]:
            assert_ready(check(client, code))
        assert "DUPLICATE" in find_answer(check(client, codes[1]).text)

    def test_a_server_that_goes_away_and_comes_back(
        self, signed_in: Callable[[Right], Browser], issue: Issue, server: tuple[Path, str]
    ) -> None:
        codes, client = issue(), signed_in(Right.CHECK)
        assert_ready(check(client, codes[0]))
        with interrupted_server(server[0]):
            for _ in range(2):
                assert_away(check(client, codes[1]), "The ledger cannot be reached")
        assert_ready(check(client, codes[1]))
        with open_ledger(server[1]) as ledger:
            assert ledger.audit().faults == ()
