"""Archives that are whole, and such as a damaged disk or a stranger makes."""

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from prisonmail.errors import InputMissing
from prisonmail.system.home import archive
from prisonmail.system.home.archive import Label, make_archive, open_archive
from prisonmail.system.home.contents import LEDGER_EXPORT, PROFILE, Entry

PASSPHRASE = "it's a horse, ça va"  # noqa: S105 - of archives of tests
MAPPING = Entry("settings", "mappings/firm.json")
LONG = bytes(range(256)) * 5_000
CONTENT = {PROFILE: b"sender = 'Eric Brown'", LEDGER_EXPORT: LONG, MAPPING: b""}
LABEL = Label("2026-11-21T12:00:00+00:00", "/home/eric/ledger.sqlite3", "0" * 16)


@pytest.fixture(scope="module", autouse=True)
def quick_to_open() -> Iterator[None]:
    """Most of these tests are not about the hundreds of thousands of rounds of the passphrase."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "_SET_UP", (*archive._SET_UP, "PRAGMA kdf_iter = 4000"))
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("archive"))


def write(folder: Path) -> Path:
    path = folder / "eric.home"
    path.touch()
    with make_archive(path, PASSPHRASE) as made:
        for entry, content in CONTENT.items():
            with made.add(entry) as file:
                file.write(content)
        assert made.close(LABEL) == tuple(CONTENT)
    assert [each.name for each in path.parent.iterdir()] == ["eric.home"]
    return path


def read(path: Path, passphrase: str = PASSPHRASE) -> dict[Entry, bytes]:
    with open_archive(path, passphrase) as opened:
        opened.check()
        assert opened.label == LABEL
        found = {}
        for entry in opened.entries:
            with opened.open(entry) as file:
                found[entry] = file.read()
        return found


def test_what_went_in_comes_out(whole: Path) -> None:
    assert read(whole) == CONTENT
    assert read(whole, "it's a horse, ça va") == CONTENT  # typed as two characters
    assert b"Eric" not in whole.read_bytes()


def test_whoever_has_sqlcipher_and_the_passphrase_can_open_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_SET_UP", archive._SET_UP[:-1])
    with closing(dbapi2.connect(str(write(tmp_path)))) as plain:
        plain.execute(f"PRAGMA key = '{PASSPHRASE.replace(chr(39), 2 * chr(39))}'")
        chunks = plain.execute(
            "SELECT content FROM chunks JOIN files ON file = files.number "
            "WHERE name = 'ledger.jsonl' ORDER BY chunks.number"
        ).fetchall()
    assert len(chunks) == 2
    assert b"".join(content for (content,) in chunks) == LONG


@pytest.mark.parametrize("passphrase", ["it's a horse, ca va", "x'00'", "'; DROP TABLE files"])
def test_another_passphrase_opens_nothing(whole: Path, passphrase: str) -> None:
    with pytest.raises(InputMissing, match="the passphrase is wrong"):
        read(whole, passphrase)


def test_none_is_made_or_opened_without_a_passphrase(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match="needs a passphrase"):
        read(whole, "")
    with pytest.raises(InputMissing), make_archive(tmp_path / "new", ""):
        pass


SIZE = 1_280_000
"""Bytes that the archive surely has."""


@settings(max_examples=12)
@given(at=st.integers(0, SIZE), flip=st.integers(1, 255))
def test_a_byte_that_was_changed_is_found(whole: Path, at: int, flip: int) -> None:
    content = bytearray(whole.read_bytes())
    content[at] ^= flip
    refuse(whole, bytes(content))


@settings(max_examples=6)
@given(size=st.integers(1, SIZE))
def test_an_archive_that_was_cut_is_found(whole: Path, size: int) -> None:
    refuse(whole, whole.read_bytes()[:size])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda whole: b"", "is no archive"),
        (lambda whole: whole[:-4096], "damaged or incomplete"),
        (lambda whole: whole[:4096], "damaged or incomplete"),
        (lambda whole: whole + b"\0", "damaged or incomplete"),
        (lambda whole: whole + whole[4096:8192], "damaged or incomplete"),
        (
            lambda whole: whole[:8192] + whole[12288:16384] + whole[8192:12288] + whole[16384:],
            "dam",
        ),
        (lambda whole: b"x" + whole, "passphrase is wrong"),
        (lambda whole: b'{"format": "prisonmail ledger"}' * 500, "the file is no archive"),
        (lambda whole: b"SQLite format 3\0" + whole[16:], "not encrypted"),
        (lambda whole: b"PK\3\4" + whole, "the file is no archive"),
        (lambda whole: b"short", "passphrase is wrong"),
    ],
    ids=range(11),
)
def test_files_that_are_no_archive(
    whole: Path, change: Callable[[bytes], bytes], message: str
) -> None:
    refuse(whole, change(whole.read_bytes()), message)


def test_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.home"):
        with pytest.raises(InputMissing):
            read(path)


def refuse(whole: Path, content: bytes, message: str = "passphrase|damaged|no archive") -> None:
    path = whole.with_name("changed")
    path.write_bytes(content)
    with pytest.raises(InputMissing, match=message) as found:
        read(path)
    assert "\n" not in found.value.message


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


FILE = ("settings", "profile.toml", 1, digest(b"a"))
NAMES = [
    ("settings", "../profile.toml"),
    ("settings", "/etc/passwd"),
    ("settings", "mappings/../../x.json"),
    ("settings", "mappings/x.json/"),
    ("settings", "mappings\\x.json"),
    ("settings", "ledgers/..key"),
    ("settings", "ledgers/0123456789abcdef.json"),
    ("settings", "profile.toml\n"),
    ("settings", ".bashrc"),
    ("settings", "C:logo.png"),
    ("records", "profile.toml"),
    ("records", "ledger.sqlite3"),
    ("ledger", "profile.toml"),
    ("cipher", "../../x.cipher-key"),
    ("home", "profile.toml"),
    ("", ""),
]
FOREIGN = "UPDATE sqlite_master SET sql"
HOSTILE: dict[str, tuple[list[str], str]] = {
    "newer": (["PRAGMA user_version = 2"], "made by a newer prisonmail .archive version 2;"),
    "version 0": (["PRAGMA user_version = 0"], "is no archive"),
    "of another program": (["PRAGMA application_id = 7"], "is no archive"),
    "a table more": (["CREATE TABLE more (x)"], "is no archive"),
    "a table less": (["DROP TABLE chunks"], "is no archive"),
    "a trigger": (
        ["CREATE TRIGGER eat AFTER INSERT ON files BEGIN DELETE FROM files; END"],
        "is no archive",
    ),
    "a view that never ends": (
        [
            "DROP TABLE files",
            "CREATE VIEW files AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) "
            "SELECT x, x, x, x, x FROM n",
        ],
        "is no archive",
    ),
    "other columns": (["ALTER TABLE files ADD COLUMN mode INTEGER"], "is no archive"),
    "no label": (["DELETE FROM archive"], "is no archive"),
    "two labels": (["INSERT INTO archive SELECT * FROM archive"], "is no archive"),
    "a number that is none": (["UPDATE archive SET files = 'many'"], "is no archive"),
    "a file less": (["DELETE FROM files"], "damaged"),
    "a file more": (["UPDATE archive SET files = 0"], "damaged"),
    "another content": (["UPDATE chunks SET content = x'62'"], "damaged"),
    "text": (["UPDATE chunks SET content = 'a'"], "damaged"),
    "nothing": (["UPDATE chunks SET content = x''"], "damaged"),
    "no chunk": (["DELETE FROM chunks"], "damaged"),
    "a chunk more": (["INSERT INTO chunks VALUES (1, 1, x'61')"], "damaged"),
    "a gap": (["UPDATE chunks SET number = 1"], "damaged"),
    "a huge chunk": (["UPDATE chunks SET content = zeroblob(5000000)"], "damaged"),
    "a size that is none": (["UPDATE files SET size = 'x'"], "what no home has"),
    "a huge size": (["UPDATE files SET size = 9223372036854775807"], "what no home has"),
    "a size below 0": (["UPDATE files SET size = -1"], "what no home has"),
    "no text": (["UPDATE files SET name = x'ff'"], "what no home has"),
    "half a character": (["UPDATE files SET name = CAST(x'eda080' AS TEXT)"], "damaged"),
}


@pytest.mark.parametrize(("statements", "message"), HOSTILE.values(), ids=HOSTILE)
def test_what_a_stranger_could_make(tmp_path: Path, statements: list[str], message: str) -> None:
    path = make(tmp_path, FILE, statements)
    with pytest.raises(InputMissing, match=message) as found:
        read_any(path)
    assert "\n" not in found.value.message


def test_a_stranger_names_no_file_outside_of_a_home(tmp_path: Path) -> None:
    assert not any(Entry(*each).is_known() for each in NAMES)
    another = "INSERT INTO files VALUES (2, 'settings', '../profile.toml', 0, '')"
    path = make(tmp_path, FILE, [another, "UPDATE archive SET files = 2"])
    with pytest.raises(InputMissing, match="what no home has"):
        read_any(path)


def read_any(path: Path) -> None:
    with open_archive(path, PASSPHRASE) as opened:
        opened.check()


def make(folder: Path, file: tuple[str, str, int, str], statements: list[str]) -> Path:
    """Make a good archive of one file, and change it."""
    path = folder / "hostile.home"
    with closing(dbapi2.connect(str(path), isolation_level=None)) as made:
        cast("Any", made).set_key(PASSPHRASE)
        made.execute("PRAGMA kdf_iter = 4000")
        made.execute(f"PRAGMA application_id = {archive.APPLICATION}")
        made.execute(f"PRAGMA user_version = {archive.VERSION}")
        for table in archive._TABLES.values():
            made.execute(table)
        made.execute("INSERT INTO archive VALUES ('1', '', '', '', 1)")
        made.execute("INSERT INTO files VALUES (1, ?, ?, ?, ?)", file)
        made.execute("INSERT INTO chunks VALUES (1, 0, x'61')")
        for statement in statements:
            made.execute(statement)
    return path


def test_what_is_made_so_is_good_but_for_the_change(tmp_path: Path) -> None:
    read_any(make(tmp_path, FILE, []))


def test_without_the_extra_it_says_what_to_install(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(InputMissing) as found:
        read(whole)
    assert "prisonmail[encrypted]" in found.value.remedy
