"""Names that Windows cannot give a file, or changes; elsewhere they are names as any other."""

import sys
from pathlib import Path

import pytest

from prisonmail.system.output_files import refuse_if_taken
from prisonmail.system.places.file_names import (
    LONGEST_PATH,
    find_length_fault,
    find_name_fault,
)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("out.pdf", ""),
        ("C:out.pdf", ""),
        (r"C:\Post\..\.\letters of 3.4.pdf", ""),
        (r"\\server\post\out.pdf", ""),
        (r"\\?\C:\Post\out.pdf", ""),
        ("Łódź – Siân’s [1] & 100 %.pdf", ""),
        ("console.pdf", ""),
        ("com10.pdf", ""),
        ("x?.pdf", "Windows allows no ? in a name"),
        ("*.pdf", "Windows allows no * in a name"),
        (r"C:\a|b\out.pdf", "Windows allows no | in a name"),
        ("a\tb.pdf", "Windows allows no such character in a name"),
        ("con.pdf", "CON is a device on Windows"),
        (r"C:\Post\nul", "NUL is a device on Windows"),
        ("Aux .tar.pdf", "AUX is a device on Windows"),
        ("com1", "COM1 is a device on Windows"),
        ("lpt¹.pdf", "LPT¹ is a device on Windows"),
        (r"con\out.pdf", "CON is a device on Windows"),
        ("out.pdf.", "Windows leaves out full stops and spaces at the end of a name"),
        ("out.pdf ", "Windows leaves out full stops and spaces at the end of a name"),
        ("list.csv:out.pdf", "Windows would hide what stands after the : in another file"),
        (r"C:\Post\a:b.pdf", "Windows would hide what stands after the : in another file"),
    ],
)
def test_a_name_that_windows_cannot_give_is_told(path: str, reason: str) -> None:
    assert find_name_fault(path) == reason


def test_a_path_leaves_room_for_the_name_that_a_file_has_until_it_is_written() -> None:
    folder = "C:\\" + "x" * 200 + "\\"
    assert find_length_fault(folder + "y" * 50) == ""
    assert find_length_fault(f"{folder}{'z' * 8}\\out.pdf").endswith("may take 50")
    longest = folder + "y" * (LONGEST_PATH - len(folder))
    assert (find_length_fault(longest), len(longest)) == ("", LONGEST_PATH)
    assert find_length_fault(f"{longest}y") == (
        "its path has 260 characters, and Windows is set to allow 259"
    )
    assert find_length_fault(f"\\\\?\\{longest}y") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there they are no names of files")
@pytest.mark.parametrize("name", ["x?.pdf", "con.pdf", "nul", "a:b.pdf", "dot.", "space "])
def test_other_systems_give_files_any_name(tmp_path: Path, name: str) -> None:
    refuse_if_taken(tmp_path / name, force=False)
