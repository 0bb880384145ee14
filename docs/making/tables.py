"""Pages of what the code lists: exit codes, problem codes, columns, settings, profile entries."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs.making.words import read_tables, read_words

import prisonmail
from prisonmail import errors
from prisonmail.errors import ExitCode, PrisonmailError
from prisonmail.problems.explanations import read_explanations
from prisonmail.problems.problem import Fault, Severity
from prisonmail.recipients.columns import signatory_column
from prisonmail.recipients.columns.headings import list_synonyms, name_option
from prisonmail.recipients.fields.stop_signs import StopColumn
from prisonmail.recipients.recipient import Field
from prisonmail.sender import profile_rules
from prisonmail.sender.roles import ROLES

_SIGNATORY = sorted(signatory_column._PLAIN) + sorted(signatory_column._OTHERS)
_SOURCE = Path(prisonmail.__file__).parent


def make_tables() -> Iterator[tuple[str, str]]:
    """Make a page for each of them."""
    yield "exit-codes.md", "\n".join(_exit_codes())
    yield "problem-codes.md", "\n".join(_problem_codes())
    yield "columns.md", "\n".join(_columns())
    yield "settings.md", "\n".join(_settings())
    yield "profile-entries.md", "\n".join(_profile_entries())


def list_settings() -> set[str]:
    """Return the variables of the environment that the program names."""
    texts = (path.read_text("utf-8") for path in _SOURCE.rglob("*.py"))
    return {name for text in texts for name in re.findall(r"\bPRISONMAIL_[A-Z_]+[A-Z]\b", text)}


def _exit_codes() -> Iterator[str]:
    said = read_words("exit")
    yield read_words("pages")["exit-codes"]
    for code in ExitCode:
        yield f"| {code:d} | {said[code.name]} |"
    yield read_words("pages")["error-kinds"]
    for kind, (code, means) in sorted(_kinds().items()):
        yield f"| `{kind}` | {code:d} | {means} |"
    yield ""


def _kinds() -> dict[str, tuple[ExitCode, str]]:
    found: dict[str, tuple[ExitCode, str]] = {}
    for each in vars(errors).values():
        if isinstance(each, type) and issubclass(each, PrisonmailError) and "kind" in vars(each):
            means = (each.__doc__ or "").split("\n")[0]
            bug = each is PrisonmailError
            found[each.kind] = (each.exit_code, "A fault of prisonmail’s own." if bug else means)
    return found


def _problem_codes() -> Iterator[str]:
    yield read_words("pages")["problem-codes"]
    for code, page in read_explanations().items():
        warns = Fault(code, "").severity is Severity.WARNING
        yield f"## {code}: {_plain(page.title)}\n"
        yield f"{_plain(page.meaning)}\n\nExample: {_plain(page.example)}\n"
        yield f"**{'Warning' if warns else 'What to do'}:** {_plain(page.remedy)}\n"


def _plain(text: str) -> str:
    """Keep Markdown from reading anything into a sentence."""
    text = re.sub(r"([<*_\[\]])", r"\\\1", " ".join(text.split()))
    return re.sub(r"(?<![\w-])(--[a-z][a-z-]+)", r"`\1`", text)


def _columns() -> Iterator[str]:
    said = read_words("columns")
    yield read_words("pages")["columns"]
    for field in Field:
        known = _SIGNATORY if field is Field.SIGNATORY else list_synonyms(field)
        names = ", ".join(f"`{name}`" for name in known)
        yield f"| {field.value} | `{name_option(field)}` | {said[field.value]} | {names} |"
    yield read_words("pages")["stop-columns"]
    yield from (f"- {column.value}" for column in StopColumn)
    yield read_words("pages")["after-stop-columns"]


def _settings() -> Iterator[str]:
    own, other = read_words("settings"), read_words("other_settings")
    yield read_words("pages")["settings"]
    for name in sorted(list_settings()):
        yield f"| `{name}` | {own[name]} |"
    yield read_words("pages")["other-settings"]
    yield from (f"| `{name}` | {means} |" for name, means in other.items())
    yield read_words("pages")["after-settings"]


def _profile_entries() -> Iterator[str]:
    yield read_words("pages")["profile-entries"]
    yield from _entry_table(profile_rules._Profile, read_words("profile"))
    yield "\nOne more is read before all others: `base`, " + read_words("profile")["base"] + ".\n"
    names = {"envelopes": "envelopes.NAME", "signatories": "signatories.KEY"}
    for table, words in read_tables("profile_tables").items():
        yield f"## [{names.get(table, table)}]\n"
        yield from _entry_table(profile_rules._TABLES[table], words)
        yield ""
    yield "## Roles\n\n| role | who | as |\n|---|---|---|"
    yield from (f"| `{role.key}` | {role.title} | {role.family.value} |" for role in ROLES)
    yield ""


def _entry_table(model: Any, words: dict[str, str]) -> Iterator[str]:  # noqa: ANN401 - pydantic's
    yield "| entry | is | if not said |\n|---|---|---|"
    for name, entry in model.model_fields.items():
        key = entry.alias or name
        yield f"| `{key}` | {words[key]} | {_default(entry)} |"


def _default(entry: Any) -> str:  # noqa: ANN401 - pydantic's
    if entry.is_required():
        return "**needed**"
    value = entry.default
    if isinstance(value, tuple):
        return f"`{list(value)}`" if value else ""
    return f"`{value}`" if isinstance(value, str | int | float) else ""
