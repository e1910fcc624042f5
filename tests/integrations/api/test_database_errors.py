"""What the database refuses, and what happens while it is away."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.test import Client

from integrations.api import database_errors
from tests.factories.api_client import ApiClientFactory
from tests.factories.api_token import ApiTokenFactory
from tests.integrations.api.asking import errors_of, problem_of
from tests.integrations.api.endpoints import failures


def raised_by(sql: str, params: Any = ()) -> Exception:
    """The error that the database has for a statement."""
    with pytest.raises(Exception) as caught, transaction.atomic(), connection.cursor() as cursor:  # noqa: PT011
        cursor.execute(sql, params)
    return caught.value


def fail(api: Client, error: Exception) -> Any:
    failures.append(error)
    return api.get("/api/v1/failing")


def test_says_the_sentence_of_the_rule_that_was_broken(api: Client) -> None:
    error = raised_by("UPDATE integrations_apiclient SET name = ' bad'")

    response = fail(api, error)

    assert errors_of(response, 422, "rule_violation") == [("/name", "invalid")]
    assert response.json()["detail"].startswith("Use 1 to 100 letters")


def test_says_the_sentence_of_a_plain_constraint(api: Client) -> None:
    error = raised_by("UPDATE integrations_apiclient SET scopes = '{}'")

    response = fail(api, error)

    assert errors_of(response, 422, "rule_violation") == [("", "required")]
    assert response.json()["detail"] == "Choose at least one scope."


def test_answers_409_for_something_that_exists_already(api: Client) -> None:
    ApiClientFactory.create(name="other")

    problem_of(fail(api, raised_by("UPDATE integrations_apiclient SET name = 'other'")), 409, "conflict")


def test_answers_409_when_something_still_refers_to_it(api: Client) -> None:
    token = ApiTokenFactory.create()
    statement = "SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM integrations_apiclient WHERE id = "

    problem_of(fail(api, raised_by(statement + str(token.client_id))), 409, "conflict")


def test_names_the_column_that_cannot_be_null(api: Client) -> None:
    error = raised_by("UPDATE integrations_apiclient SET active = NULL")

    assert errors_of(fail(api, error), 422) == [("/active", "null_not_allowed")]


def test_answers_400_for_a_value_beyond_what_can_be_compared(api: Client) -> None:
    error = raised_by("SELECT 1 FROM integrations_apiclient WHERE id = 99999999999999999999::bigint")

    assert isinstance(error, DataError)
    problem_of(fail(api, error), 400, "value_out_of_range")


def caused_by(kind: type[Exception], cause: Exception) -> Exception:
    error = kind("internal words")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "cause",
    [
        psycopg.errors.DeadlockDetected(),
        psycopg.errors.SerializationFailure(),
        psycopg.errors.LockNotAvailable(),
    ],
)
def test_asks_to_try_again_when_two_writers_met(api: Client, cause: Exception) -> None:
    response = fail(api, caused_by(OperationalError, cause))

    problem_of(response, 409, "busy")
    assert int(response["Retry-After"]) >= 1


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("connection refused"),
        InterfaceError("connection already closed"),
        caused_by(OperationalError, psycopg.errors.AdminShutdown()),
        caused_by(OperationalError, psycopg.errors.QueryCanceled()),
    ],
)
def test_answers_503_while_the_database_is_away(api: Client, error: Exception) -> None:
    response = fail(api, error)

    problem_of(response, 503, "database_unavailable")
    assert int(response["Retry-After"]) >= 1
    assert b"connection" not in response.content


def test_calls_a_wrong_statement_a_fault_of_ours(api: Client) -> None:
    problem_of(fail(api, raised_by("SELECT nonsense")), 500, "internal_error")


def test_an_integrity_error_without_a_diagnosis_is_a_conflict() -> None:
    found = database_errors.api_problem(IntegrityError())

    assert found is not None
    assert found.status == 409


@pytest.mark.django_db(transaction=True)
def test_answers_503_without_a_database_and_is_back_by_itself(api: Client) -> None:
    connection.close()
    before = dict(connection.settings_dict)
    connection.settings_dict.update(HOST="127.0.0.1", PORT=1)
    try:
        response = api.get("/api/v1/echo")
    finally:
        connection.settings_dict.update(before)

    problem_of(response, 503, "database_unavailable")
    assert api.get("/api/v1/echo").status_code == 200
