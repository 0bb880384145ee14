"""`prisonmail serve`: pages and an API on the same rules, in a browser."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import LocationOption, ProfileOption
from prisonmail.cli.terminal import answer, talk
from prisonmail.errors import WrongUsage
from prisonmail.system import clock
from prisonmail.system.folders import find_profile_path
from prisonmail.web.settings import DEFAULT_PORT, Settings


class LogLevel(StrEnum):
    """How much is written down."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def command(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")
    ] = DEFAULT_PORT,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the page in a browser, signed in.")
    ] = False,
    link: Annotated[
        bool,
        typer.Option("--link", help="Print a link to sign in to the server that runs, and stop."),
    ] = False,
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
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host",
            metavar="NAME",
            help="A name by which browsers reach it, beside --host; for each name once.",
            show_default=False,
        ),
    ] = None,
    behind_proxy: Annotated[
        list[str] | None,
        typer.Option(
            "--behind-proxy",
            metavar="ADDRESS",
            help="TLS ends at a proxy with this address, and no other is believed.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int,
        typer.Option("--workers", min=1, max=64, help="Processes, for a ledger on PostgreSQL."),
    ] = 1,
    log_level: Annotated[
        LogLevel, typer.Option("--log-level", help="How much is written down.")
    ] = LogLevel.INFO,
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
    settings = Settings(
        ledger=ledger_place(ledger),
        profile=profile or find_profile_path(),
        host=host,
        port=port,
        location=location,
        certificate=tls_cert,
        certificate_key=tls_key,
        jwks=jwks,
        hosts=tuple(allow_host or ()),
        proxies=tuple(behind_proxy or ()),
        workers=workers,
        log_level=log_level.value,
    )
    settings.refuse_unsafe()
    _serve(settings, only_link=link, open_browser=open_browser)


def _serve(settings: Settings, *, only_link: bool, open_browser: bool) -> None:
    try:
        from prisonmail.web.access.links import MINUTES, make_link
        from prisonmail.web.serving import serve
    except ImportError as error:
        if error.name is None or error.name.startswith("prisonmail"):
            raise
        raise WrongUsage(
            "This prisonmail has no pages: the packages for that are missing.",
            "Install them with: pip install 'prisonmail[serve]'",
        ) from None
    if not settings.has_link:
        if only_link or open_browser:
            raise WrongUsage(
                "Only on this computer people sign in by a link.",
                f"Open {settings.origin} and sign in by a code.",
            )
        serve(settings, lambda: talk(f"prisonmail answers at {settings.origin}"))
        return
    if only_link:
        answer(make_link(settings, clock.now()))
        return

    def announce() -> None:
        if open_browser:
            import webbrowser

            webbrowser.open(make_link(settings, clock.now(), own=True))
        made = make_link(settings, clock.now())
        talk(f"To sign in, open this within {MINUTES} minutes, once: {made}")
        talk("For another link: prisonmail serve --link. End with Ctrl-C.")

    serve(settings, announce)
