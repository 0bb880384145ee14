"""Which page of the documentation tells more of a command, as the end of its help says."""

from typing import Any

PAGES = {
    "": "docs/index.md",
    "generate": "docs/lists.md",
    "letter": "docs/posting.md",
    "mapping": "docs/lists.md",
    "template": "docs/lists.md",
    "explain": "docs/lists.md",
    "image": "docs/sheet.md",
    "reprint": "docs/posting.md",
    "reissue": "docs/posting.md",
    "watch": "docs/nightly.md",
    "verify": "docs/mailroom.md",
    "scan": "docs/mailroom.md",
    "desk": "docs/mailroom.md",
    "serve": "docs/serve.md",
    "batches": "docs/ledger.md",
    "find": "docs/ledger.md",
    "codes": "docs/posting.md",
    "cancel": "docs/posting.md",
    "docket": "docs/mailroom.md",
    "notify": "docs/mailroom.md",
    "people": "docs/people.md",
    "people export": "docs/data-protection.md",
    "people erase": "docs/data-protection.md",
    "purge": "docs/data-protection.md",
    "profile": "docs/profile.md",
    "profile confirm": "docs/cjsm.md",
    "profile relay-password": "docs/cjsm.md",
    "profile statements": "docs/cjsm.md",
    "key": "docs/cjsm.md",
    "senders": "docs/cjsm.md",
    "tokens": "docs/serve.md",
    "cjsm": "docs/cjsm.md",
    "envelopes": "docs/sheet.md",
    "prisons": "docs/prisons.md",
    "barcodes": "docs/lists.md",
    "doctor": "docs/storage.md",
    "ledger": "docs/ledger.md",
    "ledger report": "docs/data-protection.md",
    "ledger learn": "docs/mailroom.md",
    "home": "docs/home.md",
}
"""Each page by the words of a command; a command of a group has the group's unless it is named."""


def find_page(command: str) -> str:
    """Return the page that tells more of a command, named by its words.

    >>> find_page("ledger report"), find_page("ledger backup"), find_page("unheard of")
    ('docs/data-protection.md', 'docs/ledger.md', 'docs/index.md')
    """
    words = command.split()
    names = (" ".join(words[:size]) for size in range(len(words), -1, -1))
    return next(PAGES[name] for name in names if name in PAGES)


def name_pages(command: Any, words: str) -> None:  # noqa: ANN401 - of a click not every Typer shows
    """Have the help of a command, and of each in its group, end with the page that tells more."""
    command.epilog = f"More: {find_page(words)}"
    for name, each in getattr(command, "commands", {}).items():
        name_pages(each, f"{words} {name}")
