"""Who may not come where: each route of the server with each who has no right to it."""

import re
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount, Route

from prisonmail.ledger.access.grants import draw_token, hash_token
from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock
from prisonmail.web.access.forms import is_for_programs
from prisonmail.web.access.visitors import Right
from prisonmail.web.app import make_app
from prisonmail.web.settings import Settings
from tests.web.conftest import Browser

OPEN = "open"
"""For all, signed in or not."""
LOOPBACK = "loopback"
"""For programs of this computer, and on other servers for administrators."""
ROUTES = {
    ("GET", "/"): Right.CHECK,
    ("POST", "/"): Right.CHECK,
    ("GET", "/api/openapi.json"): OPEN,
    ("GET", "/api/v1/batches"): Right.ISSUE,
    ("POST", "/api/v1/batches"): Right.ISSUE,
    ("GET", "/api/v1/batches/{batch}"): Right.ISSUE,
    ("GET", "/api/v1/batches/{batch}/letters.pdf"): Right.ISSUE,
    ("POST", "/api/v1/checks"): Right.CHECK,
    ("POST", "/api/v1/codes/{code}/cancel"): Right.ISSUE,
    ("GET", "/api/v1/prisons"): Right.CHECK,
    ("POST", "/barcode/check"): Right.CHECK,
    ("POST", "/barcode/event/more-checks-requested"): Right.CHECK,
    ("GET", "/checks/{number}"): Right.CHECK,
    ("GET", "/health/ping"): OPEN,
    ("GET", "/letters"): Right.ISSUE,
    ("GET", "/letters/batches"): Right.ISSUE,
    ("GET", "/letters/batches/{batch}"): Right.ISSUE,
    ("POST", "/letters/batches/{batch}"): Right.ISSUE,
    ("POST", "/letters/batches/{batch}/docket"): Right.ISSUE,
    ("GET", "/letters/cancel"): Right.ISSUE,
    ("POST", "/letters/cancel"): Right.ISSUE,
    ("GET", "/letters/explain/{code}"): Right.ISSUE,
    ("GET", "/letters/find"): Right.ISSUE,
    ("POST", "/letters/find"): Right.ISSUE,
    ("GET", "/letters/jobs"): Right.ISSUE,
    ("POST", "/letters/jobs"): Right.ISSUE,
    ("GET", "/letters/jobs/{job_id}"): Right.ISSUE,
    ("GET", "/letters/jobs/{job_id}/check"): Right.ISSUE,
    ("POST", "/letters/jobs/{job_id}/check"): Right.ISSUE,
    ("GET", "/letters/jobs/{job_id}/erase"): Right.ISSUE,
    ("POST", "/letters/jobs/{job_id}/erase"): Right.ISSUE,
    ("GET", "/letters/jobs/{job_id}/files/{name}"): Right.ISSUE,
    ("GET", "/letters/jobs/{job_id}/issue"): Right.ISSUE,
    ("POST", "/letters/jobs/{job_id}/issue"): Right.ISSUE,
    ("GET", "/letters/jobs/{job_id}/list"): Right.ISSUE,
    ("POST", "/letters/jobs/{job_id}/list"): Right.ISSUE,
    ("GET", "/letters/jobs/{job_id}/problems.csv"): Right.ISSUE,
    ("GET", "/letters/jobs/{job_id}/progress"): Right.ISSUE,
    ("GET", "/letters/letter"): Right.ISSUE,
    ("POST", "/letters/letter"): Right.ISSUE,
    ("GET", "/letters/log"): Right.ADMIN,
    ("POST", "/letters/log"): Right.ADMIN,
    ("GET", "/letters/new"): Right.ISSUE,
    ("POST", "/letters/new"): Right.ISSUE,
    ("GET", "/letters/people"): Right.ISSUE,
    ("POST", "/letters/people"): Right.ISSUE,
    ("GET", "/letters/people/import"): Right.ISSUE,
    ("POST", "/letters/people/import"): Right.ISSUE,
    ("GET", "/letters/people/new"): Right.ISSUE,
    ("POST", "/letters/people/new"): Right.ISSUE,
    ("GET", "/letters/people/{entry}"): Right.ISSUE,
    ("POST", "/letters/people/{entry}/remove"): Right.ISSUE,
    ("GET", "/letters/prisons"): Right.ISSUE,
    ("POST", "/letters/prisons"): Right.ISSUE,
    ("GET", "/letters/reissue"): Right.ISSUE,
    ("POST", "/letters/reissue"): Right.ISSUE,
    ("GET", "/letters/report"): Right.ISSUE,
    ("GET", "/letters/report/{kind}"): Right.ISSUE,
    ("GET", "/letters/reprint"): Right.ISSUE,
    ("POST", "/letters/reprint"): Right.ISSUE,
    ("GET", "/letters/requests"): Right.ADMIN,
    ("POST", "/letters/requests"): Right.ADMIN,
    ("GET", "/letters/settings"): Right.ISSUE,
    ("GET", "/letters/settings/envelopes"): Right.ISSUE,
    ("GET", "/letters/settings/envelopes/{name}"): Right.ISSUE,
    ("GET", "/letters/settings/health"): Right.ADMIN,
    ("GET", "/letters/settings/mailbox"): Right.ISSUE,
    ("POST", "/letters/settings/mailbox"): Right.ISSUE,
    ("GET", "/letters/settings/printing"): Right.ADMIN,
    ("POST", "/letters/settings/printing"): Right.ADMIN,
    ("GET", "/letters/settings/profile"): Right.ADMIN,
    ("POST", "/letters/settings/profile"): Right.ADMIN,
    ("GET", "/letters/settings/relay"): Right.ADMIN,
    ("POST", "/letters/settings/relay"): Right.ADMIN,
    ("GET", "/letters/settings/senders"): Right.ADMIN,
    ("POST", "/letters/settings/senders"): Right.ADMIN,
    ("POST", "/letters/settings/senders/import"): Right.ADMIN,
    ("GET", "/letters/settings/statements"): Right.ISSUE,
    ("POST", "/letters/settings/statements"): Right.ISSUE,
    ("GET", "/metrics"): LOOPBACK,
    ("GET", "/prisons"): OPEN,
    ("GET", "/sessions"): Right.CHECK,
    ("POST", "/sessions"): Right.CHECK,
    ("GET", "/sign-in"): OPEN,
    ("POST", "/sign-in"): OPEN,
    ("POST", "/sign-in/code"): OPEN,
    ("GET", "/sign-in/link"): OPEN,
    ("POST", "/sign-out"): Right.CHECK,
    ("GET", "/static"): OPEN,
}
"""The least right that each needs: a new route has to be entered here."""
NEEDING = sorted((*key, right) for key, right in ROUTES.items() if isinstance(right, Right))


