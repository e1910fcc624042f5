"""What the database refuses, in the words of the rule that was broken; what it can't do, as `try again`.

Rules are checked before a write, so this is what remains for two writers that meet.
"""

from __future__ import annotations

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError

from config.rules import Problem, constraint_problem, is_busy
from integrations.api.errors import ApiProblem

_STATEMENT_TIMEOUT = "57014"
_NOT_NULL, _FOREIGN_KEY, _CHECK = "23502", "23503", "23514"


def api_problem(error: DatabaseError | InterfaceError) -> ApiProblem | None:
    """What a client is told of `error`; None when it is a fault of ours."""
    state = str(getattr(error.__cause__, "sqlstate", None) or "")
    if isinstance(error, IntegrityError):
        return _broken_rule(error, state)
    if isinstance(error, DataError):
        return ApiProblem(
            "A value lies outside of what can be stored or compared.", status=400, code="value_out_of_range"
        )
    if is_busy(error):
        return ApiProblem(
            "Somebody else was changing the same; nothing was kept. Send it again.",
            status=409,
            code="busy",
            title="Try again.",
            headers={"Retry-After": "1"},
        )
    if isinstance(error, OperationalError | InterfaceError):
        return _away(state)
    return None


def _away(state: str) -> ApiProblem:
    slow = state == _STATEMENT_TIMEOUT
    return ApiProblem(
        "The database took too long to answer." if slow else "The database can't be reached at the moment.",
        status=503,
        code="database_unavailable",
        title="Try again.",
        headers={"Retry-After": "2"},
    )


def _broken_rule(error: IntegrityError, state: str) -> ApiProblem:
    problem = constraint_problem(error)
    if problem is not None:
        return _unprocessable(problem)
    diagnosis = getattr(error.__cause__, "diag", None)
    if state == _NOT_NULL:
        column = getattr(diagnosis, "column_name", "") or ""
        return _unprocessable(Problem(f"/{column}", "null_not_allowed", "This can't be null."))
    if state == _CHECK:
        return _unprocessable(Problem("", "invalid", "A value is not allowed here."))
    detail = (
        "What this refers to is gone, or something refers to it."
        if state == _FOREIGN_KEY
        else "Something with the same name or code exists already."
    )
    return ApiProblem(detail, status=409, code="conflict", title="Something else is in the way.")


def _unprocessable(problem: Problem) -> ApiProblem:
    return ApiProblem(
        problem.detail,
        status=422,
        code="rule_violation",
        title="The document breaks a rule.",
        problems=[problem],
    )
