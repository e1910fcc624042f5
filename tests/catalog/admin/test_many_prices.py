"""Prices of many packages, and packages made again with other prices."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalog.changes import FeatureChange
from catalog.models import Package, PackageRevision
from tests.catalog.admin.many import choose, press, said, sent_by
from tests.catalog.writes import update
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def look(client: Client, deed: str, *packages: Package, **typed: str) -> Any:
    return press(client, deed, choose(client, deed, *packages), step="look", **typed)


# --- Prices --------------------------------------------------------------------------------------


def test_a_change_is_asked_for_first(operator: Client) -> None:
    shown = said(choose(operator, "price", PackageFactory.create()))

    assert "By how much" in shown
    assert "Will get a new price" not in shown


def test_typing_begins_with_the_percentage(operator: Client) -> None:
    asked = choose(operator, "price", PackageFactory.create())
    shown = look(operator, "price", PackageFactory.create(), percent="10")

    assert re.search(r'<input[^>]* id="id_percent"[^>]* autofocus', asked.content.decode())
    assert "autofocus" not in shown.content.decode()


def test_old_and_new_prices_are_shown(operator: Client) -> None:
    package = PackageFactory.create(price=Decimal("14.99"), signup_fee=Decimal(5))

    shown = said(look(operator, "price", package, percent="10", rounding="0.90", with_fee="on"))

    assert "Price 14.99 → 16.90 EUR" in shown
    assert "Sign-up fee 5.00 → 5.90 EUR" in shown
    assert Package.objects.get().price == Decimal("14.99")


def test_prices_are_changed_once_however_often_the_page_is_sent(operator: Client) -> None:
    shown = look(operator, "price", PackageFactory.create(price=Decimal(10)), percent="10")
    press(operator, "price", shown, reason="Spring")

    again = press(operator, "price", shown)

    assert Package.objects.get().price == 11
    assert "1 No change needed" in said(again)
    assert PackageRevision.objects.latest("number").reason == "Spring"


def test_a_price_that_was_changed_meanwhile_is_told_and_stays(operator: Client) -> None:
    package = PackageFactory.create(price=Decimal(10))
    shown = look(operator, "price", package, percent="10")
    update(package, price=Decimal(20))

    done = said(press(operator, "price", shown))

    assert "It was changed meanwhile" in done
    assert Package.objects.get().price == 20


def test_a_step_that_can_not_be_read_stops_none_of_the_others(operator: Client) -> None:
    good, bad = PackageFactory.create(price=Decimal(10)), PackageFactory.create(price=Decimal(10))
    shown = look(operator, "price", good, bad, percent="10")
    steps = sent_by(shown)["items"].split()
    items = " ".join(
        step.replace(";11", ";eleven") if step.startswith(bad.pk.hex) else step for step in steps
    )

    told = said(press(operator, "price", shown, items=items))

    assert "1 Got a new price" in told
    assert "What was to be done to it could not be read. Choose it anew. 1" in told
    assert {package.pk: package.price for package in Package.objects.all()} == {good.pk: 11, bad.pk: 10}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"percent": "dear"}, "Enter a number, like 1200 or 9.90."),
        ({"percent": "-100"}, "Give a percentage above -100 and of at most 1000."),
        ({"percent": ""}, "Say by how much, or choose how to round."),
        ({"percent": "5", "rounding": "up"}, "Choose one of the list."),
    ],
)
def test_what_can_not_be_meant_is_told_beside_it(
    typed: dict[str, str], sentence: str, operator: Client
) -> None:
    response = look(operator, "price", PackageFactory.create(), **typed)

    assert sentence in said(response)
    assert f'value="{typed["percent"]}"' in response.content.decode() or not typed["percent"]


def test_what_has_no_price_is_told(operator: Client) -> None:
    shown = said(look(operator, "price", PackageFactory.create(name="Open", price=None), percent="5"))

    assert "The price is not decided, so there is nothing to change. 1 Open" in shown


# --- Variants ------------------------------------------------------------------------------------


def typed_prices(package: Package, **amounts: str) -> dict[str, str]:
    return {f"{name}-{package.pk.hex}": amount for name, amount in amounts.items()}


def test_a_row_asks_for_the_prices_of_each(operator: Client) -> None:
    packages = [sellable(name="Basic"), sellable(name="Pro")]

    content = choose(operator, "variant", *packages).content.decode()

    for package in packages:
        for box in ("name", "price", "fee"):
            assert f'name="{box}-{package.pk.hex}"' in content


def test_a_variant_is_shown_and_made_with_what_was_typed(operator: Client) -> None:
    package = sellable(name="Basic EUR", price=Decimal("14.99"))

    shown = look(
        operator, "variant", package, currency="USD", **typed_prices(package, price="16.99", fee="3")
    )
    done = press(operator, "variant", shown)
    press(operator, "variant", shown)

    assert "New: Basic USD $16.99 / month" in said(shown)
    made = Package.objects.get(currency="USD")
    assert (made.name, made.status) == ("Basic USD", "draft")
    assert (made.price, made.signup_fee) == (Decimal("16.99"), Decimal(3))
    assert str(made.pk) in done.content.decode()
    assert Package.objects.count() == 2


def test_the_price_of_a_unit_is_asked_for(operator: Client) -> None:
    package = PackageFactory.create(features={"participant_minutes": True})
    update(package, features={"participant_minutes": FeatureChange(unit_price=Decimal("0.004"))})
    box = f"unit-{package.pk.hex}-participant_minutes"

    asked = choose(operator, "variant", package)
    shown = press(operator, "variant", asked, step="look", currency="USD", **{box: "0.005"})
    press(operator, "variant", shown)

    assert "0.004 EUR per minute" in said(asked)
    assert Package.objects.get(currency="USD").features.get().unit_price == Decimal("0.005")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"currency": ""}, "Choose the currency of the new prices."),
        ({"periodicity": "often"}, "Enter a whole number."),
        ({"currency": "XYZ"}, "Give a currency of ISO 4217 in capitals, like EUR."),
        ({"periodicity": "-1"}, "Use at least 0 and at most 9999."),
        ({"periodicity": "99999999999"}, "Use at least 0 and at most 9999."),
        ({}, "It has this currency and term already; choose another currency or term."),
    ],
)
def test_what_can_not_be_made_is_told(typed: dict[str, str], sentence: str, operator: Client) -> None:
    assert sentence in said(look(operator, "variant", sellable(), **typed))


def test_what_was_typed_stays_when_something_is_wrong(operator: Client) -> None:
    package = sellable()

    response = look(
        operator, "variant", package, currency="", **typed_prices(package, name="My own", price="x")
    )

    content = response.content.decode()
    assert 'value="My own"' in content
    assert 'value="x"' in content


def test_more_packages_than_a_page_has_rows_for_are_refused(operator: Client) -> None:
    packages = [PackageFactory.create() for _ in range(51)]

    response = choose(operator, "variant", *packages)

    assert "Choose at most 50 packages at a time" in response.content.decode()
