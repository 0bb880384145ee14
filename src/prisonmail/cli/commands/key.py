"""`prisonmail key`: the key with which the firm signs what it tells prisons."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.passphrase import KEY, KeyPassphraseFileOption, ask_new, ask_old
from prisonmail.cli.options.shared import (
    ForceOption,
    JsonOption,
    OperatorOption,
    ProfileOption,
    StrictStorageOption,
    YesOption,
    confirm,
)
from prisonmail.cli.options.storage import look_at_places
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.reports.senders.keys import (
    key_document,
    key_words,
    revocation_document,
    revocation_words,
    rotation_document,
    rotation_words,
)
from prisonmail.sender.signing import firm_key
from prisonmail.sender.signing.public_keys import PublicKey
from prisonmail.sender.signing.revocations import LONGEST_REASON, is_reason
from prisonmail.sender.signing.store import find_key_path, is_revoked, refuse_second_key
from prisonmail.sender.store import load
from prisonmail.system import clock
from prisonmail.system.folders import find_profile_path
from prisonmail.system.standard_output import is_stdout
from prisonmail.use_cases.keeping.ledger_log import EventKind, record_change

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _key() -> None:
    """Example: **prisonmail key new**

    Makes, shows, changes and revokes the firm's key, with which it signs what it tells prisons. It
    is an Ed25519 key in the formats of OpenSSH, so that others can check without prisonmail.
    """


@app.command("new", short_help="Make the firm's key.")
def new(
    passphrase: Annotated[
        bool, typer.Option("--passphrase", help="Protect it with a passphrase, which is asked for.")
    ] = False,
    passphrase_file: KeyPassphraseFileOption = None,
    profile: ProfileOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    strict_storage: StrictStorageOption = False,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail key new --passphrase**

    Makes the firm's key, beside the profile. A key that is there stays, unless it was revoked.
    """
    path = find_key_path(profile)
    refuse_second_key(path)
    look_at_places(strict=strict_storage, written=[path])
    secret = ask_new(passphrase_file, KEY, required=passphrase)
    made = firm_key.make_key(path, secret)
    _record(ledger, "made", made.public, str(path), by)
    if as_json:
        answer_json(key_document(made, _comment(profile)))
        return
    for line in key_words(made):
        talk(line)


@app.command("show", short_help="Show its public part.")
def show(profile: ProfileOption = None, as_json: JsonOption = False) -> None:
    """Example: **prisonmail key show**

    Shows the public part of the key in one line, as a .pub file of OpenSSH has it. That line may go
    to anybody. The fingerprint is what people compare, by telephone or on paper.
    """
    found = firm_key.find_key(find_key_path(profile))
    if as_json:
        answer_json(key_document(found, _comment(profile)))
        return
    answer(found.public.write_line(_comment(profile)))
    talk(f"Fingerprint {found.public.fingerprint}")


@app.command("path", short_help="Say where it is kept.")
def path(profile: ProfileOption = None) -> None:
    """Example: **prisonmail key path**

    Says where the key is kept, or will be.
    """
    answer(str(find_key_path(profile)))


@app.command("rotate", short_help="Change to a new key, signed by the old one.")
def rotate(
    passphrase_file: KeyPassphraseFileOption = None,
    profile: ProfileOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail key rotate**

    Puts a new key in the place of the old one, which signs it first. Whoever knows the old key
    needs that statement, which is kept beside the key. The passphrase stays the same.
    """
    done = firm_key.rotate_key(
        find_key_path(profile), lambda: ask_old(passphrase_file, KEY), clock.now()
    )
    _record(ledger, "changed to", done.now.public, str(done.now.path), by)
    if as_json:
        answer_json(rotation_document(done, _comment(profile)))
        return
    for line in rotation_words(done):
        talk(line)


@app.command("revoke", short_help="End it: nothing it signs counts any more.")
def revoke(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="The statement to write and to send."),
    ],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why: all who get it can read this.")
    ] = "",
    yes: YesOption = False,
    passphrase_file: KeyPassphraseFileOption = None,
    profile: ProfileOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail key revoke --reason "Laptop stolen" -o revoked.json**

    Has the key sign that it no longer counts, for good: for a key that others may have. The
    statement and its signature, FILE.sig, go to all who know the key. To end one that
    nobody else has, rotate it. A key that is lost cannot sign that: ask prisons to trust another.
    """
    if is_stdout(output):
        raise WrongUsage("A statement is two files.", "Name one.")
    reason = " ".join(reason.split())
    if not is_reason(reason):
        raise WrongUsage(f"A reason is a line of {LONGEST_REASON} characters at most.")
    path = find_key_path(profile)
    if not yes and not is_revoked(path):
        confirm(f"Revoke {firm_key.find_key(path).public.fingerprint}, for good?")
    ask, now = lambda: ask_old(passphrase_file, KEY), clock.now()
    done = firm_key.revoke_key(path, reason, output, ask, now, force=force)
    if not done.again:
        _record(ledger, "revoked", done.key, reason, by)
    if as_json:
        answer_json(revocation_document(done))
        return
    for line in revocation_words(done):
        talk(line)


def _record(ledger: str | None, done: str, key: PublicKey, what: str, by: str | None) -> None:
    detail = f"{done} {key.fingerprint}"
    kind = EventKind.SIGNING_KEY
    record_change(ledger_place(ledger), kind, what, clock.now(), detail=detail, by=by)


def _comment(profile: Path | None) -> str:
    """Return the sender's address, which says whose key it is; nothing without a profile."""
    with suppress(InputMissing):
        return load(profile or find_profile_path()).cjsm_address
    return ""
