"""The workflow that makes a release: what it trusts, and what each of its jobs may do."""

import re
from pathlib import Path

TEXT = (Path(__file__).parents[2] / ".github" / "workflows" / "release.yml").read_text("utf-8")
JOBS = {
    part.partition(":")[0]: part
    for part in re.split(r"^  (?=[a-z]+:)", TEXT.partition("\njobs:\n")[2], flags=re.MULTILINE)[1:]
}


def test_every_action_is_pinned_to_a_whole_version() -> None:
    used = re.findall(r"uses: (\S+)", TEXT)
    assert used
    assert [each for each in used if not re.fullmatch(r"[\w./-]+@v\d+\.\d+\.\d+", each)] == []


def test_a_job_may_do_what_it_is_for_and_no_more() -> None:
    assert "\npermissions: {}\n" in TEXT
    allowed = {
        name: re.findall(r"^      ([a-z-]+: write)$", job, re.M) for name, job in JOBS.items()
    }
    assert allowed == {
        "build": [],
        "portable": [],
        "attest": ["attestations: write", "id-token: write"],
        "pypi": ["id-token: write"],
        "github": ["contents: write"],
    }


def test_what_can_sign_or_publish_runs_no_code_of_the_repository() -> None:
    for name in ("attest", "pypi", "github"):
        assert "actions/checkout" not in JOBS[name]


def test_nothing_is_published_before_the_gate_has_passed_and_all_is_attested() -> None:
    assert "- run: .ci/run\n" in JOBS["build"]
    needs = {name: re.findall(r"needs: \[(.*)\]", job) for name, job in JOBS.items()}
    assert needs["attest"] == ["build, portable"]
    assert (needs["pypi"], needs["github"]) == (["attest"], ["pypi"])
