"""Bearer tokens (RFC 6750): one Authorization header, one scheme, or 401."""

from __future__ import annotations

import re

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from integrations import tokens
from integrations.api.errors import ApiProblem

_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE | re.ASCII)
_LONGEST = 200


class NotAuthenticated(ApiProblem):
    """No token, or none that is worth anything. The answer doesn't tell which of the reasons it is."""

    status = 401
    code = "not_authenticated"
    title = "A valid token is needed."

    def __init__(self, detail: str, *, error: str = "") -> None:
        challenge = f'Bearer realm="api", error="{error}"' if error else 'Bearer realm="api"'
        super().__init__(detail, headers={"WWW-Authenticate": challenge})


class BearerAuthentication(BaseAuthentication):
    """Makes the Caller of a valid token `request.user` and `request.auth`; no header is nobody."""

    def authenticate(self, request: Request) -> tuple[tokens.Caller, tokens.Caller] | None:
        header = request.META.get("HTTP_AUTHORIZATION")
        if header is None:
            return None
        # Servers join repeated headers with a comma, which no token has, so they are refused here.
        bearer = _BEARER.fullmatch(header.strip()) if len(header) <= _LONGEST else None
        if bearer is None:
            raise NotAuthenticated("Send one header: Authorization: Bearer TOKEN.", error="invalid_request")
        caller = tokens.authenticate(bearer[1])
        if caller is None:
            raise NotAuthenticated("The token is unknown, expired or revoked.", error="invalid_token")
        return caller, caller

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'
