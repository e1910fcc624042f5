"""Every exception that leaves an API view becomes a problem; the unexpected ones are logged and not told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DatabaseError, InterfaceError
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404, HttpResponse
from rest_framework import exceptions as drf
from rest_framework.views import set_rollback

from config.rules import Problem, RuleViolation
from integrations.api import database_errors
from integrations.api.authentication import NotAuthenticated
from integrations.api.errors import ApiProblem
from integrations.api.parsing import BodyTooLarge

log = structlog.get_logger(__name__)

_Kinds = type[Exception] | tuple[type[Exception], ...]


def exception_handler(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """DRF's hook: the answer to `error`, for every exception there is."""
    set_rollback()
    found = as_problem(error)
    if found is None:
        log.error("unexpected_error", exc_info=error)
        found = ApiProblem(
            "The fault is on our side, and it was recorded under the request_id.",
            status=500,
            code="internal_error",
            title="Something went wrong.",
        )
    elif found.status >= 500:
        log.warning("unavailable", code=found.code, error=str(error))
    return found.response()


def as_problem(error: Exception) -> ApiProblem | None:
    """What a client is told of `error`; None for what nobody foresaw."""
    for kind, translate in _TRANSLATIONS:
        if isinstance(error, kind):
            return translate(error)
    return None


def rule_violation(problems: tuple[Problem, ...] | list[Problem]) -> ApiProblem:
    """422 with everything that is wrong with a document."""
    detail = problems[0].detail if len(problems) == 1 else f"{len(problems)} things are wrong: see errors."
    return ApiProblem(
        str(detail),
        status=422,
        code="rule_violation",
        title="The document breaks a rule.",
        problems=problems,
    )


def validation_problems(error: DjangoValidationError) -> list[Problem]:
    """Django's validation error as problems: a field's name becomes its pointer."""
    if not hasattr(error, "error_dict"):
        return [_validation_problem("", item) for item in error.error_list]
    return [
        _validation_problem("" if field == "__all__" else f"/{field}", item)
        for field, items in error.error_dict.items()
        for item in items
    ]


def _validation_problem(pointer: str, error: DjangoValidationError) -> Problem:
    return Problem(pointer, error.code or "invalid", " ".join(error.messages))


def not_found(detail: str = "") -> ApiProblem:
    return ApiProblem(
        detail or "There is nothing here under this name.",
        status=404,
        code="not_found",
        title="Not found.",
    )


_OF_DRF: dict[type[drf.APIException], tuple[str, str]] = {
    drf.PermissionDenied: ("permission_denied", "This is not allowed."),
    drf.NotFound: ("not_found", "Not found."),
    drf.MethodNotAllowed: ("method_not_allowed", "The method is not allowed here."),
    drf.NotAcceptable: ("not_acceptable", "JSON is what there is."),
    drf.UnsupportedMediaType: ("unsupported_media_type", "The type of the body is not supported."),
    drf.Throttled: ("too_many_requests", "Too many requests."),
}


def _of_drf(error: drf.APIException) -> ApiProblem:
    if isinstance(error, drf.NotAuthenticated | drf.AuthenticationFailed):
        return NotAuthenticated("Send a header: Authorization: Bearer TOKEN.")
    code, title = _OF_DRF.get(type(error), ("bad_request", "The request can't be read."))
    wait = getattr(error, "wait", None)
    return ApiProblem(
        str(error.detail),
        status=error.status_code,
        code=code,
        title=title,
        headers={"Retry-After": str(int(wait))} if wait else None,
    )


def _in_use(error: ProtectedError | RestrictedError) -> ApiProblem:
    return ApiProblem(str(error.args[0]), status=409, code="in_use", title="Something else still uses this.")


def _not_allowed(error: Exception) -> ApiProblem:
    title = "This is not allowed."
    return ApiProblem(status=403, code="permission_denied", title=title)


# The first kind that fits decides.
_TRANSLATIONS: tuple[tuple[_Kinds, Callable[[Any], ApiProblem | None]], ...] = (
    (ApiProblem, lambda error: error),
    (RuleViolation, lambda error: rule_violation(error.problems)),
    (DjangoValidationError, lambda error: rule_violation(validation_problems(error))),
    (Http404, lambda error: not_found(str(error))),
    ((ProtectedError, RestrictedError), _in_use),
    ((DatabaseError, InterfaceError), database_errors.api_problem),
    (drf.APIException, _of_drf),
    (RequestDataTooBig, lambda _: BodyTooLarge()),
    ((SuspiciousOperation, BadRequest), lambda _: ApiProblem()),
    (DjangoPermissionDenied, _not_allowed),
)
