from pathlib import Path
from typing import Any

import pytest
from release.metadata_hook import ProjectMetadata, find_repository

ROOT = Path(__file__).parents[2]


def fill_in() -> dict[str, Any]:
    metadata: dict[str, Any] = {"version": "1.2.3"}
    ProjectMetadata(str(ROOT), {}).update(metadata)
    return metadata


def test_a_build_elsewhere_names_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    metadata = fill_in()
    assert "urls" not in metadata
    assert metadata["readme"]["text"] == (ROOT / "README.md").read_text("utf-8")


def test_a_release_leads_to_the_files_of_its_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_REPOSITORY", "firm/letters")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    metadata = fill_in()
    text, tagged = metadata["readme"]["text"], "https://github.com/firm/letters/{}/v1.2.3/"
    assert "](docs/" not in text
    assert f"]({tagged.format('blob')}docs/" in text
    assert f"]({tagged.format('raw')}docs/" in text
    assert metadata["urls"]["Source"] == "https://github.com/firm/letters"
    assert metadata["urls"]["Changes"] == tagged.format("blob") + "CHANGELOG.md"


def test_a_server_of_ones_own_counts() -> None:
    own = {"GITHUB_SERVER_URL": "https://git.firm.example", "GITHUB_REPOSITORY": "it/letters"}
    assert find_repository(own) == "https://git.firm.example/it/letters"
