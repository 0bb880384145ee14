"""What addresses are to the secure mail, in words and as JSON."""

from collections.abc import Iterator, Sequence

from prisonmail.certainty import Certainty
from prisonmail.cjsm.standings import AddressStanding, Standing
from prisonmail.reports.lines import ReportLine, Tone

_NOT_SURE = {
    Certainty.REPORTED: "Source: {source}, as of {as_of}; it may be out of date.",
    Certainty.UNCONFIRMED: "Not confirmed ({source}), as of {as_of}.",
}
_BECOMES = {
    Standing.ADD: "With the suffix: {}",
    Standing.DOUBLED: "Perhaps meant: {}",
    Standing.ORDINARY: "It may have this address on CJSM: {}",
}

_GUESS = "Ask its owner, or look it up in the directory of CJSM: many have another."


def address_words(found: AddressStanding) -> Iterator[ReportLine]:
    """Say what an address is, what it may become, and how sure that is."""
    tone = Tone.GOOD if found.is_secure else Tone.BAD
    state = "secure" if found.is_secure else "not secure"
    yield ReportLine(f"{state}:", tone, f" {found.address}")
    yield ReportLine(f"  {_begin(found.reason)}.")
    if found.becomes:
        yield ReportLine(f"  {_BECOMES[found.standing].format(found.becomes)}")
    if found.standing is Standing.ORDINARY and found.becomes:
        yield ReportLine(f"  {_GUESS}")
    if found.note:
        yield ReportLine(f"  Note that {found.note}.")
    if found.suffix and found.suffix.certainty in _NOT_SURE:
        said = _NOT_SURE[found.suffix.certainty]
        yield ReportLine(f"  {said.format(source=found.suffix.source, as_of=found.suffix.as_of)}")


def addresses_document(found: Sequence[AddressStanding]) -> dict[str, object]:
    """Return the JSON of addresses."""
    return {"version": 1, "addresses": [_address_document(each) for each in found]}


def _address_document(found: AddressStanding) -> dict[str, object]:
    suffix = found.suffix
    return {
        "address": found.address,
        "secure": found.is_secure,
        "standing": found.standing.value,
        "reason": found.reason,
        "becomes": found.becomes,
        "note": found.note,
        "certainty": suffix.certainty.value if suffix else None,
        "source": suffix.source if suffix else None,
        "as_of": suffix.as_of.isoformat() if suffix else None,
    }


def _begin(sentence: str) -> str:
    """Begin a sentence of our own with a capital letter; a domain at its head stays as it is."""
    own = sentence.partition(" ")[0] in ("it", "its", "there", "before")
    return sentence[:1].upper() + sentence[1:] if own else sentence
