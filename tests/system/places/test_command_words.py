"""Words of commands, as the shells of a system take them apart again."""

import shlex
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.system.places.command_words import quote


@pytest.mark.parametrize(
    ("word", "written"),
    [
        (r"C:\Post\list.csv", r"C:\Post\list.csv"),
        (r"C:\My post\list.csv", r'"C:\My post\list.csv"'),
        (r"C:\Post (2)\list.csv", r'"C:\Post (2)\list.csv"'),
        (r"C:\Smith & Co\list.csv", r'"C:\Smith & Co\list.csv"'),
        ("C:\\My post\\", '"C:\\My post\\\\"'),
        ("name=Łukasz", "name=Łukasz"),
        ('say "no"', r'"say \"no\""'),
        ("", '""'),
    ],
)
def test_on_windows_they_have_double_quotes_if_any(word: str, written: str) -> None:
    assert quote(word, "win32") == written


@given(st.text())
def test_elsewhere_a_shell_takes_them_apart(word: str) -> None:
    assert shlex.split(quote(word, "linux")) == [word]


@pytest.mark.parametrize("word", ["a b", 'a"b', "a\\", "a b\\", 'a\\"b c', "", "a&b", "plain"])
def test_a_program_is_given_what_was_written(word: str) -> None:
    shows = 'import sys; sys.stdout.buffer.write("|".join(sys.argv[1:]).encode())'
    words = " ".join(quote(each) for each in (sys.executable, "-c", shows, word))
    done = subprocess.run(words, shell=sys.platform != "win32", capture_output=True, check=True)
    assert done.stdout.decode() == word
