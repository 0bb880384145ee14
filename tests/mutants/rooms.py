"""Which tests have to catch the mutants of which files: those that mirror them, in one process."""

from dataclasses import dataclass

from tests.mutants.making import SOURCE


@dataclass(frozen=True)
class Room:
    """Files of the program, from the folder of the package, and the tests of them."""

    name: str
    sources: tuple[str, ...]
    """Files, or folders with all that is in them."""
    tests: tuple[str, ...]
    without: str = ""
    """What is left out of the tests, as `-k` has it: what is slow."""

    @property
    def files(self) -> tuple[str, ...]:
        """All files of it, from the folder of the package."""
        found = (path for each in self.sources for path in _find(each))
        return tuple(path for path in found if path.rpartition("/")[2] != "__init__.py")


def _find(source: str) -> list[str]:
    if source.endswith(".py"):
        return [source]
    return sorted(str(path.relative_to(SOURCE)) for path in (SOURCE / source).rglob("*.py"))


_ELSEWHERE = ("/postgres.py", "/postgres_words.py", "/server_identity.py", "/sightings.py")
_LEDGER_OF_A_FILE = tuple(file for file in _find("ledger") if not file.endswith(_ELSEWHERE))
"""What needs no server, and no home to be taken along; those have slow tests of their own."""
_LEDGER_FROM_WITHOUT = (
    "tests/use_cases/accountability",
    "tests/use_cases/desk",
    "tests/cli/test_desk_in_process.py",
    "tests/cli/test_ledger_commands.py",
    "tests/cli/test_ledger_encryption.py",
    "tests/cli/test_ledger_report.py",
    "tests/cli/test_people.py",
    "tests/cli/test_people_requests.py",
    "tests/cli/test_signed_heads.py",
)
"""Tests of what is built on the ledger, which hold how it is used."""
_BAR_PATTERNS = "tests/test_plates.py::test_bar_patterns_are_those_of_the_library"

ROOMS = (
    Room(
        "codes",
        ("codes.py", "prisons/postcodes.py"),
        ("tests/test_codes.py", "tests/prisons/test_postcodes.py"),
    ),
    Room(
        "matching",
        ("prisons/matching", "prisons/law.py"),
        ("tests/prisons/matching", "tests/prisons/test_law.py", "tests/system/test_record.py"),
        "one_wrong_letter",
    ),
    Room(
        "window",
        ("sheets/window",),
        ("tests/sheets/window", "tests/system/test_record.py", _BAR_PATTERNS),
        "symbol_reading or wherever_the_sheet_lies or every_hard_panel or printer_offset"
        " or of_all_lengths or 20000_codes or at_every_prison or fits_above_the_symbol"
        " or nothing_touches_the_sender or always_name_the_sender or at_least_95 or a_millimetre",
    ),
    Room(
        "publishing",
        ("system/output_files.py", "system/temporary_files.py", "use_cases/outputs.py"),
        (
            "tests/system/test_output_files.py",
            "tests/system/test_temporary_files.py",
            "tests/use_cases/test_outputs.py",
        ),
    ),
    Room(
        "ledger",
        (
            *_LEDGER_OF_A_FILE,
            "use_cases/verify.py",
            "use_cases/after_issue/cancel.py",
            "use_cases/keeping/ledger_copies.py",
        ),
        (
            "tests/ledger",
            "tests/use_cases/test_verify.py",
            "tests/use_cases/after_issue/test_cancel.py",
            "tests/use_cases/test_find.py",
            "tests/use_cases/keeping/test_ledger_copies.py",
            "tests/use_cases/keeping/test_ledger_log.py",
            "tests/system/test_record.py",
            *_LEDGER_FROM_WITHOUT,
        ),
        "postgres or other_database or copy_elsewhere or in_a_copy or kill or at_once_do_it"
        " or consistent or as_the_model or thousand or within_20 or long_batch"
        " or that_somebody_has_open or lost_its_name or no_check_is_lost or test_server_identity"
        " or keyring_that_is_named or of_all_alphabets or [encrypted"
        " or key_is_written_down or key_on_the_screen or loads_nothing_of_it",
    ),
)
