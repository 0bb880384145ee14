"""`prisonmail notify`: each prison of a batch is sent its docket by secure mail."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cjsm.posting import Posting, open_relay
from prisonmail.cli.completion.words import offer_batches
from prisonmail.cli.options.groups import expand_groups
from prisonmail.cli.options.ledger import ledger_place
from prisonmail.cli.options.storage import look_at_places
from prisonmail.cli.options.telling import Telling
from prisonmail.cli.progress import show_progress
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.errors import InputMissing
from prisonmail.ledger.store import open_ledger
from prisonmail.reports.telling.notices import notice_document, notice_words
from prisonmail.sender.mailrooms.store import read_mailrooms
from prisonmail.sender.profile import Profile
from prisonmail.sender.store import load
from prisonmail.system import clock
from prisonmail.use_cases.telling.notifying import NoticeOrder, Notifier, Notifying


@expand_groups
def command(
    telling: Telling,
    batch: Annotated[
        str, typer.Argument(metavar="BATCH", autocompletion=offer_batches, help="The batch.")
    ],
    dry_run: Annotated[
        Path | None,
        typer.Option(
            "--dry-run",
            metavar="FOLDER",
            help="Send nothing, but write each message to a file there, for web mail.",
            show_default=False,
        ),
    ] = None,
    with_names: Annotated[
        bool, typer.Option("--with-names", help="Name the people in the text of the mail too.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Send once more what may have gone.")
    ] = False,
) -> None:
    """Example: **prisonmail notify 20261121-7F3K**

    Sends each prison of a batch one email with its docket, to the address in your own table of
    mailrooms. Run again, it sends only what has not gone.
    """
    path = telling.profile_path
    sender = load(path)
    order = NoticeOrder(
        batch,
        telling.prison,
        sender.relay.sender if sender.relay and not dry_run else sender.cjsm_address,
        read_mailrooms(path.parent / sender.mailrooms),
        sender.notice_domains,
        with_names,
        again,
    )
    if dry_run:
        look_at_places(strict=telling.strict_storage, written=[dry_run / "notice.eml"])
    with open_ledger(ledger_place(telling.ledger), by=telling.by) as opened:
        notifier = Notifier(opened, order, lambda: telling.open_key(opened), clock.now())
        if dry_run:
            done = notifier.write(dry_run, force=telling.force)
        else:
            done = _send(notifier, sender, path)
    for line in notice_words(done):
        talk(line)
    if telling.as_json:
        answer_json(notice_document(done))
    raise typer.Exit(done.exit_code)


def _send(notifier: Notifier, sender: Profile, path: Path) -> Notifying:
    relay = sender.relay
    if relay is None:
        raise InputMissing(
            f"The profile {path} names no relay, the server that takes your mail.",
            "Name it under [relay], or write the messages to files with --dry-run",
        )

    def connect() -> AbstractContextManager[Posting]:
        return open_relay(relay, path.parent)

    with show_progress(quiet=False) as progress:
        return notifier.send(connect, progress)
