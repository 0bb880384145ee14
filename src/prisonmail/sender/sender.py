"""The sender: what letters and the ledger say of the firm and person who send."""

from functools import cached_property

from prisonmail.sender import roles
from prisonmail.system.record import Record


class Sender(Record, frozen=True, dict=True):
    """The sender's particulars, as they were when a batch was issued."""

    organisation: str
    name: str
    cjsm_address: str
    role: str
    """The key of a role."""
    address: tuple[str, ...]
    """The lines of the return address, the postcode last."""
    telephone: str
    title: str = ""
    """What stands under the signatory's name; empty stands for the title of the role."""
    regulator_line: str = ""
    """Who regulates the firm, for the foot of a letter; empty if nothing is to stand there."""
    handling: str = ""
    """How the letters are to be handled, for the foot of each sheet; empty if that is not said."""
    acts_for: str = ""
    """The legal adviser for whom a clerk signs, with their role; empty if that is not said."""

    @property
    def signature(self) -> str:
        """Who signs, and for whom.

        >>> own = ("Greenstone Chambers", "Ann Bell", "ann.bell@greenstone.cjsm.net", "clerk")
        >>> Sender(*own, ("LS1 2NE",), "0113 496 0000", acts_for="Eric Brown, Barrister").signature
        'Ann Bell, for Eric Brown, Barrister'
        """
        return f"{self.name}, for {self.acts_for}" if self.acts_for else self.name

    key: str = ""
    """The first 16 characters of the fingerprint of the firm's key, to compare; empty if it has
    none."""

    @cached_property
    def role_in_full(self) -> roles.Role:
        """The role of this key, looked up once. Raises KeyError if it is no longer known."""
        return roles.find_role(self.role)
