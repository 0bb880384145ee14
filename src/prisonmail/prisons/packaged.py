"""Reads what comes with the package: the register of prisons, and the gazetteer beyond it."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from prisonmail.certainty import Certainty
from prisonmail.prisons.directory import (
    Alias,
    Applies,
    ClosedPrison,
    Directory,
    Gazetteer,
    KnownLaw,
    OldPostcode,
    OldStreet,
    OtherPlace,
    PrisonRemark,
)
from prisonmail.prisons.law import Law
from prisonmail.prisons.prison import Prison


def read_packaged_directory() -> Directory:
    """Read the packaged register and gazetteer."""
    return Directory(tuple(_prison(row) for row in _rows("prisons.csv")), read_packaged_gazetteer())


def read_packaged_gazetteer() -> Gazetteer:
    """Read other names, closed prisons, places elsewhere, old addresses and known laws."""
    return Gazetteer(
        aliases=tuple(_alias(row) for row in _rows("aliases.csv")),
        closed=tuple(_closed(row) for row in _rows("closed.csv")),
        elsewhere=tuple(
            OtherPlace(**_known_name(row), kind=row["kind"], where=row["where"], name=row["name"])
            for row in _rows("elsewhere.csv")
        ),
        remarks=tuple(_remark(row) for row in _rows("remarks.csv")),
        old_postcodes=tuple(
            OldPostcode(row["postcode"], row["code"]) for row in _rows("old_postcodes.csv")
        ),
        old_streets=tuple(
            OldStreet(row["street"], row["code"]) for row in _rows("old_streets.csv")
        ),
        laws=tuple(KnownLaw(row["code"], Law(row["law"])) for row in _rows("laws.csv")),
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (Path(__file__).parent / "data" / name).read_text("utf-8")
    return csv.DictReader(io.StringIO(text))


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
        known_law=Law(row["law"]),
    )


def _known_name(row: dict[str, str]) -> dict[str, Any]:
    return {
        "written": row["written"],
        "certainty": Certainty(row["standing"]),
        "source": row["source"],
        "as_of": date.fromisoformat(row["as_of"]),
    }


def _alias(row: dict[str, str]) -> Alias:
    return Alias(**_known_name(row), codes=tuple(row["codes"].split()), note=row["note"])


def _closed(row: dict[str, str]) -> ClosedPrison:
    return ClosedPrison(
        **_known_name(row),
        name=row["name"],
        code=row["code"],
        closed=row["closed"],
        remark=row["remark"],
        suggest=tuple(row["suggest"].split()),
    )


def _remark(row: dict[str, str]) -> PrisonRemark:
    applies = Applies(row["applies_while"])
    return PrisonRemark(
        **_known_name(row), code=row["code"], applies_while=applies, remark=row["remark"]
    )
