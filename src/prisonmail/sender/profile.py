"""The sender profile: the firm and person who send, as the rules have found them in order."""

from typing import Literal

from prisonmail.cjsm.relay import Relay
from prisonmail.sender.sender import Sender
from prisonmail.system.record import Record, field, replace

DEFAULT_VALID_DAYS = 28
"""Days, as in the Ministry of Justice's own service."""
DEFAULT_MAILROOMS = "mailrooms.csv"
DEFAULT_PROOF_DAYS = 90
"""For how long a proof of the sender's mailbox is good."""


class EnvelopeEntry(Record, frozen=True):
    """An envelope of the firm's own: outside and window in mm, as `[envelopes.name]` has them."""

    width: float
    height: float
    window_left: float
    window_up: float
    """From the bottom edge to the lower edge of the window."""
    window_width: float
    window_height: float
    fold: Literal["thirds", "half", "none"]
    most_sheets: int | None = None
    """How many sheets it takes; None if only the fold decides."""


class SignatoryEntry(Record, frozen=True):
    """Another person who signs, as `[signatories.key]` has them; None is as in the profile."""

    name: str
    role: str
    acts_for: str | None = None
    """Not taken from the profile: a clerk acts for somebody in particular."""
    telephone: str | None = None
    cjsm_address: str | None = None
    title: str | None = None
    """Not taken from the profile either; None takes that of the role."""


class DefaultsEntry(Record, frozen=True):
    """What an option is if it is not given, as `[defaults]` has it; None leaves it alone."""

    duplex: bool | None = None
    mapping: str | None = None
    """The name of a saved mapping."""
    letter: str | None = None
    """The path of a private letter, from the folder of the profile."""
    sort: Literal["list", "prison"] | None = None
    summary: bool | None = None
    split: int | None = None


class Profile(Record, frozen=True):
    """Who sends, and how this sender wants its letters."""

    organisation: str
    sender: str
    cjsm_address: str
    role: str
    address: tuple[str, ...]
    postcode: str
    telephone: str
    envelope: str = "dl"
    valid_days: int = DEFAULT_VALID_DAYS
    retention_days: int | None = None
    """How long the people of letters are kept; None if the firm has not said."""
    random_check: int = 0
    """Of a hundred good letters, how many a mailroom is asked to check further."""
    proof_days: int = DEFAULT_PROOF_DAYS
    """For how long a proof of the sender's mailbox is good."""
    printer_offset: tuple[float, float] = (0.0, 0.0)
    """Millimetres across and down by which a printer is off; sheets are moved the other way."""
    letterhead: str | None = None
    """The path of a picture or PDF, from the folder of the profile."""
    short_name: str | None = None
    """What the window calls the organisation, if its name is too long for it."""
    title: str | None = None
    """What stands under the sender's name on a private letter; None takes that of the role."""
    handling: str | None = None
    """How exports and the foot of each sheet are marked, in the firm's own words."""
    regulator_line: str | None = None
    """Who regulates the firm, for the foot of a private letter."""
    letterhead_free: tuple[float, float] | None = None
    """What a PDF's first page leaves free, if that is not to be found; mm from the top."""
    acts_for: str | None = None
    """Of a clerk: the legal adviser for whom the sender signs, with their role."""
    relay: Relay | None = None
    """Where the firm hands in its mail; None if it sends by web mail."""
    mailrooms: str = DEFAULT_MAILROOMS
    """The path of the firm's own table of addresses of prisons, from the folder of the profile."""
    notice_domains: tuple[str, ...] = ()
    """Domains that notices may go to although they are not of the secure mail."""
    envelopes: dict[str, EnvelopeEntry] = field(default_factory=dict)
    signatories: dict[str, SignatoryEntry] = field(default_factory=dict)
    """The others who sign, by the key that a list or an option names them with."""
    defaults: DefaultsEntry = field(default_factory=DefaultsEntry)

    @property
    def particulars(self) -> Sender:
        """What letters and the ledger say of this sender."""
        return Sender(
            organisation=self.organisation,
            name=self.sender,
            cjsm_address=self.cjsm_address,
            role=self.role,
            address=(*self.address, self.postcode),
            telephone=self.telephone,
            title=self.title or "",
            regulator_line=self.regulator_line or "",
            handling=self.handling or "",
            acts_for=self.acts_for or "",
        )

    @property
    def senders(self) -> dict[str, Sender]:
        """All who sign, by their keys; the profile's own sender comes first and has none."""
        return {"": self.particulars} | {
            key: self._inherit(entry) for key, entry in self.signatories.items()
        }

    def _inherit(self, entry: SignatoryEntry) -> Sender:
        return replace(
            self.particulars,
            name=entry.name,
            role=entry.role,
            acts_for=entry.acts_for or "",
            telephone=entry.telephone or self.telephone,
            cjsm_address=entry.cjsm_address or self.cjsm_address,
            title=entry.title or "",
        )


class ProfileFault(Record, frozen=True):
    """One thing that is wrong with a profile: the entry, and what to change."""

    field: str
    """As the file has it: `telephone`, `envelopes.wide.fold`."""
    message: str
