"""The file of the firm's table of mailrooms, beside its profile."""

from collections.abc import Mapping
from pathlib import Path

from prisonmail.errors import InputMissing
from prisonmail.sender.mailrooms.mailroom_table import Mailroom, parse_mailrooms


def read_mailrooms(path: Path) -> Mapping[str, Mailroom]:
    """Read the firm's table of mailrooms, by the code of the prison. Raises InputMissing."""
    try:
        return parse_mailrooms(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise InputMissing(
            f"There is no table of mailrooms at {path}.",
            "Make one, a line for each prison: prison,address,as_of",
        ) from None
    except OSError as error:
        raise InputMissing(f"The table {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise InputMissing(f"The table {path} is not text in UTF-8.") from None
    except ValueError as error:
        raise InputMissing(
            f"The table of mailrooms {path} cannot be used: {error}.", "Correct that line."
        ) from None
