"""`prisonmail watch`: lists that are put into a folder are printed or rejected, each once."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from prisonmail.ledger.store import open_ledger
from prisonmail.system.places import folder_events
from tests.cli.conftest import GOOD, MIXED
from tests.conftest import EXAMPLES, Run
from tests.consoles import begin, press_ctrl_c
from tests.pages import words
from tests.systems import needs_controls_in_names, needs_moved_while_open, needs_signals

Cli = Callable[..., Run]
End = Callable[["subprocess.Popen[bytes]"], None]
ONCE = ("watch", "inbox", "--once", "--settle", "0.1")
OTHER = "Ref,Name,Prison No,Prison\nC/9,Kai Penhallow,A1009XY,HMP Hull\n"


@pytest.fixture
def inbox(home: Path, profile: Path) -> Path:
    folder = home / "inbox"
    folder.mkdir(mode=0o700)
    return folder


def lines(run: Run) -> list[Any]:
    return [json.loads(line) for line in run.out.splitlines()]


def put(inbox: Path, name: str, content: str = GOOD) -> None:
    (inbox / name).write_text(content, "utf-8")


def test_a_list_is_printed_and_moved_with_its_result(prisonmail: Cli, inbox: Path) -> None:
    put(inbox, "clients.csv")
    done = prisonmail(*ONCE, "--json")
    assert (done.exit_code, done.err) == (0, "")
    (line,) = lines(done)
    folder = inbox / "done" / f"clients-{line['batch']}"
    assert (line["event"], line["list"], line["letters"]) == ("printed", "clients.csv", 1)
    assert Path(line["folder"]).resolve() == folder.resolve()
    assert {path.name for path in folder.iterdir()} == {
        "clients.csv",
        "clients.pdf",
        "clients-manifest.csv",
        "result.json",
        "result.txt",
    }
    result = json.loads((folder / "result.json").read_text("utf-8"))
    assert (result["batch"], result["output"], result["exit"]) == (
        line["batch"],
        "clients.pdf",
        0,
    )
    assert result["letters"][0]["output"] == "clients.pdf"
    assert f"(batch {line['batch']})" in (folder / "result.txt").read_text("utf-8")
    assert not (inbox / "clients.csv").exists()


def test_a_post_book_and_inner_labels_of_each_list_lie_beside_it(
    prisonmail: Cli, inbox: Path
) -> None:
    beside = ("--post-book", "--inner-labels")
    unknown = prisonmail(*ONCE, *beside, "--inner-grid", "L1")
    assert (unknown.exit_code, "There are no labels called L1." in unknown.err) == (2, True)
    put(inbox, "clients.csv")
    (line,) = lines(prisonmail(*ONCE, "--json", *beside, "--inner-grid", "L7163"))
    folder = Path(line["folder"])
    result = json.loads((folder / "result.json").read_text("utf-8"))
    made = {"post_book": "clients-post-book.pdf", "inner_labels": "clients-inner-labels.pdf"}
    assert result.items() >= made.items()
    for name in made.values():
        assert "Ann Hart" in words((folder / name).read_bytes())


def test_a_list_with_problems_is_rejected_with_what_is_wrong(prisonmail: Cli, inbox: Path) -> None:
    put(inbox, "clients.csv", MIXED)
    done = prisonmail(*ONCE, "--json")
    (line,) = lines(done)
    assert (done.exit_code, line["event"], line["exit"]) == (1, "rejected", 65)
    folder = Path(line["folder"])
    assert {path.name for path in folder.iterdir()} == {
        "clients.csv",
        "clients-to-fix.csv",
        "result.json",
        "result.txt",
    }
    assert "error[PM204]" in (folder / "result.txt").read_text("utf-8")
    assert json.loads((folder / "result.json").read_text("utf-8"))["rows"]["bad"] == 3
    assert prisonmail("batches").exit_code == 66
    mended = (folder / "clients-to-fix.csv").read_text("utf-8-sig")
    for wrong, right in (("A1O02XY", "A1002XY"), ("'=cmd()", "Cy Hart"), ("Holloway", "Leeds")):
        assert wrong in mended
        mended = mended.replace(wrong, right)
    put(inbox, "clients-to-fix.csv", mended)
    assert lines(prisonmail(*ONCE, "--json"))[0]["letters"] == 4


def test_the_rows_that_are_left_out_lie_beside_the_letters(prisonmail: Cli, inbox: Path) -> None:
    put(inbox, "clients.csv", MIXED)
    done = prisonmail(*ONCE, "--json", "--skip-bad", "--split", "1", "--sort", "prison")
    (line,) = lines(done)
    assert (done.exit_code, line["event"], line["rows"]["bad"]) == (1, "printed", 3)
    folder = Path(line["folder"])
    assert (folder / "clients-001.pdf").exists()
    with (folder / "clients-to-fix.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + 3
    result = json.loads((folder / "result.json").read_text("utf-8"))
    assert result["rejects"] == "clients-to-fix.csv"


def test_no_line_and_no_file_name_names_a_person(prisonmail: Cli, inbox: Path) -> None:
    put(inbox, "a.csv", MIXED)
    put(inbox, "b.csv")
    for more in ((), ("--json",), ("--json",)):
        done = prisonmail(*ONCE, *more)
        said = done.out + done.err + " ".join(str(path) for path in inbox.rglob("*"))
        assert not [word for word in ("Hart", "A1001", "A1O02", "cmd()") if word in said]
        put(inbox, "a.csv", MIXED)
        put(inbox, "c.csv")


@pytest.mark.parametrize("name", ["clients.csv", "other.csv"])
def test_what_was_issued_is_rejected_in_words_that_name_the_batch(
    prisonmail: Cli, inbox: Path, name: str
) -> None:
    put(inbox, "clients.csv")
    batch = lines(prisonmail(*ONCE, "--json"))[0]["batch"]
    put(inbox, name)
    done = prisonmail(*ONCE, "--json")
    (line,) = lines(done)
    assert (done.exit_code, line["event"], line["batch"]) == (1, "rejected", batch)
    assert line["error"]["kind"] == "already-issued"
    assert batch in (Path(line["folder"]) / "result.txt").read_text("utf-8")
    assert len(list((inbox / "done").iterdir())) == 1


def test_the_same_file_is_never_printed_again_and_another_of_its_name_is(
    prisonmail: Cli, inbox: Path, later: Callable[[int], None]
) -> None:
    put(inbox, "clients.csv")
    first = lines(prisonmail(*ONCE, "--json"))[0]["batch"]
    later(40)
    put(inbox, "clients.csv")
    assert lines(prisonmail(*ONCE, "--json"))[0]["batch"] == first
    put(inbox, "clients.csv", OTHER)
    put(inbox, "december.csv")
    events = [each["event"] for each in lines(prisonmail(*ONCE, "--json"))]
    assert events == ["printed", "printed"]


def test_other_files_and_lists_that_are_open_are_left(prisonmail: Cli, inbox: Path) -> None:
    left = ("papers.pdf", ".clients.csv", "a.xlsx", "~$a.xlsx", "b.ods", ".~lock.b.ods#")
    for name in left:
        put(inbox, name)
    (inbox / "folder.csv").mkdir()
    if os.name == "posix":
        (inbox / "link.csv").symlink_to("papers.pdf")
    assert prisonmail(*ONCE) == Run(0, "", "")
    assert {*left, "folder.csv"} < {path.name for path in inbox.iterdir()}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who writes to a file")
def test_a_list_that_is_being_written_is_left_until_it_is_closed(
    prisonmail: Cli, inbox: Path
) -> None:
    with (inbox / "clients.csv").open("w", encoding="utf-8") as file:
        file.write(GOOD)
        file.flush()
        assert prisonmail(*ONCE).out == ""
    assert "printed: clients.csv" in prisonmail(*ONCE).out


def test_paths_of_enclosures_start_from_the_folder(
    prisonmail: Cli, inbox: Path, recipients: Path
) -> None:
    shutil.move(recipients, inbox)
    shutil.copy(recipients.parent / "papers.pdf", inbox)
    done = prisonmail(*ONCE, "--json", "--enclose", "Papers")
    assert lines(done)[0]["event"] == "printed", done.err
    assert (inbox / "papers.pdf").exists()


def test_a_workbook_is_printed_and_what_is_no_list_rejected(prisonmail: Cli, inbox: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in csv.reader(GOOD.splitlines()):
        book.active.append(row)
    book.save(inbox / "clients.xlsx")
    (inbox / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    events = {each["list"]: each["event"] for each in lines(prisonmail(*ONCE, "--json"))}
    assert events == {"clients.xlsx": "printed", "picture.csv": "rejected"}


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (("nowhere",), 66, "There is no folder nowhere."),
        (("inbox", "--profile", "none.toml"), 66, "none.toml"),
        (("inbox", "--envelope", "c17"), 2, "c17"),
        (("inbox", "--signatory", "nobody"), 2, "nobody"),
        (("inbox", "--mapping", "nosuch"), 66, "nosuch"),
        (("inbox", "--date-order", "ydm"), 2, "ydm"),
    ],
    ids=["no-folder", "no-profile", "no-envelope", "nobody", "no-mapping", "no-order"],
)
def test_what_would_be_wrong_for_every_list_is_said_at_once(
    prisonmail: Cli, inbox: Path, words: tuple[str, ...], exit_code: int, said: str
) -> None:
    put(inbox, "clients.csv")
    done = prisonmail("watch", *words, "--once", "--settle", "0.1")
    assert done.exit_code == exit_code
    assert said in done.err
    assert (inbox / "clients.csv").exists()


def test_a_missing_package_is_said_with_how_to_get_it(
    prisonmail: Cli, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_events, "find_spec", lambda name: None)
    done = prisonmail("watch", "inbox")
    assert done.exit_code == 2
    assert "pip install 'prisonmail[watch]'" in done.err


def test_a_list_waits_while_the_ledger_is_away(prisonmail: Cli, inbox: Path, home: Path) -> None:
    put(inbox, "clients.csv")
    (home / "ledger.sqlite3").write_bytes(b"no ledger" * 100)
    done = prisonmail(*ONCE, "--json")
    assert done.exit_code == 66
    assert [each["event"] for each in lines(done)] == ["waiting"]
    assert (inbox / "clients.csv").exists()
    (home / "ledger.sqlite3").unlink()
    assert lines(prisonmail(*ONCE, "--json"))[0]["event"] == "printed"


def test_a_fault_of_our_own_rejects_the_list_and_names_what_was_issued(
    prisonmail: Cli, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise ZeroDivisionError("Ann Hart")

    put(inbox, "clients.csv")
    monkeypatch.setattr("prisonmail.use_cases.generate.print_letters", fail)
    done = prisonmail(*ONCE, "--json")
    (line,) = lines(done)
    assert (done.exit_code, line["event"], line["error"]["kind"]) == (1, "rejected", "bug")
    assert line["batch"] in line["error"]["help"]
    assert "Hart" not in done.out


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Iterator[None]], None]:
    """Has a step of a script done after each round of a watcher, which a signal ends after all."""

    def take(script: Iterator[None]) -> None:
        def wait(bell: folder_events.Bell, seconds: float) -> None:
            time.sleep(0.12)  # by then a list has not changed for as long as it is to settle
            if next(script, script) is script:
                os.kill(os.getpid(), signal.SIGTERM)

        monkeypatch.setattr(folder_events.Bell, "wait", wait)

    return take


@needs_signals
@pytest.mark.parametrize("words", [(), ("--poll",)], ids=["hearing", "polling"])
def test_each_thing_that_happens_is_said_in_a_line(
    prisonmail: Cli,
    inbox: Path,
    home: Path,
    profile: Path,
    scripted: Callable[[Iterator[None]], None],
    words: tuple[str, ...],
) -> None:
    def script() -> Iterator[None]:
        put(inbox, "a.csv")
        yield from [None] * 2
        profile.rename(home / "away.toml")
        put(inbox, "b.csv", OTHER)
        yield from [None] * 2
        (home / "away.toml").rename(profile)
        yield from [None] * 6
        inbox.rename(home / "away")
        yield from [None] * 2
        (home / "away").rename(inbox)
        yield from [None] * 2

    scripted(script())
    done = prisonmail("watch", "inbox", "--settle", "0.1", *words)
    folders = {path.name[0]: path.name for path in (inbox / "done").iterdir()}
    assert done.exit_code == 0
    assert done.out.splitlines() == [
        f"printed: {name}.csv, 1 letter → done/{folders[name]}" for name in "ab"
    ]
    said = [line.partition(" (")[0] for line in done.err.splitlines()]
    assert said[0] == f"Watching {Path('inbox')}. End with Ctrl-C."
    assert said[1].startswith(f"waiting: There is no sender profile at {profile}.")
    assert said[2] == "going on: nothing is in the way any more."
    assert said[3:] == [
        f"waiting: {Path('inbox')} cannot be used: No such file or directory.",
        "going on: nothing is in the way any more.",
    ]


@pytest.mark.parametrize("as_json", [False, True])
def test_a_cloud_folder_is_warned_of_once_and_not_for_each_list(
    prisonmail: Cli, inbox: Path, home: Path, as_json: bool
) -> None:
    cloud = home / "OneDrive - Greenstone"
    inbox.rename(cloud)
    put(cloud, "a.csv")
    put(cloud, "b.csv", OTHER)
    words = ("--json",) if as_json else ()
    done = prisonmail("watch", cloud, "--once", "--settle", "0.1", *words)
    assert done.exit_code == 0, done.err
    if as_json:
        events = [each["event"] for each in lines(done)]
        assert (events.count("warning"), events.count("printed"), done.err) == (1, 2, "")
        (warned,) = (each["warning"] for each in lines(done) if each["event"] == "warning")
        assert warned["message"].startswith(str(cloud))
        assert warned["message"].endswith(" is copied to OneDrive.")
    else:
        assert done.err.startswith(f"warning: {cloud}")
        assert " is copied to OneDrive. Cloud storage that is not approved" in done.err
        assert (done.err.count("\n"), done.out.count("printed: ")) == (1, 2)


class Watcher:
    """A watcher in a process of its own."""

    def __init__(self, *words: str) -> None:
        command = [sys.executable, "-m", "prisonmail", "watch", "inbox", "--settle", "0.2", *words]
        self.process = begin(command, Path.cwd())

    def read_line(self) -> Any:
        """Wait for the next line of its log."""
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def end(self, press: End) -> Run:
        press(self.process)
        said = self.process.communicate(timeout=60)
        out, err = (each.decode().replace(os.linesep, "\n") for each in said)
        return Run(self.process.returncode, out, err)


@contextmanager
def watching(*words: str) -> Iterator[Watcher]:
    """A watcher that is ready."""
    watcher = Watcher("--json", *words)
    with watcher.process as process:
        try:
            assert watcher.read_line()["event"] == "watching"
            yield watcher
        finally:
            if process.poll() is None:
                press_ctrl_c(process)
                with suppress(subprocess.TimeoutExpired):
                    process.communicate(timeout=60)
            process.kill()


def send_end(run: "subprocess.Popen[bytes]") -> None:
    run.send_signal(signal.SIGTERM)


@pytest.mark.parametrize(
    ("words", "press", "exit_code"),
    [
        pytest.param((), send_end, 0, marks=needs_signals),
        ((), press_ctrl_c, 130),
        pytest.param(("--poll",), send_end, 0, marks=needs_signals),
        (("--poll",), press_ctrl_c, 130),
    ],
    ids=["SIGTERM", "Ctrl-C", "polling", "polling, Ctrl-C"],
)
def test_it_goes_on_until_it_is_told_to_end(
    inbox: Path, words: tuple[str, ...], press: End, exit_code: int
) -> None:
    with watching(*words) as watcher:
        for name, content in (("a.csv", GOOD), ("b.csv", OTHER)):
            put(inbox, name, content)
            line = watcher.read_line()
            assert (line["event"], line["list"]) == ("printed", name)
        ended = watcher.end(press)
    assert ended == Run(exit_code, "", "Stopped.\n" if exit_code else "")


@needs_signals
def test_a_list_that_was_begun_is_finished_before_it_ends(inbox: Path, home: Path) -> None:
    people = "".join(f"C/{n},Kai Penhallow,A{1000 + n}XY,HMP Hull\n" for n in range(1, 800))
    put(inbox, "clients.csv", "Ref,Name,Prison No,Prison\n" + people)
    with watching() as watcher:
        while not any((inbox / "working").glob("*/order.json")):
            time.sleep(0.01)
        ended = watcher.end(send_end)
    assert ended.exit_code == 0
    assert (ended.json["event"], ended.json["letters"]) == ("printed", 799)
    (folder,) = (inbox / "done").iterdir()
    assert (folder / "result.json").exists()


def test_a_second_watcher_is_refused(prisonmail: Cli, inbox: Path) -> None:
    with watching():
        done = prisonmail(*ONCE)
    assert done.exit_code == 73
    assert "inbox is watched already." in done.err


@needs_moved_while_open
def test_a_folder_that_goes_and_comes_back_is_watched_again(inbox: Path, home: Path) -> None:
    with watching("--poll") as watcher:
        put(inbox, "a.csv")
        assert watcher.read_line()["event"] == "printed"
        inbox.rename(home / "away")
        line = watcher.read_line()
        assert (line["event"], line["error"]["kind"]) == ("waiting", "output")
        (home / "away").rename(inbox)
        assert watcher.read_line()["event"] == "going-on"
        put(inbox, "b.csv", OTHER)
        assert watcher.read_line()["list"] == "b.csv"


def test_what_is_in_the_way_is_said_once_and_other_lists_go_on(inbox: Path, home: Path) -> None:
    shutil.copy(EXAMPLES / "profile.toml", home)
    with watching() as watcher:
        (home / "profile.toml").rename(home / "away.toml")
        put(inbox, "a.csv")
        put(inbox, "b.csv", OTHER)
        assert watcher.read_line()["event"] == "waiting"
        (home / "away.toml").rename(home / "profile.toml")
        events = [watcher.read_line()["event"] for _ in range(3)]
    assert sorted(events) == ["going-on", "printed", "printed"]
    with open_ledger("ledger.sqlite3") as ledger:
        assert ledger.count_batches() == 2


@needs_controls_in_names
def test_a_name_that_commands_a_terminal_is_harmless(prisonmail: Cli, inbox: Path) -> None:
    put(inbox, "a\x1b[2J\nb.csv")
    done = prisonmail(*ONCE)
    assert done.out.startswith("printed: a\\u001b[2J\\u000ab.csv, 1 letter")
    assert len(done.out.splitlines()) == 1
    assert len(list((inbox / "done").iterdir())) == 1
