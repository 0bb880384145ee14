"""Does to the senders of a ledger whatever can be done, beside all else that happens to it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from prisonmail.ledger.senders.known_senders import SenderStatus, StatusChange
from prisonmail.ledger.senders.proofs import Proof, ProofKind, SentTooOftenError, Trial
from prisonmail.ledger.store import Ledger
from prisonmail.sender import mailbox_codes
from prisonmail.sender.sender import Sender
from prisonmail.system.record import replace

WRONG = "AAAA-AAAA"
SENDER = Sender("Greenstone", "Eric Brown", "e@g.cjsm.net", "barrister", ("Leeds",), "0113 4960000")
SENDERS = (SENDER, replace(SENDER, name="Jane Bell", cjsm_address="J@g.cjsm.net"))
NUMBERS = st.integers(0, len(SENDERS) - 1)


@dataclass
class SenderModel:
    """What should be known of one sender."""

    status: SenderStatus | None = None
    code: str = ""
    asked: list[datetime] = field(default_factory=list)
    wrong: int = 0
    is_used: bool = True
    proof: Proof | None = None

    @property
    def is_barred(self) -> bool:
        return self.status not in (None, SenderStatus.ACTIVE)

    def expect(self, now: datetime, *, right: bool) -> Trial:
        if self.is_used:
            return Trial.NONE_SENT
        if abs(now - self.asked[-1]) > mailbox_codes.LIFE:
            return Trial.TOO_OLD
        if self.wrong >= mailbox_codes.MOST_TRIES:
            return Trial.TOO_MANY
        return Trial.PROVED if right else Trial.WRONG


class SenderRules(RuleBasedStateMachine):
    """Suspend, reactivate, remove; ask for a code, type it, vouch; and minutes that go back."""

    ledger: Ledger
    now: datetime
    known: list[SenderModel]

    def begin_senders(self) -> None:
        self.known = [SenderModel() for _ in SENDERS]

    @rule(number=NUMBERS, status=st.sampled_from(SenderStatus))
    def enter(self, number: int, status: SenderStatus) -> None:
        known = self.known[number]
        changes = [StatusChange(SENDERS[number].cjsm_address, status, "why")] * 2
        assert self.ledger.senders.enter(changes[:1], self.now) == (known.status is not status)
        known.status = status
        assert self.ledger.senders.enter(changes, self.now) == 0

    @rule(number=NUMBERS)
    def ask(self, number: int) -> None:
        known, code = self.known[number], mailbox_codes.draw_mailbox_code()
        kept = mailbox_codes.keep_code(code, SENDERS[number])
        hour = self.now - mailbox_codes.SENDS_WITHIN
        try:
            self.ledger.proofs.ask(SENDERS[number], kept, ProofKind.PROVED, self.now)
        except SentTooOftenError:
            assert sum(each > hour for each in known.asked) >= mailbox_codes.MOST_SENDS
            return
        assert sum(each > hour for each in known.asked) < mailbox_codes.MOST_SENDS
        known.asked.append(self.now)
        known.code, known.wrong, known.is_used = code, 0, False

    @rule(number=NUMBERS, right=st.booleans())
    def type_code(self, number: int, right: bool) -> None:
        known = self.known[number]
        expected = known.expect(self.now, right=right)
        typed = known.code if right else WRONG
        assert self.ledger.proofs.try_code(SENDERS[number], typed, self.now) is expected
        known.wrong += expected == Trial.WRONG
        if expected == Trial.PROVED:
            known.is_used, known.proof = True, Proof(ProofKind.PROVED, self.now)

    @rule(number=NUMBERS)
    def vouch(self, number: int) -> None:
        self.ledger.proofs.attest(SENDERS[number], "B. New", self.now)
        self.known[number].proof = Proof(ProofKind.ATTESTED, self.now)

    @rule(minutes=st.integers(-90, 90))
    def wait_minutes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def senders_are_as_the_model_has_them(self) -> None:
        if not hasattr(self, "ledger"):
            return
        for sender, known in zip(SENDERS, self.known, strict=True):
            assert self.ledger.senders.find(sender.cjsm_address.upper()) is known.status
            assert self.ledger.senders.may_send(sender.cjsm_address) is not known.is_barred
            assert self.ledger.proofs.find(sender) == known.proof
        listed = {each.address: each.status for each in self.ledger.senders.list_all()}
        assert listed == {
            sender.cjsm_address.casefold(): known.status
            for sender, known in zip(SENDERS, self.known, strict=True)
            if known.status
        }
