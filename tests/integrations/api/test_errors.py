"""Whatever goes wrong below /api/ is a problem, and none tells more than it should."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db.models import ProtectedError
from django.http import Http404
from django.test import Client
from pytest_django import Settings
from rest_framework import exceptions as drf

from config.rules import Problem, RuleViolation
from integrations.api.errors import MAX_ERRORS, ApiProblem, problem
from tests.integrations.api.asking import errors_of, problem_of
from tests.integrations.api.endpoints import failures

SECRET = "the database password is hunter2"


class OutOfStock(ApiProblem):
    status, code, title = 409, "out_of_stock", "There is too little stock."


def fail(api: Client, error: BaseException, path: str = "/api/v1/failing") -> Any:
    failures.append(error)
    return api.get(path)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Http404("No such package."), 404, "not_found"),
        (PermissionDenied(), 403, "permission_denied"),
        (BadRequest(), 400, "bad_request"),
        (SuspiciousOperation(), 400, "bad_request"),
        (RequestDataTooBig(), 413, "body_too_large"),
        (ProtectedError("Packages use it.", set()), 409, "in_use"),
        (drf.NotFound(), 404, "not_found"),
        (drf.ParseError(), 400, "bad_request"),
        (drf.NotAuthenticated(), 401, "not_authenticated"),
        (drf.AuthenticationFailed(), 401, "not_authenticated"),
        (drf.Throttled(wait=3), 429, "too_many_requests"),
        (OutOfStock("4 are left."), 409, "out_of_stock"),
        (RuntimeError(SECRET), 500, "internal_error"),
        (RecursionError(), 500, "internal_error"),
    ],
)
def test_turns_what_a_view_raises_into_a_problem(
    api: Client, error: Exception, status: int, code: str
) -> None:
    problem_of(fail(api, error), status, code)


def test_lists_all_that_breaks_rules(api: Client) -> None:
    violation = RuleViolation([Problem("/name", "blank", "Name it."), Problem("/price", "negative", "Pay.")])

    response = fail(api, violation)

    assert errors_of(response, 422, "rule_violation") == [("/name", "blank"), ("/price", "negative")]


def test_says_the_one_thing_that_is_wrong_as_its_detail(api: Client) -> None:
    response = fail(api, RuleViolation([Problem("/name", "blank", "Name it.")]))

    assert response.json()["detail"] == "Name it."


def test_gives_the_errors_of_a_model_their_places(api: Client) -> None:
    error = ValidationError({"name": ValidationError("Taken.", code="unique"), "__all__": ["No."]})

    assert errors_of(fail(api, error), 422) == [("/name", "unique"), ("", "invalid")]


def test_keeps_the_headers_of_a_problem(api: Client) -> None:
    response = fail(api, OutOfStock(headers={"Retry-After": "9"}))

    assert response["Retry-After"] == "9"
    assert fail(api, drf.Throttled(wait=3))["Retry-After"] == "3"


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("path", ["/api/v1/failing", "/api/v1/crashing"])
def test_tells_nothing_of_an_unexpected_error(
    api: Client, settings: Settings, path: str, debug: bool
) -> None:
    settings.DEBUG = debug

    response = fail(api, RuntimeError(SECRET), path)

    problem_of(response, 500, "internal_error")
    assert b"hunter2" not in response.content
    assert b"Traceback" not in response.content


def test_logs_an_unexpected_error_with_its_request(api: Client, caplog: pytest.LogCaptureFixture) -> None:
    failures.append(RuntimeError("gone wrong"))

    api.get("/api/v1/failing", headers={"X-Request-ID": "find-me"})

    line = next(r.msg for r in caplog.records if r.name == "integrations.api.exceptions")
    assert isinstance(line, dict)
    assert (line["event"], line["request_id"]) == ("unexpected_error", "find-me")
    assert str(line["exc_info"]) == "gone wrong"


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v2/packages", "/api/v1/nothing/here"])
def test_answers_404_for_an_address_that_is_not_there(
    api: Client, settings: Settings, path: str, debug: bool
) -> None:
    settings.DEBUG = debug

    problem_of(api.get(path), 404, "not_found")


@pytest.mark.parametrize("path", ["/api/v1/%00", "/api/v1/echo%00", "/api/v1/echo/%00/"])
def test_answers_400_for_a_nul_in_the_path(api: Client, path: str) -> None:
    problem_of(api.get(path), 400, "bad_request")


@pytest.mark.parametrize("path", ["/api/v1/%FF", "/api/v1/%ED%A0%80", "/api/v1/..%2f..%2fetc", "/api/v1/%0a"])
def test_survives_odd_paths(api: Client, path: str) -> None:
    problem_of(api.get(path), 404, "not_found")


@pytest.mark.parametrize("debug", [True, False])
def test_answers_400_for_a_foreign_host(api: Client, settings: Settings, debug: bool) -> None:
    settings.DEBUG = debug
    settings.SECURE_SSL_REDIRECT = True

    problem_of(api.get("/api/v1/echo", headers={"Host": "evil.example"}), 400, "bad_request")


def test_leaves_pages_outside_of_the_api_alone(api: Client) -> None:
    response = api.get("/nothing")

    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


def test_lists_no_more_errors_than_anybody_reads() -> None:
    answer = problem(422, code="x", errors=[Problem("/a", "b", "c")] * (MAX_ERRORS + 5))

    assert answer.content.count(b'"pointer"') == MAX_ERRORS


def test_can_quote_input_that_is_no_text() -> None:
    answer = problem(400, code="x", errors=[Problem("/\ud800", "lone_surrogate", "c")])

    assert b'"pointer":"/?"' in answer.content
