"""Scopes: a view says which one each of its methods needs, an action which one a field needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from config.rules import Problem
from integrations.api.authentication import NotAuthenticated
from integrations.api.errors import ApiProblem
from integrations.tokens import Caller


class ScopeMissing(ApiProblem):
    """403: the caller is known and may not do this; the answer names the scopes of which one is enough."""

    status = 403
    code = "scope_missing"
    title = "The token does not allow this."

    def __init__(self, scopes: Iterable[str], *, pointers: Iterable[str] = ()) -> None:
        names = tuple(scopes)
        detail = f"This needs the scope {' or '.join(names)}."
        challenge = f'Bearer realm="api", error="insufficient_scope", scope="{" ".join(names)}"'
        super().__init__(
            detail,
            headers={"WWW-Authenticate": challenge},
            problems=[Problem(pointer, "scope_missing", detail) for pointer in pointers],
        )


class HasScope(BasePermission):
    """Reads `view.scopes`: HTTP method to scopes of which any one is enough. HEAD is GET.

    A method that isn't in it is let through to be answered with 405; OPTIONS needs no token.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method == "OPTIONS":
            return True
        caller = caller_of(request)
        scopes: tuple[str, ...] = view.scopes.get(method, ())
        if scopes and caller.scopes.isdisjoint(scopes):
            raise ScopeMissing(scopes)
        return True


def caller_of(request: Request) -> Caller:
    """Who sends this request; 401 when nobody known does."""
    if not isinstance(request.auth, Caller):
        raise NotAuthenticated("Send a header: Authorization: Bearer TOKEN.")
    return request.auth


def require_scope(request: Request, scope: str, *, pointers: Iterable[str] = ()) -> None:
    """Refuse with 403 unless the caller has `scope`; `pointers` are the fields that need it."""
    if scope not in caller_of(request).scopes:
        raise ScopeMissing([scope], pointers=pointers)
