"""Tells hatchling where the project lies: wherever the repository that makes a release does.

A build anywhere else names no address, rather than one that may be somebody else's.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_TO_A_FILE = re.compile(r"(!?)(\[[^\]]*\]\()(?!https?:|mailto:|#)")
"""How a picture or a link to a file of the repository begins in Markdown."""


class ProjectMetadata(MetadataHookInterface):
    """Adds addresses and the README, whose links then lead somewhere on a page of PyPI too."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in what pyproject.toml calls dynamic."""
        text = (Path(self.root) / "README.md").read_text("utf-8")
        repository = find_repository(os.environ)
        if repository:
            tag = f"v{metadata['version']}"
            text = link_to_repository(text, repository, tag)
            metadata["urls"] = {
                "Source": repository,
                "Documentation": f"{repository}/tree/{tag}/docs",
                "Changes": f"{repository}/blob/{tag}/CHANGELOG.md",
                "Issues": f"{repository}/issues",
            }
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def find_repository(environment: Mapping[str, str]) -> str | None:
    """Return the address of the repository that GitHub is building, or None elsewhere."""
    name = environment.get("GITHUB_REPOSITORY")
    return f"{environment.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}" if name else None


def link_to_repository(text: str, repository: str, tag: str) -> str:
    """Lead relative links and pictures of a page to the files of a tag.

    >>> link_to_repository("![A](docs/a.png) [B](docs/b.md#c)", "https://example.org/it", "v1")
    '![A](https://example.org/it/raw/v1/docs/a.png) [B](https://example.org/it/blob/v1/docs/b.md#c)'
    """

    def lead(found: re.Match[str]) -> str:
        kind = "raw" if found[1] else "blob"
        return f"{found[1]}{found[2]}{repository}/{kind}/{tag}/"

    return _TO_A_FILE.sub(lead, text)
