"""Hooks of mkdocs: pages that lie beside docs/ become pages of the site, and nothing is fetched.

What stands in a comment of a page is run by the tests, to prepare what the page shows.
"""

import logging
import re
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Any

from mkdocs.structure.files import File, Files

from prisonmail.cli.app import PANELS

ROOT = Path(__file__).parents[2]
BESIDE = {
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security-policy.md",
    "CHANGELOG.md": "changes.md",
    "README.md": "index.md",
}
"""What each file at the top is called on the site."""
_COMMENT = re.compile(r"<!--.*?-->\n*", re.DOTALL)
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([\w./-]+)(#[\w-]+)?\)")
_FETCHED = re.compile(r"<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=\"?(?:https?:)?//[^\">]*")
_log = logging.getLogger("mkdocs.docs")


def on_config(config: Any) -> Any:  # noqa: ANN401 - mkdocs' own
    """Add the pages of the commands to the navigation, by what they are for."""
    commands: list[Any] = ["reference/commands/index.md"]
    for panel, words in PANELS.items():
        commands.append({panel: [{word: f"reference/commands/{word}.md"} for word in words]})
    reference = next(tab["Reference"] for tab in config.nav if "Reference" in tab)
    place = next(i for i, entry in enumerate(reference) if "Commands" in entry)
    reference[place] = {"Commands": commands}
    return config


def on_files(files: Files, config: Any) -> Files:  # noqa: ANN401 - mkdocs' own
    """Add the pages that lie at the top of the repository."""
    for name, page in BESIDE.items():
        if name != "README.md":
            files.append(File.generated(config, page, content=(ROOT / name).read_text("utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:  # noqa: ANN401 - mkdocs' own
    """Leave out comments, and lead links to files beside docs/ to their pages."""
    here = page.file.src_uri
    text = _COMMENT.sub("", markdown)
    return _LINK.sub(lambda link: _lead(link, here), text)


def on_post_page(output: str, page: Any, **_: Any) -> str:  # noqa: ANN401 - mkdocs' own
    """Warn of a page that would fetch something from another host."""
    for found in _FETCHED.finditer(output):
        _log.warning("%s fetches from another host: %s", page.file.src_uri, found[0])
    return output


def _lead(link: re.Match[str], here: str) -> str:
    """Lead a link between files to the page on the site; if it has none, leave the words alone."""
    text, target, anchor = link[1], link[2], link[3] or ""
    source = "" if here in BESIDE.values() and here != "index.md" else f"docs/{dirname(here)}"
    file = normpath(join(source, target))
    page = file.removeprefix("docs/") if file.startswith("docs/") else BESIDE.get(file)
    return f"[{text}]({relpath(page, dirname(here) or '.')}{anchor})" if page else text
