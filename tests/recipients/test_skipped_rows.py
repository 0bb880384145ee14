"""The lines of skipped rows are kept in little memory, and come back in order."""

from hypothesis import given
from hypothesis import strategies as st

from prisonmail.recipients.skipped_rows import SkippedRows

REASONS = st.sampled_from(["blank", "footer", "heading", "not chosen"])


@given(st.lists(REASONS))
def test_each_line_comes_back_with_its_reason_but_blank_ones(reasons: list[str]) -> None:
    skipped = SkippedRows()
    for line, reason in enumerate(reasons, start=1):
        skipped.add(reason, line)
    told = [(line, reason) for line, reason in enumerate(reasons, start=1) if reason != "blank"]
    assert list(skipped) == told
    assert skipped.counts.total() == len(reasons)
    for line, reason in enumerate(reasons, start=1):
        assert skipped.has_headings_between(line - 1, line + 1) == (reason == "heading")
