"""Packages whose document is missing are not said to be deleted: the fault is ours, and is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command

from catalog.models import Package, PackageDocument
from tests.catalog.api.calls import Api, of
from tests.factories.package import PackageFactory, sellable
from tests.integrations.api.asking import problem_of

CALLS = [
    ("GET", "", None),
    ("GET", "features", None),
    ("GET", "availability", None),
    ("PATCH", "", {"name": "New"}),
    ("DELETE", "", None),
    ("POST", "stock", {"change": 1}),
    ("POST", "features", {"code": "polls", "value": True}),
]


@pytest.fixture
def package(api: Api) -> Package:
    made = PackageFactory.create(has_stock=True, stock_qty=3)
    PackageDocument.objects.all().delete()
    return made


def path(package: Package, below: str) -> str:
    return of(package, below) if below else of(package)


@pytest.mark.parametrize(("method", "below", "body"), CALLS)
def test_says_that_the_document_is_missing(
    api: Api, package: Package, method: str, below: str, body: Any
) -> None:
    response = api.call_any(method, path(package, below), body)

    problem = problem_of(response, 503, "not_recorded")
    assert problem["detail"] == f"The document of {package.id} is missing: run check_catalog --repair."
    assert int(response["Retry-After"]) > 0
    assert Package.objects.get().stock_qty == 3


def test_is_shown_again_after_the_repair(api: Api, package: Package) -> None:
    call_command("check_catalog", "--repair", verbosity=0)

    assert api.get(of(package))["id"] == package.id


@pytest.mark.parametrize(("status", "answered"), [("active", 503), ("draft", 404)])
def test_a_storefront_is_told_only_of_what_is_offered(db: None, status: str, answered: int) -> None:
    package = sellable(status=status)
    PackageDocument.objects.all().delete()

    Api("offers:read").get(of(package), status=answered)


def test_what_was_deleted_is_gone_all_the_same(api: Api) -> None:
    package = PackageFactory.create()
    api.delete(of(package))

    api.get(of(package), status=410)
