"""The server's application: every page and every question that a program may ask."""

from fastapi import FastAPI

from prisonmail import __version__
from prisonmail.web.faults import add_fault_handlers
from prisonmail.web.pages import check
from prisonmail.web.pages.static_files import make_static_files
from prisonmail.web.settings import Settings


def make_app(settings: Settings) -> FastAPI:
    """Put the application together."""
    app = FastAPI(
        title="prisonmail",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    add_fault_handlers(app)
    app.include_router(check.router)
    app.mount("/static", make_static_files(), name="static")
    return app
