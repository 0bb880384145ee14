"""What a notice says: in plain words, and without a name unless names are wanted."""

from collections.abc import Iterator

from prisonmail import codes
from prisonmail.dockets.docket import Docket, DocketLetter
from prisonmail.sender.roles import name_role
from prisonmail.system import clock


def write_subject(docket: Docket, prison_name: str) -> str:
    """Return the subject, which names no person."""
    return f"Legal mail for {prison_name}: docket {docket.serial} of {docket.sender.organisation}"


def write_text(docket: Docket, prison_name: str, *, with_names: bool) -> str:
    """Return the text of the mail."""
    said = [
        f"To the mailroom of {prison_name}",
        _say_what(docket),
        *([_list_letters(docket)] if with_names and docket.letters else []),
        *_say_cancelled(docket),
        _say_files(docket),
        _say_key(docket),
        _sign(docket),
    ]
    return "\n\n".join(said) + "\n"


def _say_what(docket: Docket) -> str:
    number = len(docket.letters)
    if not number:
        return "This tells you only of codes that are cancelled."
    markings = sorted({each.marking.value for each in docket.letters})
    until = clock.long_date(clock.uk_date(max(each.good_until for each in docket.letters)))
    has = "1 letter is" if number == 1 else f"{number:,} letters are"
    return (
        f"{has} on the way from us to people in your prison, marked {' or '.join(markings)}. Each "
        f"has a code in the window of its envelope or on its covering sheet, good for one check, "
        f"until {until} at the latest. The page that is attached lists them."
    )


def _list_letters(docket: Docket) -> str:
    return "\n".join(_say_letter(each) for each in docket.letters)


def _say_letter(letter: DocketLetter) -> str:
    born = letter.date_of_birth
    identity = letter.prison_number or (f"born {clock.long_date(born)}" if born else "")
    who = ", ".join(filter(None, (letter.name, identity)))
    return f"{codes.format_code(letter.code)}  {who} ({letter.marking.value})"


def _say_cancelled(docket: Docket) -> Iterator[str]:
    if docket.cancelled:
        listed = "\n".join(map(codes.format_code, docket.cancelled))
        yield f"Letters with these codes are cancelled: do not deliver them unopened.\n\n{listed}"


def _say_files(docket: Docket) -> str:
    return (
        "Attached:\n"
        f"  {docket.name}.pdf: a page to print, with a box to tick for each letter.\n"
        f"  {docket.name}.json and {docket.name}.json.sig: the same for a computer, signed. If you "
        "have prisonmail, take them in with: prisonmail desk receive"
    )


def _say_key(docket: Docket) -> str:
    return (
        f"They are signed with the key\n  {docket.key}\nAnybody can write such a mail. When you "
        "see this key for the first time, ring us at a number that you know, and have us read it "
        "to you."
    )


def _sign(docket: Docket) -> str:
    of = docket.sender
    lines = (
        f"{of.sender}, {name_role(of.role)}",
        of.organisation,
        of.telephone,
        of.cjsm_address,
    )
    return "\n".join(lines)
