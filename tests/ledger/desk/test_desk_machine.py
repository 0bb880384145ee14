"""Does to a desk whatever can be done, in random order, and compares it with a plain model."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from prisonmail.codes import Code, add_check_digits
from prisonmail.ledger.accountability.policies import Policy
from prisonmail.ledger.desk.receiving import Outcome
from prisonmail.ledger.desk.trust import KeyStanding
from prisonmail.ledger.store import open_ledger
from prisonmail.system.record import replace
from tests.dockets.samples import DOCKET, GOOD_UNTIL, MADE_AT, make_letter

CODES = st.integers(1, 6)
SOME = st.frozensets(CODES, max_size=4)
OLD, NEW, STRANGER = (f"SHA256:{each * 43}" for each in "ONS")
KEYS = st.sampled_from([OLD, NEW, STRANGER])
SENDERS = {OLD: "firm", NEW: "firm", STRANGER: "stranger"}


def code_of(number: int) -> Code:
    return add_check_digits(number)


@dataclass
class Told:
    """A docket, as the model has it."""

    key: str
    order: int
    letters: frozenset[int]
    withdrawn: frozenset[int]


class DeskMachine(RuleBasedStateMachine):
    """Receive, accept, withdraw, follow, revoke, check, and a clock that also goes back."""

    @initialize()
    def open(self) -> None:
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.ledger = self.stack.enter_context(open_ledger(Path(folder) / "desk", make=True))
        self.desk = self.ledger.received_dockets
        self.now, self.serial, self.order = MADE_AT, 0, 0
        self.told, self.used = list[Told](), set[int]()
        self.standing = dict.fromkeys(SENDERS, "waiting")
        self.compared, self.revoked = set[str](), set[str]()
        self.followed: int | None = None
        self.prison = ""

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            assert self.ledger.audit().faults == ()
            self.stack.close()

    @rule(key=KEYS, letters=SOME, withdrawn=SOME)
    def receive(self, key: str, letters: frozenset[int], withdrawn: frozenset[int]) -> None:
        self.serial, self.order = self.serial + 1, self.order + 1
        told = Told(key, self.order, letters, withdrawn - letters)
        docket = replace(
            DOCKET,
            key=key,
            serial=self.serial,
            letters=tuple(make_letter(each) for each in sorted(letters)),
            cancelled=tuple(map(code_of, sorted(told.withdrawn))),
        )
        receipt = self.desk.receive(docket, str(self.serial), "HMP Leeds", self.now)
        self.told.append(told)
        assert receipt.outcome is (Outcome.TAKEN if self.counts(told) else Outcome.WAITING)
        again = self.desk.receive(docket, str(self.serial), "HMP Leeds", self.now)
        assert again.outcome == Outcome.REPEATED
        other = self.desk.receive(docket, "other", "HMP Leeds", self.now)
        assert other.outcome == Outcome.FORKED

    @rule(key=KEYS, accepted=st.booleans())
    def set_standing(self, key: str, accepted: bool) -> None:
        standing = KeyStanding.ACCEPTED if accepted else KeyStanding.WITHDRAWN
        self.desk.set_standing(key, standing, self.now)
        self.standing[key] = standing.value
        if accepted:
            self.compared.add(key)

    @rule(key=KEYS)
    def revoke(self, key: str) -> None:
        assert self.desk.revoke(key, "lost", self.now) is (key not in self.revoked)
        self.revoked.add(key)

    @rule()
    def follow(self) -> None:
        if self.effective(OLD) == "accepted" and self.effective(NEW) == "waiting":
            self.desk.follow(OLD, NEW, self.now)
            self.order += 1
            self.standing[OLD], self.standing[NEW], self.followed = (
                "followed",
                "accepted",
                self.order,
            )

    @rule(prison=st.sampled_from(["", "LEI", "HLI"]))
    def move(self, prison: str) -> None:
        self.ledger.policies.set(Policy.PRISON, prison, self.now)
        self.prison = prison

    @rule(number=CODES)
    def check(self, number: int) -> None:
        expected = self.verdict(number)
        assert self.ledger.peek(code_of(number), self.now).verdict == expected
        assert self.ledger.check(code_of(number), self.now).verdict == expected
        if expected in ("ready", "expired"):
            self.used.add(number)

    @rule(days=st.integers(-10, 20))
    def wait(self, days: int) -> None:
        self.now = max(datetime(2026, 1, 1, tzinfo=MADE_AT.tzinfo), self.now + timedelta(days=days))

    @invariant()
    def answers_are_as_the_model_has_them(self) -> None:
        if hasattr(self, "ledger"):
            found = [self.ledger.peek(code_of(each), self.now).verdict for each in range(1, 7)]
            assert found == [self.verdict(each) for each in range(1, 7)]

    def effective(self, key: str) -> str:
        standing = self.standing[key]
        if key in self.revoked:
            return "revoked"
        brought_in = key == NEW and self.followed is not None and OLD not in self.revoked
        counting = standing in ("accepted", "followed")
        return standing if key in self.compared or brought_in or not counting else "waiting"

    @invariant()
    def standings_are_as_the_model_has_them(self) -> None:
        if hasattr(self, "ledger"):
            trust = self.desk.read_trust()
            assert {key: trust.find(key).value for key in SENDERS} == {
                key: self.effective(key) for key in SENDERS
            }

    def counts(self, told: Told) -> bool:
        standing = self.effective(told.key)
        before = standing == "followed" and self.followed is not None and told.order < self.followed
        return standing == "accepted" or before

    def is_one_sender(self, one: str, other: str) -> bool:
        return one == other or (self.followed is not None and SENDERS[one] == SENDERS[other])

    def verdict(self, number: int) -> str:
        announced = [each for each in self.told if number in each.letters]
        good = [each for each in announced if self.counts(each)]
        withdrawn = [each for each in self.told if number in each.withdrawn and self.counts(each)]
        if not good:
            if announced:
                return "sender-not-accepted"
            return "cancelled" if withdrawn else "not-issued"
        if any(self.is_one_sender(each.key, good[0].key) for each in withdrawn):
            return "cancelled"
        if self.prison not in ("", "LEI"):
            return "wrong-prison"
        if number in self.used:
            return "duplicate"
        return "expired" if self.now > GOOD_UNTIL else "ready"


DeskMachine.TestCase.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
TestDesk = DeskMachine.TestCase
