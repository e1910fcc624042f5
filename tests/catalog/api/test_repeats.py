"""`Idempotency-Key` where it matters most: sales that are told of twice, packages that are made twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from catalog.models import Package, PackageRevision
from tests.catalog.api.calls import PACKAGES, Api
from tests.factories.package import PackageFactory

SALE = {"change": -1}


def stock(package: Package) -> int | None:
    return Package.objects.get(pk=package.pk).stock_qty


@pytest.mark.django_db
def test_a_package_is_made_once(api: Api) -> None:
    body = {"name": "Meetings", "service_type": "meet"}

    first = api.call("POST", PACKAGES, body, status=201, Idempotency_Key="k")
    second = api.call("POST", PACKAGES, body, status=201, Idempotency_Key="k")

    assert second.content == first.content
    assert (second["Location"], second["ETag"]) == (first["Location"], first["ETag"])
    assert (Package.objects.count(), PackageRevision.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_sale_that_was_refused_can_be_sent_again_under_its_key(api: Api) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=0)
    path = f"{PACKAGES}/{package.id}/stock"
    api.call("POST", path, SALE, status=409, Idempotency_Key="sale")

    api.call("POST", path, {"change": 3}, Idempotency_Key="delivery")
    api.call("POST", path, SALE, Idempotency_Key="sale")

    assert stock(package) == 2


@pytest.mark.django_db
def test_a_change_that_was_made_is_answered_though_its_if_match_is_stale_by_now(api: Api) -> None:
    package = PackageFactory.create()
    path = f"{PACKAGES}/{package.id}"
    read = api.etag(path)

    first = api.call("PATCH", path, {"name": "New"}, If_Match=read, Idempotency_Key="k")
    second = api.call("PATCH", path, {"name": "New"}, If_Match=read, Idempotency_Key="k")

    assert second["ETag"] == first["ETag"]


@pytest.mark.django_db(transaction=True)
def test_many_sales_at_once_each_told_of_twice_count_once(api: Api) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=5)
    path = f"{PACKAGES}/{package.id}/stock"

    def sell(number: int) -> tuple[int, int]:
        try:
            answer = api.call_any("POST", path, SALE, Idempotency_Key=f"sale-{number // 2}")
        finally:
            connection.close()
        return number // 2, answer.status_code

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(sell, range(20)))

    sold = {sale for sale, status in told if status == 200}
    assert (len(sold), stock(package)) == (5, 0)
    assert {status for _, status in told} <= {200, 409}
