"""Options that are still taken, so that scripts go on, but do nothing any more."""

from prisonmail.cli.terminal import talk


def say_that_jobs_do_nothing(jobs: int | None) -> None:
    """Say it if the option was given."""
    if jobs is not None:
        talk("--jobs does nothing any more: one process is quicker now. Leave it out.")
