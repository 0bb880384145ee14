"""The server's application: every page and every question that a program may ask."""

from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from prisonmail import __version__
from prisonmail.web.access.forms import check_form
from prisonmail.web.faults import add_fault_handlers
from prisonmail.web.middleware.guard import Guard
from prisonmail.web.middleware.recognition import Recognition
from prisonmail.web.pages import check, sign_in
from prisonmail.web.settings import Settings

_STATIC = Path(__file__).parent / "pages" / "static"


def make_app(settings: Settings) -> FastAPI:
    """Put the application together."""
    app = FastAPI(
        title="prisonmail",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(check_form)],  # of all routes: none can forget it
    )
    app.state.settings = settings
    add_fault_handlers(app)
    app.add_middleware(Recognition, settings=settings)
    app.add_middleware(Guard, settings=settings)  # the last one added comes first
    app.include_router(check.router)
    app.include_router(sign_in.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return app
