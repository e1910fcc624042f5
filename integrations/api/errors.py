"""How the API says no: RFC 9457 problems, one shape for every 4xx and 5xx.

`type` is a name and not an address: `urn:problem-type:service-package-catalog:` and a code that
never changes (`not_found`, `rule_violation`, ...). `errors` says what is wrong with the input, all
of it at once: `pointer` is a JSON pointer into the body, or `?` and the name of a query parameter.

    class OutOfStock(ApiProblem):
        status, code, title = 409, "out_of_stock", "There is too little stock."

    raise OutOfStock("4 are left and 5 were asked for.")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from django.http import HttpResponse

from config.rules import Problem

PROBLEM_JSON = "application/problem+json"
TYPE_PREFIX = "urn:problem-type:service-package-catalog:"
# What one answer lists at most, so that a small bad body can't cause a huge answer.
MAX_ERRORS = 1000


class ApiProblem(Exception):
    """An expected failure of a request, with what the client is told. Subclasses set the class values."""

    status: int = 400
    code: str = "bad_request"
    title: str = "The request can't be read."

    def __init__(
        self,
        detail: str = "",
        *,
        status: int | None = None,
        code: str | None = None,
        title: str | None = None,
        headers: Mapping[str, str] | None = None,
        problems: Iterable[Problem] = (),
    ) -> None:
        self.status = self.status if status is None else status
        self.code = self.code if code is None else code
        self.title = self.title if title is None else title
        self.detail = detail
        self.headers = dict(headers or {})
        self.problems = tuple(problems)
        super().__init__(detail or self.title)

    def response(self) -> HttpResponse:
        return problem(
            self.status,
            code=self.code,
            title=self.title,
            detail=self.detail,
            errors=self.problems,
            headers=self.headers,
        )


def problem(
    status: int,
    *,
    code: str,
    title: str = "",
    detail: str = "",
    errors: Iterable[Problem] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A finished answer of type application/problem+json; `detail` says `title` again when empty."""
    title = title or HTTPStatus(status).phrase
    body: dict[str, Any] = {
        "type": TYPE_PREFIX + code,
        "title": title,
        "status": status,
        "detail": detail or title,
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }
    listed = list(errors)
    if listed:
        body["errors"] = [
            {"pointer": p.pointer, "code": p.code, "detail": str(p.detail)} for p in listed[:MAX_ERRORS]
        ]
    return HttpResponse(_json(body), status=status, content_type=PROBLEM_JSON, headers=headers)


def _json(body: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError:
        # A sentence quotes input that is no text in UTF-8; say the rest of it.
        return orjson.dumps(_printable(body))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_printable(item) for item in value]
    return value
