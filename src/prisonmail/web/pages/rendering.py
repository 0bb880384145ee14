"""Makes pages of templates."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from prisonmail import __version__
from prisonmail.web.access.visitors import find_visitor


def render(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Make a page. A template knows `visitor`, `csrf`, `version` and what it is given."""
    common = {
        "visitor": find_visitor(request),
        "csrf": getattr(request.state, "csrf", ""),
        "path": request.url.path,
        "version": __version__,
    }
    made = _environment().get_template(template).render(common | values)
    return HTMLResponse(made, status, headers={"Cache-Control": "no-store"})


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("prisonmail.web.pages"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
