"""The options of `profile init`: one for each entry of a sender profile."""

from typing import Annotated

import typer

from prisonmail.cli.completion.words import offer_envelopes, offer_roles
from prisonmail.sender.roles import describe_keys
from prisonmail.system.record import Record, asdict

_Text = str | None


class ProfileEntries(Record, frozen=True):
    """The entries of a profile as they were given; None was not given."""

    organisation: Annotated[_Text, typer.Option(help="The firm, court or body.")] = None
    sender: Annotated[_Text, typer.Option(help="The person who signs.")] = None
    cjsm_address: Annotated[
        _Text, typer.Option(help="A secure address that ends in .cjsm.net.")
    ] = None
    role: Annotated[
        _Text,
        typer.Option(
            metavar="ROLE",
            autocompletion=offer_roles,
            help=f"Why you may use the marking: {describe_keys()}",
        ),
    ] = None
    acts_for: Annotated[
        _Text,
        typer.Option(
            metavar="WHOM", help='For whom a clerk acts, with their role: "Eric Brown, Barrister".'
        ),
    ] = None
    address: Annotated[
        _Text, typer.Option(help="The return address, its lines separated by commas.")
    ] = None
    postcode: Annotated[_Text, typer.Option(help="The postcode of the return address.")] = None
    telephone: Annotated[_Text, typer.Option(help="The number that a mailroom can ring.")] = None
    envelope: Annotated[
        _Text,
        typer.Option(
            metavar="NAME", autocompletion=offer_envelopes, help="The envelope that you mostly use."
        ),
    ] = None
    valid_days: Annotated[
        int | None,
        typer.Option(metavar="DAYS", help="How long a code is good: 28 days if not said."),
    ] = None
    random_check: Annotated[
        int | None,
        typer.Option(
            metavar="PERCENT",
            help="Of a hundred good letters, how many a mailroom is asked to check further: 0 if "
            "not said.",
        ),
    ] = None
    printer_offset: Annotated[
        _Text,
        typer.Option(
            metavar="X,Y", help="Millimetres across and down that your printer is off by."
        ),
    ] = None

    def given(self) -> dict[str, object]:
        """Return the entries that were given, as the profile takes them."""
        entries = asdict(self)
        if self.printer_offset is not None:
            entries["printer_offset"] = self.printer_offset.split(",")
        return {name: entry for name, entry in entries.items() if entry is not None}
