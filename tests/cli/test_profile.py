import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from prisonmail.sender import roles
from tests.conftest import Run
from tests.terminals import type_at

Cli = Callable[..., Run]
OPTIONS = {
    "--organisation": "Greenstone Chambers",
    "--sender": "Eric Brown",
    "--cjsm-address": "eric.brown@greenstonechambers.co.uk.cjsm.net",
    "--role": "solicitor",
    "--address": "Greenstone House, 14 Park Square, Leeds",
    "--postcode": "ls1 2ne",
    "--telephone": "0113 496 0000",
}


def options(**changed: str) -> list[str]:
    given = OPTIONS | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    return [part for pair in given.items() for part in pair]


def test_a_profile_that_does_not_fit_the_sheet_is_not_made(prisonmail: Cli, home: Path) -> None:
    run = prisonmail("profile", "init", *options(organisation="W" * 80))
    assert run.exit_code == 66
    assert "organisation is too long for a sheet: it would run into other text." in run.err
    assert not (home / "profile.toml").exists()


@pytest.mark.parametrize(
    ("foot", "free", "exit_code", "said"),
    [
        (20, "", 0, "Its letterhead is a PDF; text stands from 0 to 277 mm from the top. Sheets"),
        (20, "letterhead_free = [70, 270]", 0, "text stands from 70 to 270 mm from the top"),
        (70, "", 66, "leaves 0 to 227 mm from the top free, and a sheet needs more"),
        (20, "letterhead_free = [170, 270]", 66, "leaves 170 to 270 mm from the top free"),
        (20, "letterhead_free = [70]", 66, "letterhead_free: it must be two numbers, the mm"),
        (20, "letterhead_free = [270, 70]", 66, "letterhead_free: it must be two numbers, the mm"),
        (20, "letterhead_free = 70", 66, "letterhead_free: it must be two numbers, the mm"),
    ],
)
def test_the_check_says_how_a_letterhead_will_print(
    prisonmail: Cli, profile: Path, home: Path, foot: int, free: str, exit_code: int, said: str
) -> None:
    canvas = Canvas(str(home / "head.pdf"), pagesize=A4)
    canvas.rect(20 * mm, (foot - 5) * mm, 50 * mm, 5 * mm, fill=1, stroke=0)
    canvas.save()
    text = profile.read_text("utf-8")
    profile.write_text(f'letterhead = "head.pdf"\n{free}\n{text}', "utf-8")
    run = prisonmail("profile", "check")
    assert (run.exit_code, said in run.err) == (exit_code, True), run.err


def test_a_profile_is_made_shown_and_checked(prisonmail: Cli, home: Path) -> None:
    made = prisonmail("profile", "init", *options(valid_days="14", printer_offset="1.5,-2"))
    assert made.exit_code == 0, made.err
    shown = prisonmail("profile", "show", "--json").json
    assert shown["address"] == ["Greenstone House", "14 Park Square", "Leeds"]
    assert (shown["postcode"], shown["valid_days"], shown["printer_offset"]) == (
        "LS1 2NE",
        14,
        [1.5, -2.0],
    )
    assert "Greenstone Chambers" in prisonmail("profile", "show").out
    assert prisonmail("profile", "check").exit_code == 0
    assert prisonmail("profile", "path").out.strip() == str(home / "profile.toml")


def test_a_profile_is_replaced_only_by_force(prisonmail: Cli, profile: Path) -> None:
    before = profile.read_bytes()
    assert prisonmail("profile", "init", *options()).exit_code == 73
    assert profile.read_bytes() == before
    assert prisonmail("profile", "init", *options(), "--force").exit_code == 0
    assert tomllib.loads(profile.read_text(encoding="utf-8"))["role"] == "solicitor"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"cjsm_address": "x@evilcjsm.net"}, "--cjsm-address: its domain is evilcjsm.net"),
        ({"role": "milkman"}, "--role: 'milkman' is not a role"),
        ({"postcode": "nowhere"}, "--postcode: 'nowhere' is not a UK postcode"),
        ({"printer_offset": "left"}, "--printer-offset"),
        ({"valid_days": "0"}, "--valid-days"),
        ({"envelope": "c9"}, "--envelope: there is no envelope called c9."),
    ],
)
def test_wrong_options_are_refused_with_what_is_right(
    prisonmail: Cli, home: Path, changed: dict[str, str], said: str
) -> None:
    run = prisonmail("profile", "init", *options(**changed))
    assert run.exit_code == 2
    assert said in run.err
    assert not list(home.iterdir())


