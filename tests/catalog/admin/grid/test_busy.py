"""Saving at the same moment as somebody else: it is said, and everything typed is kept."""

from __future__ import annotations

from typing import NoReturn

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client

from catalog.grid import review
from catalog.models import Package
from tests.catalog.admin.exchange.calls import applied, previewed
from tests.catalog.admin.grid.calls import opened, press, reviewed
from tests.catalog.admin.typed import fields_of, texts
from tests.catalog.exchange.files import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

MET = [psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure, psycopg.errors.LockNotAvailable]
NEW = workbook(("id", "", "", None), ("name", "", "", "Plus"))


def fails_with(monkeypatch: pytest.MonkeyPatch, cause: Exception) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise OperationalError(str(cause)) from cause

    monkeypatch.setattr(review, "save_packages", fail)


@pytest.mark.parametrize("met", MET)
def test_a_grid_that_met_another_save_is_shown_as_it_was_typed(
    operator: Client, monkeypatch: pytest.MonkeyPatch, met: type[Exception]
) -> None:
    fields = reviewed(operator, opened(operator, _0_name="Plus", _0_tier="9"))
    fails_with(monkeypatch, met())

    response = press(operator, {**fields, "reason": ["Spring"]}, "_save")

    again = fields_of(response.content.decode(), "grid")
    assert "at the same moment. Nothing was saved; try it again." in texts(response)
    assert (again["0/name"], again["0/tier"]) == (["Plus"], ["9"])
    assert Package.objects.count() == 0


def test_a_review_that_met_another_save_is_the_grid_as_it_was_typed(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = opened(operator, _0_name="Plus")
    fails_with(monkeypatch, psycopg.errors.DeadlockDetected())

    response = press(operator, fields, "_review")

    assert "at the same moment" in texts(response)
    assert fields_of(response.content.decode(), "grid")["0/name"] == ["Plus"]


@pytest.mark.parametrize("met", MET)
def test_an_import_that_met_another_save_is_previewed_again(
    operator: Client, monkeypatch: pytest.MonkeyPatch, met: type[Exception]
) -> None:
    fields = previewed(operator, NEW)
    fails_with(monkeypatch, met())

    response = applied(operator, fields, reason="Spring")

    again = fields_of(response.content.decode(), "import-preview")
    assert texts(response) == (
        "Somebody saved one of these packages at the same moment. Nothing was applied; try it again."
    )
    assert (again["column"], again["reason"]) == (fields["column"], ["Spring"])
    assert [text for name, text in again.items() if name.endswith("/name")] == [["Plus"]]


def test_any_other_failure_of_the_database_goes_on(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    grid, file = reviewed(operator, opened(operator, _0_name="Plus")), previewed(operator, NEW)
    fails_with(monkeypatch, psycopg.errors.DiskFull())

    with pytest.raises(OperationalError):
        press(operator, grid, "_save")
    with pytest.raises(OperationalError):
        applied(operator, file)
