"""Two people on one price list: nothing is overwritten, nothing typed is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from catalog.actions.stock import change_stock
from tests.catalog.admin.grid.calls import opened, press, reviewed
from tests.catalog.admin.typed import fields_of
from tests.catalog.writes import BY, document, numbers, update
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def test_a_cell_that_two_people_changed_is_shown_with_both_values(operator: Client) -> None:
    package = PackageFactory.create(name="Basic", features={"max_rooms": 5})
    sent = opened(operator, _0_max_rooms="20", _0_tier="30")
    update(package, features={"max_rooms": 8}, price=Decimal(99))

    content = press(operator, sent, "_review").content.decode()

    again = fields_of(content, "grid")
    assert "olivia" in content
    assert "8 (theirs)" in content
    assert (again["0/features/max_rooms"], again["0/tier"], again["0/price"]) == (["20"], ["30"], ["99.00"])
    assert again["asked"] == ["0/features/max_rooms"]
    assert numbers(package) == [1, 2]


@pytest.mark.parametrize(("pick", "rooms"), [("mine", 20), ("theirs", 8)])
def test_the_chosen_value_is_saved_with_the_rest(operator: Client, pick: str, rooms: int) -> None:
    package = PackageFactory.create(features={"max_rooms": 5})
    sent = opened(operator, _0_max_rooms="20", _0_tier="30")
    update(package, features={"max_rooms": 8})
    again = fields_of(press(operator, sent, "_review").content.decode(), "grid")

    final = reviewed(operator, {**again, "pick/0/features/max_rooms": [pick]})
    press(operator, final, "_save")

    assert (document(package)["tier"], document(package)["features"][0]["value"]) == ("30", rooms)


def test_what_was_reviewed_is_not_saved_over_another_revision(operator: Client) -> None:
    package = PackageFactory.create()
    sent = reviewed(operator, opened(operator, _0_tier="30"))
    update(package, description="Something that the grid does not show")

    response = press(operator, sent, "_save")

    assert "olivia" in response.content.decode()
    assert numbers(package) == [1, 2]
    assert fields_of(response.content.decode(), "grid")["0/tier"] == ["30"]


def test_a_sale_from_stock_is_no_reason_to_refuse(operator: Client) -> None:
    package = sellable(has_stock=True, stock_qty=42)
    sent = reviewed(operator, opened(operator, _0_tier="30"))
    change_stock(key=package.pk, change=-2, by=BY)

    press(operator, sent, "_save")

    package.refresh_from_db()
    assert (package.tier, package.stock_qty) == ("30", 40)


def test_what_was_typed_over_a_deleted_package_is_told(operator: Client) -> None:
    package = PackageFactory.create(name="Doomed")
    sent = opened(operator, _0_tier="77")
    package.delete()

    content = press(operator, sent, "_review").content.decode()

    assert "A package was deleted" in content
    assert "Tier 77" in content
