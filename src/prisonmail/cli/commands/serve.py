"""`prisonmail serve`: pages and an API on the same rules, in a browser."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import LocationOption, ProfileOption
from prisonmail.errors import WrongUsage
from prisonmail.system.folders import find_profile_path
from prisonmail.web.settings import DEFAULT_PORT, Settings


def command(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")
    ] = DEFAULT_PORT,
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", metavar="FILE", help="Its certificate.")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option("--tls-key", metavar="FILE", help="The certificate's key.")
    ] = None,
    jwks: Annotated[
        Path | None,
        typer.Option(
            "--jwks",
            metavar="FILE",
            help="Public keys of the Ministry's own sign-in: programs with its tokens may ask too.",
        ),
    ] = None,
    location: LocationOption = None,
    profile: ProfileOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Example: **prisonmail serve --open**

    Shows the mailroom's page and the office's page in a browser, on the same ledger and by the
    same rules as the other commands, and answers programs. End with Ctrl-C.
    """
    if (tls_cert is None) != (tls_key is None):
        raise WrongUsage("--tls-cert and --tls-key need each other.", "Name both files.")
    try:
        from prisonmail.web.serving import serve
    except ImportError as error:
        if error.name is None or error.name.startswith("prisonmail"):
            raise
        raise WrongUsage(
            "This prisonmail has no pages: the packages for that are missing.",
            "Install them with: pip install 'prisonmail[serve]'",
        ) from None
    serve(
        Settings(
            ledger_place(ledger),
            profile or find_profile_path(),
            host,
            port,
            location,
            tls_cert,
            tls_key,
            jwks,
        )
    )
