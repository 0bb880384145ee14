"""Makes pages of templates."""

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from prisonmail import __version__
from prisonmail.web.access.visitors import find_visitor

_PAGE = re.compile(r"https://www\.gov\.uk/[\w/-]+")


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


def link_pages(text: str) -> Markup:
    """Link the pages of GOV.UK that a sentence names, and nothing that may come from a list.

    >>> print(link_pages("<b> is here: https://www.gov.uk/find-prisoner").partition(">")[0])
    &lt;b&gt; is here: <a href="https://www.gov.uk/find-prisoner" rel="noreferrer"
    """
    found = _PAGE.sub(r'<a href="\g<0>" rel="noreferrer">\g<0></a>', str(escape(text)))
    return Markup(found)  # noqa: S704 - it was escaped before


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("prisonmail.web.pages"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["link_pages"] = link_pages
    return made