def list_routes(routes: Iterable[object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for route in routes:
        if isinstance(route, Mount):
            yield "GET", prefix + route.path
        elif isinstance(route, Route | APIRoute):
            yield from (
                (each, prefix + route.path) for each in route.methods or () if each != "HEAD"
            )
        else:  # a router that was included, as FastAPI keeps it
            its: Any = route
            inner = its.original_router.routes
            yield from list_routes(inner, prefix + its.include_context.prefix)


def test_every_route_says_who_may_come(tmp_path: Path) -> None:
    app = make_app(Settings(str(tmp_path / "ledger.sqlite3"), tmp_path / "profile.toml"))
    assert set(list_routes(app.routes)) == set(ROUTES)


def fill(path: str) -> str:
    """Return a path with something in place of what varies in it."""
    return re.sub(r"{(\w+)}", lambda found: "1" if found[1] == "number" else found[1], path)


@pytest.mark.parametrize(("method", "path", "right"), NEEDING)
def test_a_stranger_is_sent_away(method: str, path: str, right: Right, stranger: Browser) -> None:
    answer = stranger.request(method, fill(path))
    if is_for_programs(path):
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    else:
        told = "" if method == "GET" else "?undone=1"
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in{told}")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "right"), [each for each in NEEDING if each[2] is not Right.CHECK]
)
def test_whoever_may_less_is_refused(
    method: str, path: str, right: Right, settings: Settings, signed_in: Callable[[Right], Browser]
) -> None:
    for less in Right:
        if less.includes(right):
            continue
        if is_for_programs(path):
            browser, headers = signed_in(Right.ADMIN), {"Authorization": bearer(settings, less)}
        else:
            browser, headers = signed_in(less), {}
        form = {"csrf": browser.csrf} if method == "POST" else None
        answer = browser.request(method, fill(path), headers=headers, data=form)
        assert answer.status_code == HTTPStatus.FORBIDDEN, less
        assert "You are not allowed to do this." in answer.text  # and no other refusal


CHANGING = sorted(path for method, path in ROUTES if method == "POST")
TAKING_FILES = (
    "/letters/jobs",
    "/letters/jobs/{job_id}/list",
    "/letters/new",
    "/letters/people/import",
    "/letters/settings/printing",
    "/letters/settings/senders/import",
)


@pytest.mark.parametrize("path", CHANGING)
def test_nobody_changes_anything_without_the_text_of_their_session(
    path: str, client: Browser
) -> None:
    its = {"files": {"list": ("a.csv", b"Name\n")}} if path in TAKING_FILES else {}
    answer = client.post(fill(path), data={"code": "1"}, **its)
    if is_for_programs(path):
        assert answer.status_code == HTTPStatus.UNAUTHORIZED  # no cookie is heeded there
    elif "job_id}/list" in path:
        assert (
            answer.status_code == HTTPStatus.NOT_FOUND
        )  # no form is read before the list is found
    else:
        assert answer.status_code == HTTPStatus.FORBIDDEN
        is_kept = path.startswith("/letters") and path != "/letters/jobs"
        said = "Nothing was done yet" if is_kept else "This form is not from a page of yours"
        assert said in answer.text


@pytest.mark.parametrize(
    "path", [each for each in CHANGING if each not in TAKING_FILES and not is_for_programs(each)]
)
def test_files_are_taken_where_they_are_asked_for(path: str, client: Browser) -> None:
    answer = client.upload(fill(path), {"list": ("a.csv", b"Name\n")})
    assert answer.status_code == HTTPStatus.UNSUPPORTED_MEDIA_TYPE


def test_on_a_server_for_others_what_is_counted_is_for_administrators(
    home: Path, profile: Path
) -> None:
    served = Settings(
        str(home / "ledger.sqlite3"), profile, hosts=("post.example",), proxies=("127.0.0.1",)
    )
    app = make_app(served)
    with Browser(app, served) as stranger:
        assert stranger.get("/metrics").headers["location"] == "/sign-in"
        for right in Right:
            good = {"Authorization": bearer(served, right)}
            answer = stranger.get("/metrics", headers=good)
            assert answer.status_code == (200 if right is Right.ADMIN else 403)


def bearer(settings: Settings, right: Right) -> str:
    token = draw_token()
    with open_ledger(settings.ledger, make=True) as ledger:
        ledger.grants.add(f"of-{right}", right, clock.now(), digest=hash_token(token))
    return f"Bearer {token}"


@pytest.mark.parametrize("path", sorted(fill(path) for _, path in ROUTES))
def test_no_other_site_may_read_an_answer(path: str, client: Browser) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    for method in ("OPTIONS", "GET"):
        answer = client.request(method, path, headers=asked)
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/sign-in", "/elsewhere", "/static/prisonmail.css"])
def test_every_page_is_closed_to_what_it_does_not_need(path: str, client: Browser) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_a_token_is_for_programs_and_a_cookie_for_pages(
    stranger: Browser, settings: Settings
) -> None:
    good = {"Authorization": bearer(settings, Right.ADMIN)}
    assert stranger.get("/", headers=good).status_code == 200
    assert stranger.get("/", headers={"Authorization": good["Authorization"][:-1]}).is_redirect
    assert stranger.post("/sign-out", headers=good).status_code == 303
