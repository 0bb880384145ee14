"""Runs the server until it is stopped."""

import uvicorn

from prisonmail.web.app import make_app
from prisonmail.web.settings import Settings


def serve(settings: Settings) -> None:
    """Answer requests until Ctrl-C or a signal to end, and finish those that have begun."""
    config = uvicorn.Config(
        make_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.certificate_key,
    )
    uvicorn.Server(config).run()
