"""Runs the server until it is stopped."""

import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.system import ctrl_c
from prisonmail.web.app import make_app
from prisonmail.web.connections import WatchedConnection
from prisonmail.web.logs import start_logging
from prisonmail.web.settings import Settings

_PATIENCE = 120
"""Seconds that requests which have begun may still take when the server is stopped: a long list."""
_SILENCE = 60
"""Seconds after which a worker that says nothing is replaced. On a busy machine one may take longer
than the usual five to be loaded, and would never be."""
_CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""For TLS 1.2: those that keep what was said secret even from whoever gets the key later. TLS 1.3
has no others."""
_STOPS = (*ctrl_c.STOPS, signal.SIGTERM)


def serve(settings: Settings, announce: Callable[[], object]) -> None:
    """Answer requests until Ctrl-C or a signal to end, and finish those that have begun.

    `announce` is called once browsers can come. Raises OutputRefused if the port is taken, and
    InputMissing if the certificate cannot be used.
    """
    config = _configure(settings)
    with _listen(settings) as listener, _keep_handlers(), _keep_temporary_folder():
        run = _prepare(config, settings, listener)
        announce()
        run()


def make_logged_app(settings: Settings) -> FastAPI:
    """Put the application together in a process of its own."""
    start_logging(settings.log_level)
    made = make_app(settings)
    # what libraries keep for a request, as a list that a program sends, is not for a shared folder
    tempfile.tempdir = str(made.state.working.make())
    return made


def _configure(settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        partial(make_logged_app, settings),
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_config=None,
        log_level=settings.log_level,
        access_log=False,
        server_header=False,
        http=WatchedConnection,
        ws="none",
        # else a proxy on this computer would be believed unasked
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.certificate_key,
        ssl_ciphers=_CIPHERS,
        timeout_graceful_shutdown=_PATIENCE,
        timeout_worker_healthcheck=_SILENCE,
    )


def _prepare(
    config: uvicorn.Config, settings: Settings, listener: socket.socket
) -> Callable[[], object]:
    """Return what runs the server. From here on a signal to end is heeded, however early."""
    if settings.workers > 1:
        start_logging(settings.log_level)
        return Multiprocess(config, [listener]).run
    _load(config, settings)
    server = uvicorn.Server(config)
    for each in _STOPS:  # it raises them again in the end, when they mean no more
        signal.signal(each, server.handle_exit)
    return partial(server.run, [listener])


def _load(config: uvicorn.Config, settings: Settings) -> None:
    try:
        config.load()
    except OSError as error:  # an SSLError too, if it is no certificate or not its key
        raise InputMissing(
            f"The certificate {settings.certificate} cannot be used: "
            f"{error.strerror or type(error).__name__}.",
            "Name the files of a certificate and of its key in PEM with --tls-cert and --tls-key.",
        ) from None


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (while")[0]  # its end names the address
        raise OutputRefused(
            f"It cannot listen on {settings.host}, port {settings.port}: {why}.",
            "If it runs already, get a link with: prisonmail serve --link. Or choose another "
            "--port.",
        ) from None


@contextmanager
def _keep_handlers() -> Iterator[None]:
    """Have signals do in the end what they did before."""
    before = {each: signal.getsignal(each) for each in _STOPS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def _keep_temporary_folder() -> Iterator[None]:
    """Have temporary files go in the end where they went before."""
    before = tempfile.tempdir
    try:
        yield
    finally:
        tempfile.tempdir = before
