"""Pages of what the code lists: exit codes, problem codes, columns, settings, profile entries."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import prisonmail
from docs.making.words import read_tables, read_words
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

_SIGNATORY = sorted(signatory_column._PLAIN) + sorted(signatory_column._OTHERS)  # noqa: SLF001
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
    yield "# Exit codes and errors\n\n| exit code | means |\n|---|---|"
    for code in ExitCode:
        yield f"| {code:d} | {said[code.name]} |"
    yield (
        "\nIf a run cannot go on, its JSON document has `error` and `exit`. `error.kind` never changes its meaning:"
        "\n\n| `error.kind` | exit code | means |\n|---|---|---|"
    )
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
    yield (
        "# Problem codes\n\nPM0 and PM1 stop a list, PM2 to PM5 a row, PW nothing: look at those before you post. A code"
        " never changes its meaning.\n`prisonmail explain PM204` says the same in a terminal.\n"
    )
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
    yield (
        "# Columns of lists\n\nHeadings are compared by letters and digits alone: `NOMS No.` is `nomsno`. Words that say whose"
        " it is (`Client’s`, `Prisoner’s current`) and notes in brackets may stand beside them. If a heading of yours is none"
        " of these, say so once: `--map number=\"My heading\"`, or save it with `--save-mapping`. [More on lists](../lists.md).\n\n"
        "| field | for `--map` | is | headings |\n|---|---|---|---|"
    )
    for field in Field:
        known = _SIGNATORY if field is Field.SIGNATORY else list_synonyms(field)
        names = ", ".join(f"`{name}`" for name in known)
        yield f"| {field.value} | `{name_option(field)}` | {said[field.value]} | {names} |"
    yield (
        "\n## Columns that can stop a letter\n\nThey are known by many headings, such as `Deceased`, `Do not mail`, `Released` or"
        " `Active`, and say:\n"
    )
    yield from (f"- {column.value}" for column in StopColumn)
    yield "\n[Who gets no letter](../lists.md#who-gets-no-letter) tells which cells stop a row.\n"


def _settings() -> Iterator[str]:
    own, other = read_words("settings"), read_words("other_settings")
    yield "# Settings\n\nVariables of the environment that prisonmail heeds. An option on the command line wins.\n"
    yield "| variable | is |\n|---|---|"
    for name in sorted(list_settings()):
        yield f"| `{name}` | {own[name]} |"
    yield "\nAnd of those that other programs heed as well:\n\n| variable | is |\n|---|---|"
    yield from (f"| `{name}` | {means} |" for name, means in other.items())
    yield "\nAll else is in [the profile](profile-entries.md). `prisonmail profile path` and `prisonmail ledger path` say where things lie.\n"


def _profile_entries() -> Iterator[str]:
    yield (
        "# Entries of the profile\n\nThe profile is a TOML file; [The profile](../profile.md) tells how to make and change it. Set an"
        " entry with\n`prisonmail profile set ENTRY VALUE`; one in a table has a dot: `defaults.split`.\n"
    )
    yield from _entry_table(profile_rules._Profile, read_words("profile"))  # noqa: SLF001
    yield "\nOne more is read before all others: `base`, " + read_words("profile")["base"] + ".\n"
    names = {"envelopes": "envelopes.NAME", "signatories": "signatories.KEY"}
    for table, words in read_tables("profile_tables").items():
        yield f"## [{names.get(table, table)}]\n"
        yield from _entry_table(profile_rules._TABLES[table], words)  # noqa: SLF001
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
