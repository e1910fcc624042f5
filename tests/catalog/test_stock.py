"""Stock: a count that several sales move at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from uuid_utils.compat import uuid7

from catalog.actions.save import PackageGone
from catalog.actions.stock import OutOfStock, change_stock
from catalog.changes import Difference
from catalog.models import Package
from catalog.models.package import MAX_STOCK
from config.rules import RuleViolation
from tests.catalog.writes import BY, document, numbers, told, update
from tests.factories.package import PackageFactory, sellable


def left(package: Package) -> int | None:
    return Package.objects.get(pk=package.pk).stock_qty


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "then"), [(-1, 4), (-5, 0), (10, 15), (0, 5)])
def test_stock_is_taken_and_returned(change: int, then: int) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=5)

    change_stock(key=package.pk, change=change, by=BY)

    assert left(package) == document(package)["stock_qty"] == then


@pytest.mark.django_db
def test_more_than_there_is_can_not_be_taken() -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=2)

    with pytest.raises(OutOfStock, match="Only 2 left"):
        change_stock(key=package.pk, change=-3, by=BY)

    assert left(package) == 2


@pytest.mark.django_db
def test_what_may_be_oversold_goes_below_zero_and_comes_back() -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=1, oversell_enabled=True)

    change_stock(key=package.pk, change=-3, by=BY)
    change_stock(key=package.pk, change=1, by=BY)

    assert left(package) == -1


@pytest.mark.django_db
@pytest.mark.parametrize("change", [MAX_STOCK, -MAX_STOCK - 2])
def test_a_count_that_can_not_be_stored_is_refused(change: int) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=1, oversell_enabled=True)

    with pytest.raises(RuleViolation) as broken:
        change_stock(key=package.pk, change=change, by=BY)

    assert told(broken.value) == [("/change", "out_of_range")]


@pytest.mark.django_db
def test_a_package_without_stock_has_none_to_take() -> None:
    with pytest.raises(RuleViolation, match="has no stock"):
        change_stock(key=PackageFactory.create().pk, change=-1, by=BY)


@pytest.mark.django_db
def test_a_package_that_is_gone_has_none_either() -> None:
    with pytest.raises(PackageGone):
        change_stock(key=uuid7(), change=-1, by=BY)


@pytest.mark.django_db
def test_the_last_sale_ends_the_sales() -> None:
    package = sellable(has_stock=True, stock_qty=1)

    saved = change_stock(key=package.pk, change=-1, by=BY)

    assert not saved.document.sellable
    assert [reason["code"] for reason in document(package)["availability"]["reasons"]] == ["out_of_stock"]


@pytest.mark.django_db
def test_an_operator_moves_stock_by_a_difference_and_promises_nothing_new() -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=5)
    change_stock(key=package.pk, change=-2, by=BY)

    update(package, stock_qty=Difference(10))

    assert left(package) == 13
    assert numbers(package) == [1]


@pytest.mark.django_db(transaction=True)
def test_every_one_of_many_sales_at_once_counts_and_none_too_many() -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=7)

    def sell(_: int) -> bool:
        try:
            change_stock(key=package.pk, change=-1, by=BY)
        except OutOfStock:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as threads:
        sold = list(threads.map(sell, range(12)))

    assert (sum(sold), left(package), document(package)["stock_qty"]) == (7, 0, 0)
