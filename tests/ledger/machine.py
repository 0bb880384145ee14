"""Does to a ledger whatever can be done, in random order, and compares it with a plain model."""

import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, multiple, rule

from prisonmail.codes import Code
from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.accountability.policies import Policy
from prisonmail.ledger.desk.checking import Question
from prisonmail.ledger.records import Check
from prisonmail.ledger.store import open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.markings import Marking
from prisonmail.system import clock
from prisonmail.use_cases.keeping import ledger_copies
from tests.databases import postgres_schema
from tests.ledger.model import Model
from tests.ledger.senders.machine import NUMBERS, SENDERS, SenderRules

START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
PRISONS = st.sampled_from(["", "LEI", "HLI"])
FIRST_USES = {"ready", "expired", "random-check", "more-checks"}


def draft(number: int) -> Draft:
    return Draft(
        line=number,
        marking=Marking.PRISON_RULE_39,
        prison="LEI",
        prison_name="HMP Leeds",
        address=("LEEDS", "LS12 2TJ"),
        name=f"Person {number}",
        prison_number=f"A{number:04}AA",
        date_of_birth=None,
        reference="",
    )


class LedgerMachine(SenderRules):
    """Issue, check, cancel, reprint, purge, erase one; and a clock that also goes back."""

    server: ClassVar[str | None] = None
    codes = Bundle("codes")

    @initialize()
    def open(self) -> None:
        self.desk = ""
        self.begin_senders()
        self.now, self.model, self.printed = START, dict[Code, Model](), set[str]()
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.folder = Path(folder)
        self.place = str(self.folder / "ledger.sqlite3")
        if self.server:
            self.place = self.stack.enter_context(postgres_schema(self.server))
        self.ledger = self.stack.enter_context(open_ledger(self.place, make=True))

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            assert self.ledger.audit().faults == ()
            self.stack.close()

    @rule(
        target=codes,
        size=st.integers(1, 4),
        days=st.integers(1, 60),
        random=st.booleans(),
        sender=NUMBERS,
    )
    def issue(self, size: int, days: int, random: bool, sender: int) -> object:
        drafts, percent = Drafts(map(draft, range(size))), 100 * random
        batch, letters = self.ledger.issue(
            drafts, SENDERS[sender], "dl", self.now, days, random_check=percent
        )
        for letter in letters:
            assert letter.code not in self.model
            times = (self.now, batch.expires_at)
            self.model[letter.code] = Model(batch.id, *times, percent, self.known[sender])
        return multiple(*(letter.code for letter in letters))

    @rule(code=codes, more=st.booleans(), prison=PRISONS)
    def check(self, code: Code, more: bool, prison: str) -> None:
        expected = self.expect(code, more, prison)
        found = self.ledger.check(
            code, self.now, "HMP Leeds", at_prison=prison or None, more_checks=more
        )
        assert found.verdict == expected

    @rule(asked=st.lists(st.tuples(codes, st.booleans(), PRISONS), min_size=1, max_size=8))
    def check_all(self, asked: list[tuple[Code, bool, str]]) -> None:
        expected = [self.expect(*each) for each in asked]
        found = self.ledger.check_all(
            [
                Question(code, self.now, at_prison=prison or None, more_checks=more)
                for code, more, prison in asked
            ]
        )
        assert [isinstance(each, Check) and each.verdict for each in found] == expected

    def expect(self, code: Code, more: bool, prison: str) -> str:
        """Return what a check is to be answered, and have the model remember it."""
        known = self.model[code]
        expected = known.verdict(self.now, more=more, here=self.here(prison))
        known.answers.append(expected)
        if expected in FIRST_USES and known.first_check is None:
            known.first_check = self.now
        return expected

    @rule(code=codes, prison=PRISONS)
    def peek(self, code: Code, prison: str) -> None:
        here = self.here(prison)
        expected = self.model[code].verdict(self.now, more=False, peek=True, here=here)
        assert self.ledger.peek(code, self.now, prison or None).verdict == expected

    @rule(prison=PRISONS)
    def move_desk(self, prison: str) -> None:
        self.ledger.policies.set(Policy.PRISON, prison, self.now)
        self.desk = prison

    def here(self, prison: str) -> tuple[str, ...]:
        return tuple(filter(None, (prison, self.desk)))

    @rule(code=codes, whole_batch=st.booleans())
    def cancel(self, code: Code, whole_batch: bool) -> None:
        batch = self.model[code].batch
        of_it = [
            m for c, m in self.model.items() if m.batch == batch and (whole_batch or c == code)
        ]
        expected = sum(1 for each in of_it if not each.cancelled)
        entry = self.ledger.find_letter(code)
        assert entry
        if whole_batch:
            assert self.ledger.cancel_batch(batch, "reason", self.now) == expected
        else:
            assert self.ledger.cancel_letter(entry, "reason", self.now) == expected
        for each in of_it:
            each.cancelled = True

    @rule(code=codes)
    def reprint(self, code: Code) -> None:
        known = self.model[code]
        if known.erased:
            entry = self.ledger.find_letter(code)
            assert entry
            with pytest.raises(InputMissing):
                _ = entry.letter
            return
        self.ledger.record_reprint(known.batch, self.now)
        left = [each.code for each in self.ledger.read_issued(known.batch) if each.name]
        batch = [c for c, m in self.model.items() if m.batch == known.batch and not m.erased]
        assert left == batch
        self.ledger.record_print(known.batch, self.now)
        self.printed.add(known.batch)

    @rule(days=st.integers(0, 40))
    def purge(self, days: int) -> None:
        day = clock.uk_date(self.now) - timedelta(days=days)
        before = clock.start_of_day(day)
        concerned = [each for each in self.model.values() if each.issued_at < before]
        if any(each.expires_at >= self.now for each in concerned):
            with pytest.raises(WrongUsage):
                self.ledger.purge(day, self.now)
            return
        self.ledger.purge(day, self.now)
        for each in concerned:
            each.erased = True

    @rule(code=codes)
    def erase(self, code: Code) -> None:
        known = self.model[code]
        used = known.cancelled or known.first_check is not None
        if known.erased or (not used and self.now <= known.expires_at):
            with pytest.raises(InputMissing if known.erased else WrongUsage):
                self.ledger.erasing.erase([code], [], self.now)
            return
        self.ledger.erasing.erase([code], [], self.now)
        known.erased = True

    @rule(days=st.integers(-10, 30), hours=st.integers(0, 23))
    def wait(self, days: int, hours: int) -> None:
        self.now += timedelta(days=days, hours=hours)

    @rule()
    def reopen(self) -> None:
        self.ledger = self.stack.enter_context(open_ledger(self.place))

    @rule()
    def copy(self) -> None:
        target = self.folder / "copy.sqlite3"
        ledger_copies.back_up(self.place, target, force=True)
        with open_ledger(target) as copied:
            assert copied.audit() == self.ledger.audit()

    @invariant()
    def each_code_is_as_the_model_has_it(self) -> None:
        for code, known in getattr(self, "model", {}).items():
            entry = self.ledger.find_letter(code)
            assert entry
            assert (entry.batch_id, entry.expires_at) == (known.batch, known.expires_at)
            assert (entry.first_check and entry.first_check.at) == known.first_check
            assert (entry.cancellation is not None) == known.cancelled
            assert (entry.name is None) == known.erased
            assert known.answers.count("ready") <= 1

    @invariant()
    def batches_are_as_the_model_has_them(self) -> None:
        if not hasattr(self, "ledger"):
            return
        for each in self.ledger.list_batches(1000):
            of_it = [m for m in self.model.values() if m.batch == each.batch.id]
            assert each.checked == sum(1 for m in of_it if m.first_check)
            assert each.cancelled == sum(1 for m in of_it if m.cancelled)
            assert (each.printed_at is not None) == (each.batch.id in self.printed)
        assert self.ledger.count_batches() == len({m.batch for m in self.model.values()})
