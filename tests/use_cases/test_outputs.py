"""The files of a run, before the first is begun and after printing stopped."""

from pathlib import Path

import pytest

from prisonmail.errors import Interrupted, OutputRefused, PrisonmailError, WrongUsage
from prisonmail.use_cases.outputs import naming_the_reprint, refuse_what_cannot_be_written


def test_all_volumes_and_other_files_are_looked_at_first(tmp_path: Path) -> None:
    (tmp_path / "out-003.pdf").touch()
    output, other = tmp_path / "out.pdf", tmp_path / "out-001.pdf"
    refuse_what_cannot_be_written(output, 4, 2, [tmp_path / "x.csv"], kept=(), force=False)
    with pytest.raises(OutputRefused, match=r"out-003\.pdf is there already"):
        refuse_what_cannot_be_written(output, 5, 2, (), kept=(), force=False)
    with pytest.raises(OutputRefused, match="needed as it is"):
        refuse_what_cannot_be_written(output, 5, 2, [other], kept=(), force=True)
    with pytest.raises(OutputRefused, match="needed as it is"):
        refuse_what_cannot_be_written(output, 1, None, (), kept=[output], force=True)


def test_standard_output_is_never_taken_but_has_no_volumes() -> None:
    refuse_what_cannot_be_written(Path("-"), 9, None, [Path("-")], kept=(), force=False)
    with pytest.raises(WrongUsage, match="Volumes cannot go to standard output"):
        refuse_what_cannot_be_written(Path("-"), 9, 2, (), kept=(), force=False)


@pytest.mark.parametrize(
    ("stopped", "told"),
    [(KeyboardInterrupt(), Interrupted), (OutputRefused("Full."), OutputRefused)],
)
@pytest.mark.parametrize(
    ("split", "summary", "options"),
    [(None, False, ""), (250, True, " --split 250 --summary"), (None, True, " --summary")],
)
def test_where_printing_stops_the_command_that_prints_again_is_given(
    stopped: BaseException,
    told: type[PrisonmailError],
    split: int | None,
    summary: bool,
    options: str,
) -> None:
    telling = naming_the_reprint("20261121-7F3K", "No paper.", split=split, summary=summary)
    with pytest.raises(told) as caught, telling:
        raise stopped
    assert caught.value.message.endswith(". No paper.")
    assert caught.value.remedy.endswith(f"prisonmail reprint 20261121-7F3K -o OUT.pdf{options}")
