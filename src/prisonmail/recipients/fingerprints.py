"""Fingerprints: tell whether two lists are of the same people, in whatever order and file.

>>> one, other = Fingerprint(), Fingerprint()
>>> for name, number in (("Ann Hart", "A1001XY"), ("Ben Hart", "A1002XY")):
...     one.add(name, number)
>>> for name, number in (("Ben Hart", "A1002XY"), ("Ann Hart", "A1001XY")):
...     other.add(name, number)
>>> one.digest() == other.digest(), one.digest() == one.digest("Dear {name},")
(True, False)
"""

from hashlib import sha256

_SEPARATOR = "\x1f"
"""Stands in no tidied cell."""
_SIZE = 32
"""Bytes of a SHA-256."""


class Fingerprint:
    """Grows with each person of a list. The order does not matter; how often somebody comes does.

    It is the sum of a SHA-256 for each person, modulo 2 to the power of 256.
    """

    def __init__(self) -> None:
        self._sum = 0

    def add(self, *fields: str) -> None:
        """Take in one person: all that makes their letter what it is, already tidied."""
        text = _SEPARATOR.join(fields)
        self._sum += int.from_bytes(sha256(text.encode()).digest(), "big")

    def digest(self, *choices: str) -> str:
        """Tell these people, and what was chosen for all, from any others, in hexadecimal."""
        people = (self._sum % (1 << 8 * _SIZE)).to_bytes(_SIZE, "big")
        return sha256(people + _SEPARATOR.join(choices).encode()).hexdigest()
