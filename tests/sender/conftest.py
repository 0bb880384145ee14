"""What tests of the sender share: the entries of a profile that is in order."""

from typing import Any

ENTRIES: dict[str, Any] = {
    "organisation": "Greenstone Chambers",
    "sender": "Eric Brown",
    "cjsm_address": "eric.brown@greenstonechambers.co.uk.cjsm.net",
    "role": "barrister",
    "address": ["14 Park Square", "Leeds"],
    "postcode": "LS1 2NE",
    "telephone": "0113 496 0000",
}
