"""The subjects of a ledger, each with a class of its own.

They are imported when they are asked for: most runs need two or three of them.
"""

from functools import partial
from typing import TYPE_CHECKING

from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database.database import Database
from prisonmail.sender.signing.own_keys import OwnKeys
from prisonmail.system.operators import Operator

if TYPE_CHECKING:
    from prisonmail.ledger.access.grants import Grants
    from prisonmail.ledger.accountability.erasing import Erasing
    from prisonmail.ledger.accountability.figures import Figures
    from prisonmail.ledger.accountability.policies import Policies
    from prisonmail.ledger.chain.ownership import Ownership
    from prisonmail.ledger.desk.arrivals import Arrivals
    from prisonmail.ledger.desk.known_codes import KnownCodes
    from prisonmail.ledger.desk.own_checks import OwnChecks
    from prisonmail.ledger.desk.received_dockets import ReceivedDockets
    from prisonmail.ledger.issued.correspondence import Correspondence
    from prisonmail.ledger.issued.docket_book import DocketBook
    from prisonmail.ledger.people.address_book import AddressBook
    from prisonmail.ledger.senders.known_senders import Senders
    from prisonmail.ledger.senders.proofs import Proofs


class LedgerSubjects:
    """What an open ledger is asked for beside its batches and codes."""

    def __init__(
        self,
        database: Database,
        operator: Operator | None = None,
        keys: OwnKeys | None = None,
    ) -> None:
        self._database = database
        self._watch = Watch(database.place, operator, keys)

    def know_codes(self) -> "KnownCodes":
        """Begin to look codes up, within one transaction."""
        from prisonmail.ledger.accountability.policies import Policy
        from prisonmail.ledger.desk.known_codes import KnownCodes

        own_prison = partial(self.policies.find, Policy.PRISON)
        return KnownCodes(self._database, self.received_dockets, self.senders, own_prison)

    @property
    def correspondence(self) -> "Correspondence":
        """Its letters, by those they were written to."""
        from prisonmail.ledger.issued.correspondence import Correspondence

        return Correspondence(self._database)

    @property
    def address_book(self) -> "AddressBook":
        """The people who are written to."""
        from prisonmail.ledger.people.address_book import AddressBook

        return AddressBook(self._database, self._watch)

    @property
    def policies(self) -> "Policies":
        """The rules that hold for all who use it."""
        from prisonmail.ledger.accountability.policies import Policies

        return Policies(self._database, self._watch)

    @property
    def erasing(self) -> "Erasing":
        """What it forgets of one person."""
        from prisonmail.ledger.accountability.erasing import Erasing

        return Erasing(self._database, self._watch)

    @property
    def docket_book(self) -> "DocketBook":
        """What prisons were told of its letters."""
        from prisonmail.ledger.issued.docket_book import DocketBook

        return DocketBook(self._database, self._watch)

    @property
    def proofs(self) -> "Proofs":
        """Whose mailboxes were proved."""
        from prisonmail.ledger.senders.proofs import Proofs

        return Proofs(self._database, self._watch)

    @property
    def senders(self) -> "Senders":
        """Who may no longer send."""
        from prisonmail.ledger.senders.known_senders import Senders

        return Senders(self._database, self._watch)

    @property
    def ownership(self) -> "Ownership":
        """Whose its batches are, and who went to those of another."""
        from prisonmail.ledger.chain.ownership import Ownership

        return Ownership(self._database, self._watch)

    @property
    def received_dockets(self) -> "ReceivedDockets":
        """What it has received, as the desk of a prison."""
        from prisonmail.ledger.desk.received_dockets import ReceivedDockets

        return ReceivedDockets(self._database, self._watch)

    @property
    def own_checks(self) -> "OwnChecks":
        """The checks of whoever is at work."""
        from prisonmail.ledger.desk.own_checks import OwnChecks

        return OwnChecks(self._database, self._watch.operator)

    @property
    def arrivals(self) -> "Arrivals":
        """What desks of prisons have told of its letters."""
        from prisonmail.ledger.desk.arrivals import Arrivals

        return Arrivals(self._database, self._watch)

    @property
    def figures(self) -> "Figures":
        """What it has to account for."""
        from prisonmail.ledger.accountability.figures import Figures

        return Figures(self._database)

    @property
    def grants(self) -> "Grants":
        """Who may use a server for it."""
        from prisonmail.ledger.access.grants import Grants

        return Grants(self._database, self._watch)
