"""Stock moves by a difference; no form writes an old count back."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.models import Package
from tests.catalog.admin.typed import change_url, fields_of, page, save, texts
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def left() -> int | None:
    return Package.objects.get().stock_qty


def test_the_page_shows_what_is_left_and_asks_for_a_difference(operator: Client) -> None:
    package = sellable(has_stock=True, stock_qty=42)

    content = page(operator, change_url(package))

    assert "now: <strong>42</strong> left" in content
    assert fields_of(content)["stock_change"] == [""]
    assert "stock_qty" not in fields_of(content)


@pytest.mark.parametrize(("typed", "expected"), [("+10", 52), ("10", 52), ("-3", 39), ("", 42), ("0", 42)])
def test_a_difference_is_added_to_what_is_there(operator: Client, typed: str, expected: int) -> None:
    package = sellable(has_stock=True, stock_qty=42)

    save(operator, change_url(package), stock_change=typed)

    assert left() == expected


def test_a_change_of_stock_is_said_and_makes_no_revision(operator: Client) -> None:
    package = sellable(has_stock=True, stock_qty=42)

    response = save(operator, change_url(package), stock_change="-2")

    assert "40 are left in stock now." in texts(response)
    assert Package.objects.get().revision == 1


def test_more_than_there_is_can_not_be_taken(operator: Client) -> None:
    package = sellable(has_stock=True, stock_qty=2)

    response = save(operator, change_url(package), stock_change="-3", name="Other")

    assert left() == 2
    assert "Stock can&#x27;t be below 0 unless it may be oversold." in response.content.decode()
    assert fields_of(response.content.decode())["stock_change"] == ["-3"]


def test_overselling_can_be_allowed_and_used_in_one_save(operator: Client) -> None:
    package = sellable(has_stock=True, stock_qty=2)

    save(operator, change_url(package), stock_change="-3", oversell_enabled="on")

    assert left() == -1


def test_turning_stock_on_asks_for_a_starting_quantity(operator: Client) -> None:
    package = PackageFactory.create()

    refused = save(operator, change_url(package), has_stock="on")
    save(operator, change_url(package), has_stock="on", stock_qty="7")

    assert "Say how many are left, or turn stock off." in refused.content.decode()
    assert left() == 7


def test_stock_that_is_turned_off_is_left_alone(operator: Client) -> None:
    package = sellable(has_stock=True, stock_qty=5)

    save(operator, change_url(package), has_stock=None, stock_change="-50")

    assert (Package.objects.get().has_stock, left()) == (False, 5)


def test_taking_the_last_one_warns_that_the_package_can_not_be_sold(operator: Client) -> None:
    package = sellable(has_stock=True, stock_qty=5)

    response = save(operator, change_url(package), stock_change="-5")

    assert "Nothing is left in stock" in texts(response)
