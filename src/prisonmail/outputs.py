"""The outputs of a run: none is begun where one could not be written, and none is lost for good."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prisonmail import ctrl_c, publishing
from prisonmail.errors import Interrupted, OutputRefused, WrongUsage
from prisonmail.printing import volume_paths


def refuse_what_cannot_be_written(
    output: Path,
    letters: int,
    split: int | None,
    others: Iterable[Path],
    *,
    kept: Iterable[Path | str],
    force: bool,
) -> None:
    """Find out early whether the volumes of a PDF and other files can be written.

    No two may be one file, and what is `kept` is not replaced even by force. Raises OutputRefused,
    and WrongUsage where volumes are to go to standard output.
    """
    if output == publishing.STANDARD_OUTPUT and split:
        raise WrongUsage("Volumes cannot go to standard output.", "Give a file name with -o.")
    paths = (*volume_paths(output, letters, split), *others)
    written = [path for path in paths if path != publishing.STANDARD_OUTPUT]
    places = {path.resolve() for path in written}
    needed = [each for each in kept if Path(each).resolve() in places]  # of very many, few
    for path in written:
        publishing.refuse_if_taken(path, force=force, kept=needed)
        needed.append(path)


@contextmanager
def told_how_to_reprint(
    what: str, state: str, *, split: int | None, summary: bool
) -> Iterator[None]:
    """Where printing stops half way, say how things stand and with what to print a batch or code.

    Raises OutputRefused or Interrupted; a fault of our own has it as a note.
    """
    options = [f"--split {split}"] * bool(split) + ["--summary"] * summary
    command = " ".join(("prisonmail reprint", what, "-o OUT.pdf", *options))
    try:
        yield
    except OutputRefused as error:
        remedy = f"Once that is put right, print with: {command}"
        raise OutputRefused(f"{error.message} {state}", remedy) from None
    except (KeyboardInterrupt, Exception) as error:
        if not ctrl_c.caused(error):
            error.add_note(f"{state} Once it is put right, print with: {command}")
            raise
        raise Interrupted(f"Stopped. {state}", f"Print with: {command}") from None
