import re
import tomllib
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "prisonmail"
CODE = re.compile(r'"(P[MW]\d{3})"')


def test_every_code_that_the_program_can_show_is_explained_and_no_other() -> None:
    shown = {
        code for path in SOURCE.rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))
    }
    explained = tomllib.loads((SOURCE / "recipients" / "explanations.toml").read_text("utf-8"))
    assert shown == set(explained)
