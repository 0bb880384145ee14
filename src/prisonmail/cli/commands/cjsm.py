"""`prisonmail cjsm`: what addresses are to the secure mail."""

from typing import Annotated

import typer

from prisonmail.cjsm.standings import explain_address
from prisonmail.cli.options.shared import JsonOption
from prisonmail.cli.terminal import answer, answer_json
from prisonmail.errors import ExitCode
from prisonmail.reports.senders.cjsm import address_words, addresses_document


def command(
    addresses: Annotated[
        list[str], typer.Argument(metavar="ADDRESS…", help="Email addresses, with spaces between.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail cjsm clerk@greenstonechambers.co.uk**

    Says what each address is, whether mail to it from a CJSM mailbox is secure as it stands, and
    what it may have to become. Nothing is looked up or sent: whether there is such a mailbox only
    the directory of CJSM can tell. The exit code is 0 if all are secure, and 1 if any is not.
    """
    found = [explain_address(address.strip()) for address in addresses]
    if as_json:
        answer_json(addresses_document(found))
    else:
        for each in found:
            for line in address_words(each):
                answer(line)
    if not all(each.is_secure for each in found):
        raise typer.Exit(ExitCode.NO)
