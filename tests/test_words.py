"""The words that users read: plain, of today, and one word for one thing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "prisonmail"
PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
FILES_OF_WORDS = ("*.html", "*.js", "explanations.toml")
TABLES = ("recipients/columns", "recipients/file/code_page_words.py", "recipients/row")
"""Files whose strings are headings and names, and are told to nobody."""
NO_SENTENCE = re.compile(r"\w\|\w|\b(SELECT|FROM|JOIN|DELETE|CREATE|COPY)\b")
"""Patterns and SQL."""
SHEETS = SOURCE / "sheets"
"""What is printed asks a mailroom for something, so it may say “please”."""

INSTEAD = {
    r"utili[sz]\w*": "use",
    r"leverag\w*": "use",
    r"facilitat\w*": "help",
    r"whilst": "while",
    r"amongst": "among",
    r"upon": "on, or when",
    r"thus|hence(forth)?|thereby|therefore": "so",
    r"(there|here|where)(of|in|to|after|with|upon)": "of it, in it; or two sentences",
    r"whereas|albeit|notwithstanding": "but, although",
    r"hereby|forthwith|aforesaid|lest|nought": "nothing: leave it out",
    r"shall": "must, or will",
    r"should (you|it|they|he|she|there)(?= )": "if you, if it",
    r"in order to": "to",
    r"in the event (of|that)": "if",
    r"(prior|previous) to": "before",
    r"subsequent(ly)?( to)?": "after, or later",
    r"commenc\w*": "start, or begin",
    r"terminat(e[sd]?|ing|ion)": "end, or stop",
    r"approximately": "about",
    r"(with|in) (regards? to|respect (of|to))|regarding": "about",
    r"due to(?! be)|owing to": "because of",
    r"and/or|he/she|his/her": "or; they; their",
    r"via": "by, or through",
    r"e\.g\.?|i\.e\.?|etc\.?|viz\.?|cf\.": "for example, that is; or a whole list",
    r"please": "nothing: say what to do",
    r"click here|click on": "choose, and the name of the link",
    r"(simply|easily|obviously|of course)": "nothing: it may not be so for the reader",
    r"anew|afresh": "again, or: a new one",
    r"mend(s|ed|ing)?|put(s|ting)? (it |them )?right": "correct",
    r"(counts?|needs?|is|are|do|does) (it |them )?no more(?! than)": "no longer",
    r"for want of": "without, or because there is no",
    r"(is|are|was|were) (not )?to be(?! found)": "must be, will be; or say who does it",
    r"has it not|had it been|were it|be it": "if it",
    r"ever after|for ever": "always, each time",
    r"all the same": "still, even so",
    r"by way of exception": "as an exception",
    r"beforehand": "in advance, or before something",
    r"another[’']s": "somebody else’s",
    r"bears? (a|the|another)": "show, have",
    r"not plain(?! text)": "not clear",
    r"needlessly": "unless you need to",
    r"inmates?|detainees?": "person in prison, people in prison, or recipient",
    r"prisoners?(?! service)": "person in prison, people in prison, or recipient",
    r"addressees?": "recipient",
    r"gaols?|jails?": "prison",
    r"phone numbers?": "telephone number",
    r"bar codes?": "barcode",
    r"zip code|post code|postal code": "postcode",
    r"e-mail\w*": "email",
    r"std(in|out|err)": "standard input, standard output, standard error",
    r"file-?names?(?!=)": "file name, or name of the file",
    r"log-?ins?|log(s|ged)? (in|into)(?! the | a )": "sign in",
    r"invalid|illegal": "what is wrong with it, and what is right",
    r"abort(s|ed|ing)?|execut(e[sd]?|ing|ion)": "stop; run",
    r"(black|white)lists?": "blocked list, allowed list",
}
"""Words and turns that are not used, and what to write instead."""


class Text(NamedTuple):
    path: Path
    line: int
    words: str


def prose_of(page: str) -> str:
    """Return a page with spaces in place of code and addresses, each line where it was."""
    hidden = r"^ *```.*?^ *```|^    \w.*?$|`[^`]*`|\]\([^)]*\)|https?://\S+"
    return re.sub(hidden, lambda found: re.sub(r".", " ", found[0]), page, flags=re.M | re.S)


def sentences_of_code(path: Path) -> Iterator[Text]:
    """Yield the strings of a file that have three words or more, and the help of commands."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = list(ast.walk(tree))
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    notes = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        words = "" if id(node) in parts else string_of(node)
        is_told = id(node) not in notes or "Example: **prisonmail" in words
        if (
            is_told
            and len(re.findall(r"[A-Za-z]{2,}", words)) > 2
            and not NO_SENTENCE.search(words)
        ):
            yield Text(path, getattr(node, "lineno", 0), words)


