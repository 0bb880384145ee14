"""The house: rooms, names and sizes by which a newcomer finds the way (docs/architecture.md)."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import prisonmail

SOURCE = Path(prisonmail.__file__).parent
ARCHITECTURE = Path(__file__).parents[1] / "docs" / "architecture.md"
MODULES = {
    path.relative_to(SOURCE): ast.parse(path.read_text("utf-8"))
    for path in sorted(SOURCE.rglob("*.py"))
}
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
MOST_ENTRIES = 18
MANY_BRANCHES = 8
SHORT = 60
BRANCHES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.While,
    ast.Try,
    ast.ExceptHandler,
    ast.BoolOp,
    ast.match_case,
    ast.comprehension,
)
SHORT_FOR_A_REASON = {
    "__main__.py": "the process itself",
    "recipients/columns/signatory_column.py": "headings that mean nothing without a profile",
    "cli/options/retired.py": "goes with the options that it is about",
    "ledger/desk/own_checks.py": "one subject of the ledger a file",
    "ledger/chain/docket_audit.py": "what `audit.py` would be too long with",
    "recipients/fields/direction.py": "the one look at a cell as it is, before it is tidied",
    "system/places/file_provider.py": "the edge that asks macOS",
}
"""Files under SHORT lines with a single importer; others of that kind belong into it."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def named(path: Path, node: ast.AST) -> str:
    return f"{path}:{getattr(node, 'lineno', 0)} {getattr(node, 'name', '')}"


def body_length(function: Function) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def own_branches(node: ast.AST) -> int:
    """Count the branches of a function without those of functions inside it."""
    inner = (each for each in ast.iter_child_nodes(node) if not isinstance(each, Function))
    return sum(isinstance(each, BRANCHES) + own_branches(each) for each in inner)


def importers() -> dict[Path, set[Path]]:
    """Return which files import each file."""
    found: dict[Path, set[Path]] = defaultdict(set)
    for path, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("prisonmail"):
                module = (node.module or "").replace(".", "/")
                for name in (module, *(f"{module}/{alias.name}" for alias in node.names)):
                    found[Path(f"{name.removeprefix('prisonmail').removeprefix('/')}.py")].add(path)
    return found


def test_no_file_is_too_long_to_be_one_subject() -> None:
    lengths = {path: len((SOURCE / path).read_text("utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_a_short_file_has_several_importers_or_a_reason() -> None:
    used_by = importers()
    alone = {
        path.as_posix()
        for path in MODULES
        if path.name not in ("__init__.py", "options.py", "store.py")
        and path.parts[0] not in ("reports", "use_cases", "web")
        and path.parts[:2] != ("cli", "commands")
        and len((SOURCE / path).read_text("utf-8").splitlines()) < SHORT
        and len(used_by[path]) < 2
    }
    assert alone == SHORT_FOR_A_REASON.keys()


def test_no_function_is_longer_than_a_screen() -> None:
    found = ((path, each) for path, tree in MODULES.items() for each in functions(tree))
    assert [named(*each) for each in found if body_length(each[1]) > LONGEST_FUNCTION] == []


def test_no_folder_is_a_heap() -> None:
    rooms, commands = Path(), Path("cli/commands")
    folders = {path.parent for path in MODULES} - {rooms, commands}
    entries = {
        folder: [
            each
            for each in (SOURCE / folder).iterdir()
            if each.name not in ("__init__.py", "__pycache__", "py.typed")
        ]
        for folder in folders
    }
    assert {folder for folder, found in entries.items() if len(found) > MOST_ENTRIES} == set()


def test_no_class_name_stands_for_two_things() -> None:
    found = defaultdict(list)
    for path, tree in MODULES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(path)
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_no_two_rooms_have_a_file_of_one_name() -> None:
    """A command may be named as its use case is, and a view as its report."""
    found = defaultdict(set)
    for path in MODULES:
        if path.parts[0] not in ("cli", "web", "reports") and path.name not in (
            "__init__.py",
            "store.py",
        ):
            found[path.name].add(path)
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_a_private_function_that_branches_much_says_what_it_decides() -> None:
    found = ((path, each) for path, tree in MODULES.items() for each in functions(tree))
    assert [
        named(path, each)
        for path, each in found
        if each.name.startswith("_")
        and own_branches(each) > MANY_BRANCHES
        and not ast.get_docstring(each)
    ] == []


def test_a_public_function_is_no_participle() -> None:
    found = ((path, each) for path, tree in MODULES.items() for each in tree.body)
    assert [
        named(path, each)
        for path, each in found
        if isinstance(each, Function) and re.match(r"[a-z]+ed(_|$)", each.name)
    ] == []


def test_no_import_of_our_own_is_hidden_in_a_function() -> None:
    """But where a library that is heavy to load comes with it."""
    found = ((path, each) for path, tree in MODULES.items() for each in functions(tree))
    hidden = {
        (path.as_posix(), node.module)
        for path, each in found
        for node in ast.walk(each)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("prisonmail")
    }
    assert {path for path, _ in hidden} <= LOADED_LATE.keys(), hidden


LOADED_LATE = {
    "__init__.py": "the library, of which the command line needs nothing",
    "cli/boundary.py": "what only a shell asks for that completes words",
    "cli/completion/words.py": "rooms, by a file that every command with options loads",
    "cli/commands/serve.py": "the server, whose packages may be missing",
    "use_cases/desk/prison_named.py": "the register and the matcher, if a place is named",
    "printing/other_pdfs.py": "pikepdf, if there is an enclosure or a PDF letterhead",
    "printing/picture.py": "fontTools and the font files, for a picture alone",
    "printing/plates.py": "fpdf2, if the plate is damaged or characters are rare",
    "printing/sheet_writer.py": "pikepdf, likewise",
    "sheets/fonts.py": "fontTools, if the plate is damaged",
    "__main__.py": "the program, once Ctrl-C is heeded",
    "cli/commands/profile_confirm.py": "smtplib, ssl and the package email",
    "cli/commands/profile.py": "pydantic, which `profile path` does not need",
    "ledger/store.py": "psycopg",
    "ledger/subjects.py": "twenty files of a ledger's subjects, of which a run needs few",
    "printing/letter_pages.py": "the first layout, which only old batches have",
    "sender/store.py": "pydantic, which a profile that was found in order before does not need",
    "sheets/letter_sheets.py": "markdown-it-py and what sets a private letter; few runs have one",
    "sheets/known_envelopes.py": "pydantic, for the check of a profile",
    "recipients/file/source.py": "the readers of archives",
    "recipients/table.py": "the readers of workbooks",
    "use_cases/before_issue/paper_choice.py": "python-docx, if a letter is a Word document",
    "use_cases/health_checks/doctor.py": "what may be damaged, so that it can be told",
}
"""Files that load a file of ours only where they need it, and what that spares."""


@pytest.mark.parametrize(
    "path",
    sorted(set(re.findall(r"`([a-z_/]+(?:\.py|\.toml|/))`", ARCHITECTURE.read_text("utf-8")))),
)
def test_what_the_plan_names_is_there(path: str) -> None:
    places = (SOURCE, SOURCE.parents[1], *(each for each in SOURCE.rglob("*") if each.is_dir()))
    assert any((place / path).exists() for place in places)
