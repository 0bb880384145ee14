r"""The text of .xlsx cells: shared by all sheets, or written in the cell itself.

>>> unescape("HMP Leeds_x000D_\nArmley"), unescape("_x005F_x000D_")
('HMP Leeds\r\nArmley', '_x000D_')
"""

from collections.abc import Iterable

from prisonmail.recipients.file.workbooks.rich_text import RichText, Run, join_runs
from prisonmail.recipients.file.workbooks.xml_events import (
    Attributes,
    LocalNames,
    is_on,
    make_parser,
)
from prisonmail.recipients.file.workbooks.zip_parts import limit_kept
from prisonmail.system.late_pattern import compile_late

_ESCAPED = compile_late("_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """Return a text with the characters that workbooks write as `_x000D_`."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # Two escapes may be the halves of one character.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class RunCollector:
    """Collects the runs of one text from the events of its XML, without phonetic guides."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._parts: list[str] = []
        self._struck: bool | None = None
        self._taking = self._phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element, by its name without prefix."""
        if name == "t":
            self._taking = not self._phonetic
        elif name == "rPr":
            self._struck = False
        elif name == "strike":
            self._struck = is_on(attributes.get("val", "1"))
        elif name == "rPh":
            self._phonetic = True

    def add(self, text: str) -> None:
        """Take text between elements."""
        if self._taking:
            self._parts.append(text)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "t":
            self._taking = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "r":
            self._close_run()

    def finish(self) -> RichText:
        """Return the text, and begin anew."""
        if not self._runs:
            text = unescape("".join(self._parts))
            self._parts.clear()
            return text
        self._close_run()
        runs = [(unescape(text), struck) for text, struck in self._runs if text]
        self._runs.clear()
        return join_runs(runs)

    def _close_run(self) -> None:
        self._runs.append(("".join(self._parts), self._struck))
        self._parts.clear()
        self._struck = None


def read_shared_strings(chunks: Iterable[bytes]) -> list[RichText]:
    """Read the table of texts that cells name by number. Raises WorkbookUnreadable."""
    found: list[RichText] = []
    collector, names = RunCollector(), LocalNames()

    def start(name: str, attributes: Attributes) -> None:
        collector.start(names[name], attributes)

    def end(name: str) -> None:
        if names[name] == "si":
            found.append(collector.finish())
        else:
            collector.end(names[name])

    parser = make_parser(start, end, collector.add)
    size = 0
    for chunk in chunks:
        size += len(chunk)
        limit_kept(size)
        parser.Parse(chunk)
    parser.Parse(b"", True)
    return found