def test_a_check_names_faults_of_fields_and_of_the_envelope_at_once(
    prisonmail: Cli, profile: Path
) -> None:
    text = profile.read_text("utf-8").replace("0113 496 0000", "1")
    profile.write_text(f'envelope = "c9"\n{text}', "utf-8")
    run = prisonmail("profile", "check")
    assert run.exit_code == 66
    assert "has 2 faults:\n  telephone: '1' is not" in run.err
    assert "\n  envelope: there is no envelope called c9. Known: dl, c5, c4\n" in run.err


def test_away_from_a_terminal_it_says_which_options_are_missing(prisonmail: Cli) -> None:
    run = prisonmail("profile", "init", "--organisation", "Greenstone Chambers")
    assert run.exit_code == 2
    assert "--sender, --cjsm-address, --role, --address, --postcode, --telephone" in run.err


def test_the_help_lists_every_role(prisonmail: Cli) -> None:
    words = "".join(prisonmail("profile", "init", "--help").out.replace("│", " ").split())
    assert all(key in words for key in roles.get_keys())
    assert "thatalegal-executivemayuseitisnotconfirmed" in words


def test_a_role_that_is_not_confirmed_is_warned_of(prisonmail: Cli) -> None:
    run = prisonmail("profile", "init", *options(role="consular-officer"))
    assert run.exit_code == 0
    assert "unconfirmed" in run.err


def test_a_legal_executive_is_told_what_the_rules_do_not_say(prisonmail: Cli) -> None:
    run = prisonmail("profile", "init", *options(role="legal-executive"))
    said = " ".join(run.err.split())
    assert "neither Prison Rules 1999, rule 2, nor PSI 49/2011, paragraph 14.2" in said
    assert "solicitor’s clerk has the role clerk" in said


MAKE = ["profile", "init", "--force"]
GIVEN = [word for pair in list(OPTIONS.items())[:-1] for word in pair]
TELEPHONE = ["--telephone", OPTIONS["--telephone"]]


def test_who_may_use_it_is_asked_once_and_never_of_scripts(
    home: Path, prisonmail: Callable[..., Run]
) -> None:
    assert prisonmail("profile", "init", *GIVEN, *TELEPHONE).exit_code == 0
    screen, code = type_at(*MAKE, *GIVEN, *TELEPHONE, typed="")  # nothing is left to ask
    assert (code, "Who may use" in screen) == (0, False)
    assert prisonmail("profile", "statements", "--json").json["accepted_by"] is None
    before = (home / "profile.toml").read_bytes()
    screen, code = type_at(*MAKE, *GIVEN, typed="0113 496 0001\n\nno\n")
    assert (code, "all of these statements have to hold" in screen) == (2, True)
    assert (home / "profile.toml").read_bytes() == before
    screen, code = type_at(*MAKE, *GIVEN, "--by", "A. Patel", typed="0113 496 0001\n\nyes\n")
    assert (code, "Who may use" in screen) == (0, True), screen
    screen, code = type_at(*MAKE, *GIVEN, typed="0113 496 0002\n\n")
    assert (code, "Who may use" in screen) == (0, False), screen
    found = prisonmail("profile", "statements", "--json").json
    assert (found["accepted_by"], found["due"]) == ("A. Patel", False)
    assert "A. Patel" not in (home / "profile.toml").read_text("utf-8")


def test_after_a_year_they_are_to_be_accepted_anew(
    profile: Path, prisonmail: Callable[..., Run], later: Callable[[int], None]
) -> None:
    assert "Nobody has accepted them here." in prisonmail("profile", "statements").out
    prisonmail("profile", "statements", "--accept")
    assert "statements" not in prisonmail("doctor").out
    later(366)
    assert "on who may use prisonmail were last accepted on" in prisonmail("doctor").out
    assert "To accept again" in prisonmail("profile", "statements").out
    prisonmail("profile", "statements", "--accept", "--by", "B. New")
    assert "Accepted by B. New on" in prisonmail("profile", "statements").out


@pytest.mark.parametrize(
    "content", ["", "[" * 9_000, "{}", '{"edition":"2026-11","by":"x","at":""}']
)
def test_a_damaged_note_counts_as_none(
    home: Path, profile: Path, prisonmail: Callable[..., Run], content: str
) -> None:
    (home / "accepted.json").write_text(content)
    assert prisonmail("profile", "statements", "--json").json["due"]
