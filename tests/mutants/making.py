"""Mutants: a file of the program with one small change, made by the operators of mutmut.

mutmut itself leaves out what is decorated, which is half of what publishes files and looks up
names, and constants. So its operators are used, on all of a file but its wording.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst import matchers
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators, operator_string
from mutmut.mutation.pragma_handling import IgnoredCode

import prisonmail

SOURCE = Path(prisonmail.__file__).parent
Key = tuple[str, str, str]
"""A file, its lines as they are, and as they become."""


@dataclass(frozen=True)
class Mutant:
    """A file with one change."""

    file: str
    """From the folder of the package."""
    line: int
    was: str
    """The lines that are changed, as they are."""
    becomes: str
    code: str
    """The whole file, with the change."""

    @property
    def key(self) -> Key:
        """What tells it from others, wherever its lines move to."""
        return self.file, self.was, self.becomes


def make_mutants(file: str) -> list[Mutant]:
    """Return all mutants of a file, no two alike, in the order of its lines."""
    code = (SOURCE / file).read_text("utf-8")
    changes = _Changes()
    MetadataWrapper(cst.parse_module(code)).visit(changes)
    found = sorted(changes.found)
    made = {mutant.code: mutant for mutant in (_mutant(file, code, *each) for each in found)}
    return [each for each in made.values() if not _is_the_same(each) and _compiles(each)]


def _mutant(file: str, code: str, start: int, end: int, text: str) -> Mutant:
    before, after = (each.decode() for each in (code.encode()[:start], code.encode()[end:]))
    indent = before[before.rfind("\n") + 1 :]
    after_line, rest = after.partition("\n")[0], code.encode()[start:end].decode()
    changed = text.replace("\n", "\n" + indent) if not indent.strip() else text
    return Mutant(
        file,
        before.count("\n") + 1,
        _in_one_line(indent + rest + after_line),
        _in_one_line(indent + changed + after_line),
        before + changed + after,
    )


def _is_the_same(mutant: Mutant) -> bool:
    """Return whether a change changes nothing, as None does that stands for False."""
    return mutant.becomes in (mutant.was, *_put_none_for_false(mutant.was))


def _put_none_for_false(text: str) -> Iterator[str]:
    parts = text.split("False")
    for at in range(1, len(parts)):
        yield "None".join(("False".join(parts[:at]), "False".join(parts[at:])))


def _in_one_line(lines: str) -> str:
    return " ".join(lines.split())


def _compiles(mutant: Mutant) -> bool:
    try:
        compile(mutant.code, mutant.file, "exec")
    except SyntaxError:  # as `return` for a `break` outside of a function
        return False
    return True


_EXPORTED = matchers.Assign([matchers.AssignTarget(matchers.Name("__all__"))])
"""Read by mypy alone: nothing imports all names of a module."""


class _Changes(MutationVisitor):
    # mutmut types its own as a pair
    METADATA_DEPENDENCIES = (  # type: ignore[assignment]
        *MutationVisitor.METADATA_DEPENDENCIES,
        ByteSpanPositionProvider,
    )

    def __init__(self) -> None:
        super().__init__(mutation_operators, IgnoredCode(set(), set(), set()))
        self.found: list[tuple[int, int, str]] = []

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            return False  # decorated or not
        left_out = isinstance(node, cst.Raise) or matchers.matches(node, _EXPORTED)
        return left_out or bool(super()._skip_node_and_children(node))

    def _create_mutations(self, node: cst.CSTNode) -> None:
        span = self.get_metadata(ByteSpanPositionProvider, node, None)
        if span is not None:
            for changed in _change(node):
                text = cst.Module([]).code_for_node(changed)
                self.found.append((span.start, span.start + span.length, text))


def _change(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield what may stand in the place of a node: of words nothing, of other texts one."""
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            if operator is not operator_string:
                yield from operator(node)
            elif isinstance(node, cst.SimpleString) and " " not in node.value:
                yield from list(operator(node))[:1]
