"""Which program asks in the Ministry's shapes, and for whom."""

from starlette.requests import Request

from prisonmail.web.access.visitors import (
    NotAllowedError,
    NotSignedInError,
    Right,
    Visitor,
    find_visitor,
    require,
)
from prisonmail.web.ministry.json_web_tokens import BadTokenError, TokenKeys

_ROLE = "ROLE_SLM_SCAN_BARCODE"


def require_caller(request: Request) -> Visitor:
    """Return who asks: by a token of ours, or by one that was signed with a key of the JWKS file.

    A session in a browser does not count. Raises NotSignedInError, NotAllowedError, InputMissing.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise NotSignedInError
    if find_visitor(request) is None:
        request.state.visitor = _read_token(request, token.strip())
    return require(request, Right.CHECK)


def _read_token(request: Request, token: str) -> Visitor:
    keys: TokenKeys | None = request.app.state.token_keys
    if keys is None:
        raise NotSignedInError
    try:
        bearer = keys.read(token)
    except BadTokenError:
        request.state.missed = True
        raise NotSignedInError from None
    if _ROLE not in bearer.roles:
        raise NotAllowedError
    return Visitor(bearer.name, Right.CHECK, bearer.location)