def string_of(node: ast.AST) -> str:
    """Return the words of a string; “…” stands for what an f-string puts in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(string_of(part) or "…" for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def page_of_browser(page: str) -> str:
    """Return a template with spaces in place of what no visitor sees."""
    return re.sub(
        r"\b(id|value|name|class)=\"[^\"]*\"|\{\{ [\w.]+ \}\}",
        lambda found: " " * len(found[0]),
        page,
    )


def all_texts() -> Iterator[Text]:
    for path in PAGES:
        yield Text(path, 1, prose_of(path.read_text("utf-8")))
    for pattern in FILES_OF_WORDS:
        for path in sorted(SOURCE.rglob(pattern)):
            yield Text(path, 1, page_of_browser(path.read_text("utf-8")))
    for path in sorted(SOURCE.rglob("*.py")):
        if not path.relative_to(SOURCE).as_posix().startswith(TABLES):
            yield from sentences_of_code(path)


def faults(text: Text) -> Iterator[str]:
    """Yield what is not said like this, with the place and what to write instead."""
    turns = {
        turn: INSTEAD[turn]
        for turn in INSTEAD
        if turn != "please" or SHEETS not in text.path.parents
    }
    for turn, instead in turns.items():
        whole = rf"(?<![\w/-])(?:{turn})(?![\w-])".replace(" ", r"\s+")
        for found in re.finditer(whole, text.words, re.IGNORECASE):
            line = text.line + text.words.count("\n", 0, found.start())
            yield f"{text.path}:{line}: “{' '.join(found[0].split())}”; write: {instead}"


def test_what_users_read_has_no_word_that_is_not_used() -> None:
    assert "\n".join(fault for text in all_texts() for fault in faults(text)) == ""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Look at it in\norder to be sure.", "page:1: “in order to”; write: to"),
        (
            "One.\nTwo.\nIt is, e.g., late.",
            "page:3: “e.g.”; write: for example, that is; or a whole list",
        ),
        ("Please\nwait.", "page:1: “Please”; write: nothing: say what to do"),
        ("It is to be done.", "page:1: “is to be”; write: must be, will be; or say who does it"),
        ("Send an E-mail.", "page:1: “E-mail”; write: email"),
        (
            "The inmates of HMP Leeds",
            "page:1: “inmates”; write: person in prison, people in prison, or recipient",
        ),
    ],
)
def test_a_word_that_is_not_used_is_found_and_another_named(words: str, found: str) -> None:
    assert list(faults(Text(Path("page"), 1, words))) == [found]


@pytest.mark.parametrize(
    "page",
    [
        "Run `please --via`.",
        "[Mail](e-mail.md)",
        "```sh\nvia\n```",
        "See https://example/via",
        "    CREATE ROLE x LOGIN",
    ],
)
def test_code_and_addresses_are_no_words(page: str) -> None:
    assert list(faults(Text(Path("page"), 1, prose_of(page)))) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('say(f"Sent {name} via the relay.")', ["Sent … via the relay."]),
        ('"""A note of ours, via code."""', []),
        (
            'def c():\n    """Example: **prisonmail x**, via it."""',
            ["Example: **prisonmail x**, via it."],
        ),
        ('run("SELECT via FROM letters")', []),
        ('re.compile("via|by|of")', []),
        ('key = "via"', []),
    ],
)
def test_of_code_it_is_sentences_that_are_read(code: str, words: list[str], tmp_path: Path) -> None:
    path = tmp_path / "code.py"
    path.write_text(code, encoding="utf-8")
    assert [text.words for text in sentences_of_code(path)] == words


def test_every_kind_of_text_is_read() -> None:
    read = {text.path.relative_to(ROOT).as_posix() for text in all_texts()}
    assert {"README.md", "docs/lists.md", "src/prisonmail/errors.py"} <= read
    assert {"src/prisonmail/problems/explanations.toml", "src/prisonmail/cli/app.py"} <= read
    assert "src/prisonmail/web/pages/templates/sign_in.html" in read
