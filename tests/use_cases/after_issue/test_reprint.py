"""Which sheets are printed once more, which are useless, and what is recorded of it."""

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from prisonmail.errors import InputMissing, OutputRefused, WrongUsage
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.store import open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.sheets.paper import NEWEST_LAYOUT, Paper
from prisonmail.use_cases.after_issue.cancel import cancel
from prisonmail.use_cases.after_issue.reprint import reprint
from tests.conftest import ISSUED_AT
from tests.pages import words
from tests.soundness import codes_on
from tests.use_cases.conftest import Issued

Item = TypeVar("Item")
LATER = ISSUED_AT + timedelta(days=1)
AFTER = ISSUED_AT + timedelta(days=60)


def test_a_batch_or_one_letter_is_printed_and_recorded_as_such(
    issued: Issued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, batch, letters = issued
    monkeypatch.chdir(tmp_path)
    shown: list[tuple[str, int]] = []

    def show(work: str, items: Iterable[Item], total: int) -> Iterable[Item]:
        shown.append((work, total))
        return items

    whole = reprint(batch.id, path, None, LATER, progress=show)
    one = reprint(letters[1].code, path, None, LATER, progress=show)
    assert (whole.letters, whole.useless, one.letters, one.useless) == (3, 0, 1, 0)
    assert whole.summary.batch == one.summary.batch == batch
    assert shown == [("Printing letters", 3), ("Printing letters", 1)]
    assert codes_on(tmp_path / f"{batch.id}.pdf") == {each.code for each in letters}
    assert codes_on(tmp_path / f"{letters[1].code}.pdf") == {letters[1].code}
    with open_ledger(path) as ledger:
        happened = [
            (each.kind, each.code, each.at)
            for each in ledger.list_happenings(batch.id, letters[1].code)[1:]
        ]
    assert happened == [
        (EventKind.REPRINT, None, LATER),
        (EventKind.PRINTED, None, LATER),
        (EventKind.REPRINT, letters[1].code, LATER),
        (EventKind.PRINTED, letters[1].code, LATER),
    ]
    with pytest.raises(OutputRefused):
        reprint(letters[1].code, path, None, LATER)
    assert reprint(letters[1].code, path, None, LATER, force=True).letters == 1


def test_sheets_that_nobody_can_deliver_are_counted(issued: Issued, tmp_path: Path) -> None:
    path, batch, letters = issued
    target = tmp_path / "again.pdf"
    cancel(letters[0].code, path, "wrong enclosure", LATER)
    with open_ledger(path) as ledger:
        ledger.check(letters[1].code, LATER)
    assert reprint(batch.id, path, target, LATER).useless == 2
    assert reprint(letters[1].code, path, target, LATER, force=True).useless == 1
    assert reprint(letters[2].code, path, target, batch.expires_at, force=True).useless == 0
    late = batch.expires_at + timedelta(seconds=1)
    assert reprint(letters[2].code, path, target, late, force=True).useless == 1


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_cancelled_or_erased_is_not_printed_again(
    issued: Issued, tmp_path: Path, whole: bool
) -> None:
    path, batch, letters = issued
    text, target = batch.id if whole else letters[0].code, tmp_path / "again.pdf"
    cancel(text, path, "wrong list", LATER)
    what = "All letters of this batch are" if whole else "This letter is"
    with pytest.raises(WrongUsage, match=f"^{what} cancelled") as raised:
        reprint(text, path, target, LATER)
    assert raised.value.remedy == "Issue new letters from the list."
    with open_ledger(path) as ledger:
        ledger.purge(AFTER.date(), AFTER)
    with pytest.raises(WrongUsage if whole else InputMissing, match=r"cancelled|erased"):
        reprint(batch.id if whole else letters[1].code, path, target, AFTER)
    assert not target.exists()
    with open_ledger(path) as ledger:
        kinds = [each.kind for each in ledger.list_happenings(batch.id)]
    assert EventKind.REPRINT not in kinds


@pytest.mark.parametrize("option", [{"split": 1}, {"summary": True}])
def test_one_letter_has_neither_volumes_nor_a_summary(
    issued: Issued, tmp_path: Path, option: dict[str, int]
) -> None:
    path, batch, letters = issued
    target = tmp_path / "again.pdf"
    with pytest.raises(WrongUsage) as raised:
        reprint(letters[0].code, path, target, LATER, **option)  # type: ignore[arg-type]
    assert raised.value.message == "One letter has neither volumes nor a summary."
    assert raised.value.remedy == "Leave --split and --summary out, or name its batch."
    done = reprint(batch.id, path, target, LATER, **option)  # type: ignore[arg-type]
    assert done.letters == 3
    assert len(list(tmp_path.glob("again*.pdf"))) == (3 if "split" in option else 1)


@pytest.mark.parametrize(
    ("stored", "heading"),
    [
        (None, "Prison Rule 39: please deliver unopened"),
        ({}, "Prison Rule 39: please deliver unopened"),
        ({"layout": 1}, "Prison Rule 39: please deliver unopened"),
        ({"layout": NEWEST_LAYOUT}, "For the mailroom: please deliver unopened"),
    ],
    ids=["nothing stored", "before layouts", "first", "newest"],
)
def test_a_batch_is_printed_again_in_its_own_layout(
    place: str,
    stored: dict[str, int] | None,
    heading: str,
    drafted: Callable[..., Draft],
    sender: Sender,
    tmp_path: Path,
) -> None:
    document = Paper().to_document()
    del document["layout"], document["short_name"]
    printing = "" if stored is None else json.dumps(document | stored)
    target = tmp_path / "again.pdf"
    with open_ledger(place, make=True) as ledger:
        batch, _ = ledger.issue(Drafts([drafted()]), sender, "dl", ISSUED_AT, 28, printing=printing)
    assert reprint(batch.id, place, target, LATER).printed.without_sender == 0
    assert heading in words(target.read_bytes())


def test_a_layout_of_a_later_version_is_said_before_anything_is_printed(
    place: str, drafted: Callable[..., Draft], sender: Sender, tmp_path: Path
) -> None:
    printing = json.dumps(Paper().to_document() | {"layout": NEWEST_LAYOUT + 1})
    with open_ledger(place, make=True) as ledger:
        batch, _ = ledger.issue(Drafts([drafted()]), sender, "dl", ISSUED_AT, 28, printing=printing)
    with pytest.raises(InputMissing, match="layout 3"):
        reprint(batch.id, place, tmp_path / "again.pdf", LATER)
    assert not (tmp_path / "again.pdf").exists()
    with open_ledger(place) as ledger:
        kinds = [each.kind for each in ledger.list_happenings(batch.id)]
    assert EventKind.REPRINT not in kinds
