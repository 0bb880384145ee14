"""The dockets of a desk: received, trusted or not, and asked for the letter of a code."""

from datetime import date, datetime

from prisonmail.codes import Code
from prisonmail.dockets.desk_report import ReportedCheck
from prisonmail.dockets.docket import Docket
from prisonmail.errors import WrongUsage
from prisonmail.ledger.chain.events import EventKind, EventNote, Turn, tidy
from prisonmail.ledger.chain.recording import record
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import docket_statements as statements
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.desk import receiving
from prisonmail.ledger.desk.finding import find_announced, find_code, find_withdrawal
from prisonmail.ledger.desk.receiving import Outcome, Receipt
from prisonmail.ledger.desk.trust import KeyStanding, TrustedKeys, read_trust, write_standing
from prisonmail.ledger.records import AnnouncedLetter
from prisonmail.ledger.verdicts import CodeState
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.system import clock
from prisonmail.system.record import Record


class SeenKey(Record, frozen=True):
    """A sender's key, with what the last docket that it signed says of whose it is."""

    key: str
    standing: KeyStanding
    organisation: str
    cjsm_address: str
    dockets: int
    letters: int
    last_received: datetime


class ReceivedDockets:
    """What a desk has received."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch

    def receive(self, docket: Docket, digest: str, prison_name: str, at: datetime) -> Receipt:
        """Take a docket whose signature holds. All of it is recorded, or nothing.

        Raises LedgerWentBack.
        """

        def take(turn: Turn) -> Receipt:
            turn.apart = self._watch.make_key(self._database)
            return receiving.receive(turn, self.read_trust(), docket, digest, prison_name, at)

        try:
            return record(self._database, self._watch, take)
        except receiving.RepeatedError:  # and so that nothing is recorded
            return Receipt(Outcome.REPEATED)

    def record_refusal(self, reason: str, digest: str, at: datetime) -> None:
        """Record that what is said to be a docket was kept apart, and why, in one word."""
        self._record(EventKind.REFUSED, f"{reason} {digest}", at)

    def set_standing(self, key: str, standing: KeyStanding, at: datetime) -> None:
        """Accept a key or withdraw it from now on, for all of its dockets."""
        self._record(EventKind.TRUST, write_standing(standing, key), at)

    def follow(self, old: str, new: str, at: datetime) -> None:
        """Accept a key as the one that comes after another, which signs nothing any more."""
        self._record(EventKind.TRUST, write_standing(KeyStanding.FOLLOWED, old, new), at)

    def revoke(self, key: str, reason: str, at: datetime) -> bool:
        """Record that a key has revoked itself, for good, and why; False if that is known."""
        if self.read_trust().find(key) is KeyStanding.REVOKED:
            return False
        self._record(EventKind.TRUST, write_standing(KeyStanding.REVOKED, key), at, reason)
        return True

    def read_trust(self) -> TrustedKeys:
        """Return which keys are accepted now."""
        rows = self._database.fetch_all(statements.TRUST)
        return read_trust((row["number"], row["detail"]) for row in rows)

    def find(self, code: Code) -> AnnouncedLetter | None:
        """Return the letter that was announced with a code, or None."""
        return find_announced(self._database, code)

    def find_code(self, barcode: Barcode) -> Code | None:
        """Return the code of a letter that was announced with a barcode of HMPPS, or None."""
        return find_code(self._database, barcode)

    def find_withdrawn(self, code: Code) -> CodeState | None:
        """Return the state of a code that nobody has announced, but whose sender withdrew it."""
        return find_withdrawal(self._database, code)

    def list_keys(self) -> list[SeenKey]:
        """Return all keys that have signed a docket, the one seen first at the head."""
        trust, found = self.read_trust(), dict[str, SeenKey]()
        for row in self._database.fetch_all(statements.KEYS_SEEN):
            before = found.get(row["key"])
            found[row["key"]] = SeenKey(
                key=row["key"],
                standing=trust.find(row["key"]),
                organisation=row["organisation"],
                cjsm_address=row["cjsm_address"],
                dockets=1 + (before.dockets if before else 0),
                letters=row["letters"] + (before.letters if before else 0),
                last_received=datetime.fromisoformat(row["at"]),
            )
        return list(found.values())

    def list_checks(self, key: str) -> list[ReportedCheck]:
        """Return the checks of all codes that a key’s sender has announced, the oldest first."""
        found = dict[int, ReportedCheck]()
        for each in self.read_trust().list_keys(key):
            for row in self._database.fetch_all(statements.CHECKS_OF_KEY, {"key": each}):
                at = datetime.fromisoformat(row["at"])
                found[row["number"]] = ReportedCheck(Code(row["code"]), at, row["detail"])
        return [found[number] for number in sorted(found)]

    def refuse_if_good(self, before: date, now: datetime) -> None:
        """Raise WrongUsage if letters received before a UK day may still be good.

        None of a docket that does not count: whoever sends what nobody trusts must not keep others
        from being erased.
        """
        trust = self.read_trust()
        its = {"before": clock.start_of_day(before).isoformat(), "now": now.isoformat()}
        for row in self._database.fetch_all(statements.STILL_GOOD_DOCKETS, its):
            if trust.accepts(row["key"], row["event"]):
                day = clock.uk_date(datetime.fromisoformat(row["at"]))
                raise WrongUsage(
                    f"Letters of a docket received on {clock.long_date(day)} are still good.",
                    f"Give that day, or an earlier one: --before {day.isoformat()}",
                )

    def _record(self, kind: EventKind, detail: str, at: datetime, remark: str = "") -> None:
        note = EventNote(remark=tidy(remark) or None)
        record(
            self._database,
            self._watch,
            lambda turn: turn.record(kind, at.isoformat(), detail=detail, note=note),
        )
