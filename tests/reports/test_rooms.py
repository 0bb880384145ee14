"""Reports are for any face: no terminal is in them."""

import ast
from pathlib import Path

import pytest

from prisonmail import reports

SOURCES = sorted(Path(reports.__path__[0]).rglob("*.py"))


def imported_by(source: Path) -> set[str]:
    """Name the packages that a file imports, inside its functions too."""
    nodes = list(ast.walk(ast.parse(source.read_text("utf-8"))))
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    from_ = {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    return plain | from_


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_reports_know_no_terminal(source: Path) -> None:
    imported = imported_by(source)
    assert not {name.split(".")[0] for name in imported} & {"typer", "rich", "sys", "os"}
    assert not any(name.startswith("prisonmail.cli") for name in imported)
    assert "print(" not in source.read_text("utf-8")


def test_the_sources_are_found() -> None:
    assert len(SOURCES) > 5
