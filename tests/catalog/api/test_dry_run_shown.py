"""Who sees what in a dry run: never more than in an answer that is meant."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from catalog.models import FeedEntry, Package, PackageRevision
from features.models import Feature
from tests.catalog.api.calls import Api, of
from tests.catalog.api.every_write import written
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory
from tests.stored_rows import stored_rows

pytestmark = pytest.mark.django_db

TRY = "?dry_run=true"


@pytest.fixture
def package(api: Api, matrix: dict[str, Feature]) -> Package:
    return written(api)


@pytest.mark.parametrize("scopes", [("stock:write",), ("stock:write", "offers:read")])
def test_who_may_not_read_packages_sees_the_stock_only(package: Package, scopes: tuple[str, ...]) -> None:
    api = Api(*scopes)

    tried = api.post(of(package, "stock") + TRY, {"change": -1}, status=200)

    assert tried == {
        "dry_run": True,
        "document": api.post(of(package, "stock"), {"change": -1}, status=200),
        "changes": [{"path": "/stock_qty", "before": 5, "after": 4, "text": "Stock 5 → 4"}],
        "commercial": True,
        "availability": None,
        "errors": [],
    }


def test_what_was_written_past_the_rules_is_not_shown_with_the_stock(package: Package) -> None:
    Package.objects.filter(pk=package.pk).update(name="Secret plan")

    tried = Api("stock:write").call("POST", of(package, "stock") + TRY, {"change": -1})

    assert b"Secret plan" not in tried.content
    assert [change["text"] for change in tried.json()["changes"]] == ["Stock 5 → 4"]


def test_who_may_read_packages_sees_the_whole_document(package: Package) -> None:
    api = Api("stock:write", "catalog:read")

    tried = api.post(of(package, "stock") + TRY, {"change": -1}, status=200)

    assert tried["document"]["name"] == "Basic"
    assert tried["availability"] == tried["document"]["availability"]


def test_a_storefront_has_no_dry_run(package: Package) -> None:
    storefront = Api("offers:read")

    storefront.patch(of(package) + TRY, {}, status=403)
    storefront.get(of(package) + TRY, status=400)


def test_a_provider_tells_how_many_packages_would_be_recorded(matrix: dict[str, Feature]) -> None:
    provider = ProviderFactory.create()
    for _ in range(3):
        PackageFactory.create(providers=[provider])
    api, path = Api("providers:write"), f"/api/v1/providers/{provider.id}"
    before, revisions = stored_rows(), PackageRevision.objects.count()

    renamed = api.patch(path + TRY, {"provider_name": "Renamed"})
    noted = api.patch(path + TRY, {"metadata": {"note": "x"}})

    assert (renamed["packages"], noted["packages"]) == (3, 0)
    assert stored_rows() == before
    api.patch(path, {"provider_name": "Renamed"})
    assert PackageRevision.objects.count() == revisions + 3


@pytest.mark.django_db(transaction=True)
def test_among_writers_at_once_nothing_of_a_dry_run_shows(api: Api) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=10)

    def sell(number: int) -> tuple[bool, int]:
        is_meant = number % 2 == 0
        try:
            path = of(package, "stock") + ("" if is_meant else TRY)
            return is_meant, api.call_any("POST", path, {"change": -1}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(sell, range(30)))

    assert told.count((True, 200)) == 10
    assert {status for _, status in told} <= {200, 409}
    positions = FeedEntry.objects.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, 12))
