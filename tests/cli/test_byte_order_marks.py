"""Files that an editor has saved with a byte order mark, and the line ends of Windows, are read."""

import codecs
from collections.abc import Callable
from pathlib import Path

from prisonmail.ledger.apart import cipher_keys, kept_apart
from prisonmail.ledger.database.cipher import LedgerKey
from prisonmail.prisons import store as prisons_store
from prisonmail.sender.signing import store as signing_store
from prisonmail.sender.signing.private_keys import make_signing_key, write_key_text
from prisonmail.system.places.secret_files import read_secret
from tests.conftest import EXAMPLES, Run

Prisonmail = Callable[..., Run]
LIST = EXAMPLES / "recipients.csv"
ID = "00112233445566aa"


def save_anew(path: Path, content: bytes) -> Path:
    """Save a text as Notepad does on older Windows: private, as the program made it."""
    path.touch(mode=0o600)
    path.write_bytes(codecs.BOM_UTF8 + b"\r\n".join(content.splitlines()) + b"\r\n")
    return path


def test_profile_mapping_list_and_wording(prisonmail: Prisonmail, profile: Path) -> None:
    save_anew(profile, profile.read_bytes())
    assert prisonmail("mapping", LIST, "--save-mapping", "ours").exit_code == 0
    (mapping,) = (profile.parent / "mappings").glob("*.json")
    save_anew(mapping, mapping.read_bytes())
    listed = save_anew(Path("list.csv"), LIST.read_bytes())
    wording = save_anew(Path("letter.txt"), b"Dear {name}\n\nIt is done.\n")
    run = prisonmail("generate", listed, "--mapping", "ours", "--letter", wording)
    assert (run.exit_code, run.err) == (0, run.err)
    assert prisonmail("profile", "set", "telephone", "0113 496 0001").exit_code == 0


def test_an_exported_ledger(prisonmail: Prisonmail, profile: Path) -> None:
    assert prisonmail("generate", LIST).exit_code == 0
    assert prisonmail("ledger", "export", "ledger.jsonl").exit_code == 0
    export = save_anew(Path("edited.jsonl"), Path("ledger.jsonl").read_bytes())
    run = prisonmail("ledger", "import", export, "--ledger", "other.sqlite3")
    assert run.exit_code == 0
    assert prisonmail("ledger", "check", "--ledger", "other.sqlite3").exit_code == 0


def test_the_firms_own_prisons(home: Path) -> None:
    kept = prisons_store.load_directory().find_by_code("LEI")
    assert kept is not None
    prisons_store.take([kept])
    overlay = prisons_store.find_overlay_path()
    save_anew(overlay, overlay.read_bytes())
    found = prisons_store.load_directory().find_by_code("LEI")
    assert found is not None
    assert (found.imported, found.register_name) == (True, kept.register_name)


def test_codes_that_are_sent_to_be_scanned(prisonmail: Prisonmail, profile: Path) -> None:
    issued = prisonmail("generate", LIST, "--json").json
    codes = "\n".join(each["code"] for each in issued["letters"])
    for mark in ("\ufeff", "ï»¿"):
        run = prisonmail("scan", "--json", "--peek", stdin=f"{mark}{codes}\n".encode())
        assert run.out.count('"ready"') == len(issued["letters"]), run.out


def test_passphrases_and_keys(home: Path) -> None:
    assert read_secret(save_anew(home / "secret", "Siân’s\n".encode()), "word", "") == "Siân’s"
    key = LedgerKey(bytes(range(32)))
    file = save_anew(home / "ledger.key", f"{key.secret.hex()}\n".encode())
    assert cipher_keys.read_key_file(file) == key
    assert kept_apart.make_key(ID)
    sealing = kept_apart.key_path(ID)
    before = kept_apart.read_keys(ID)
    save_anew(sealing, sealing.read_bytes())
    assert kept_apart.read_keys(ID) == before
    own = make_signing_key()
    path = save_anew(home / "firm.key", write_key_text(own, ""))
    assert signing_store.read_key(path, "") == own
