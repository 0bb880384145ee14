r"""How shells are told what a word may become: in silence, and as each of them writes words.

>>> join_parted(["generate", "--map", "number", "=", "Pri"], 4)
(['generate', '--map', 'number=Pri'], 2, 'number=')
>>> print(escape("Prison Ref (new)"))
Prison\ Ref\ \(new\)
"""

import io
import os
import sys
from collections.abc import Callable, MutableMapping, Sequence
from contextlib import redirect_stderr, redirect_stdout

from prisonmail.system.late_pattern import compile_late

_BREAKS = frozenset(":=")
"""Where bash parts words, so that it puts in only what follows."""
_SPECIAL = compile_late(r"""([\s'"\\&();|<>`$*?\[\]#~!{}])""")


def complete_silently(shell: str, answer: Callable[[], object]) -> None:
    """Have a shell's question answered, and end the process; whatever goes wrong is not shown."""
    said, ended = io.StringIO(), 1
    with redirect_stdout(said), redirect_stderr(io.StringIO()):
        try:
            parted = _join_words_of_bash(os.environ) if shell == "bash" else None
            answer()
        except SystemExit as exit_raised:
            ended = exit_raised.code if isinstance(exit_raised.code, int) else 1
        except Exception:
            sys.exit(1)
    lines = said.getvalue().splitlines()
    if parted:
        lines = _write_for_bash(lines, *parted)
    elif shell in ("powershell", "pwsh"):
        lines = [_write_for_powershell(line) for line in lines]
    print("\n".join(lines))
    sys.exit(ended)


def join_parted(words: Sequence[str], at: int) -> tuple[list[str], int, str]:
    """Join words that were parted at `:` and `=`.

    Return them, the place of the one at the cursor, and what of that stays as it is.
    """
    joined: list[str] = []
    place, stays, before = 0, "", ""
    for number, word in enumerate(words):
        is_break = bool(word) and _BREAKS.issuperset(word)
        if joined and (is_break or (before and _BREAKS.issuperset(before))):
            head = joined[-1]
            joined[-1] += word
        else:
            head = ""
            joined.append(word)
        if number == at:
            place, stays = len(joined) - 1, joined[-1] if is_break else head
        before = word
    return joined, place, stays


def escape(text: str) -> str:
    """Write a word so that bash reads it as one."""
    return _SPECIAL.sub(r"\\\1", text)


def _join_words_of_bash(environment: MutableMapping[str, str]) -> tuple[str, bool]:
    """Mend the words that bash asks about; return what of the last stays, and if it is quoted."""
    words = environment["COMP_WORDS"].split("\n")
    at = int(environment["COMP_CWORD"])
    words += [""] * (at + 1 - len(words))
    joined, place, stays = join_parted(words, at)
    environment["COMP_WORDS"], environment["COMP_CWORD"] = "\n".join(joined), str(place)
    value = stays.partition("=")[2] if stays.startswith("-") else stays
    return value, words[at][:1] in ("'", '"')


def _write_for_bash(lines: Sequence[str], stays: str, quoted: bool) -> list[str]:
    """Write what is to follow; one word alone that something has to follow gets no space."""
    words = [line.removeprefix(stays) for line in lines]
    written = words if quoted else [escape(word) for word in words]
    return [*written, f"{written[0]}…"] if len(words) == 1 and words[0][-1:] == "=" else written


def _write_for_powershell(line: str) -> str:
    word, mark, said = line.partition(":::")
    quoted = "'{}'".format(word.replace("'", "''"))
    return f"{quoted if _SPECIAL.search(word) else word}{mark}{said}"
