"""Reads the prisons that come with the package: HM Prison and Probation Service's register."""

import csv
import io
from datetime import date
from importlib.resources import files

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.prison import Prison


def packaged_directory() -> Directory:
    """Read the packaged register."""
    source = files("prisonmail.prisons.register").joinpath("prisons.csv")
    rows = csv.DictReader(io.StringIO(source.read_text(encoding="utf-8")))
    return Directory(tuple(_prison(row) for row in rows))


def _prison(row: dict[str, str]) -> Prison:
    return Prison(
        code=row["code"],
        register_name=row["register_name"],
        street=row["address_line1"],
        locality=row["address_line2"],
        town=row["town"],
        postcode=row["postcode"],
        country=row["country"],
        welsh_name=row["welsh_name"],
        active=row["active"] == "t",
        as_of=date.fromisoformat(row["as_of"]),
    )
