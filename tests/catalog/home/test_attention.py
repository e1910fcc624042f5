"""Each line of what needs somebody is there for its cause, and gone when that is mended."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytest_django import Settings

from catalog.home import attention
from catalog.home.attention import drafts, fell_short, nearly_sold_out
from catalog.home.counts import counts
from tests.catalog.home.switching import switch
from tests.catalog.writes import update
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def short() -> dict[str, tuple[int, list[str]]]:
    return {one.reason: (one.packages.count, [p.name for p in one.packages.first]) for one in fell_short()}


def test_what_can_be_sold_needs_nobody() -> None:
    sellable()

    assert fell_short() == ()


def test_an_active_package_that_lost_its_price_stands_under_no_price_until_it_has_one() -> None:
    package = sellable(name="Basic")
    update(package, price=None)

    assert short() == {"no_price": (1, ["Basic"])}
    update(package, price=Decimal(5))
    assert short() == {}


def test_a_package_stands_under_each_of_its_reasons() -> None:
    package = sellable(name="Basic")
    update(package, price=None, has_stock=True, stock_qty=0)

    assert set(short()) == {"no_price", "out_of_stock"}


def test_the_packages_of_a_provider_that_was_switched_off_are_told_until_it_is_on() -> None:
    provider = ProviderFactory.create()
    sellable(name="B", providers=[provider])
    sellable(name="A", providers=[provider])
    switch(provider, on=False)

    assert short() == {"provider_inactive": (2, ["A", "B"])}
    switch(provider, on=True)
    assert short() == {}


@pytest.mark.parametrize("values", [{"status": "inactive"}, {"retired": True}])
def test_who_ended_the_sale_on_purpose_is_not_told_of_it(values: dict[str, object]) -> None:
    package = sellable()
    update(package, price=None, **values)

    assert fell_short() == ()


def test_the_most_frequent_reason_comes_first_and_five_are_named_by_name() -> None:
    for number in (10, 2, 1, 3, 4, 5, 6):
        update(sellable(name=f"No price {number}"), price=None)
    update(sellable(name="Empty"), has_stock=True, stock_qty=0)

    found = fell_short()

    assert [one.reason for one in found] == ["no_price", "out_of_stock"]
    assert found[0].packages.count == 7
    assert [p.name for p in found[0].packages.first] == [f"No price {n}" for n in (1, 2, 3, 4, 5)]


def test_counting_ends_where_nobody_reads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "MOST_COUNTED", 2)
    for _ in range(3):
        update(sellable(), price=None)

    assert fell_short()[0].packages.count == 2


# --- Drafts --------------------------------------------------------------------------------------


def test_drafts_are_told_the_last_changed_first_until_they_are_offered_or_retired() -> None:
    first, second = PackageFactory.create(name="First"), PackageFactory.create(name="Second")
    sellable()
    update(first, tier="10")

    assert [p.name for p in drafts().packages.first] == ["First", "Second"]
    update(second, retired=True)
    assert drafts().packages.count == 1


def test_drafts_that_lack_nothing_but_activation_are_counted() -> None:
    sellable(status="draft")
    PackageFactory.create()

    assert (drafts().packages.count, drafts().ready) == (2, 1)


def test_no_draft_is_none() -> None:
    assert (drafts().packages.count, drafts().packages.first) == (0, ())


# --- Stock ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ({"stock_qty": 3}, "3 left"),
        ({"stock_qty": 10}, "10 left"),
        ({"stock_qty": 0, "oversell_enabled": True}, "none left, sold past the stock"),
        ({"stock_qty": -4, "oversell_enabled": True}, "4 sold past the stock"),
    ],
)
def test_few_left_is_said_in_words(values: dict[str, object], note: str) -> None:
    sellable(name="Few", has_stock=True, **values)

    found = nearly_sold_out()

    assert [(p.name, p.note) for p in found.first] == [("Few", note)]


@pytest.mark.parametrize(
    "values",
    [
        {"has_stock": True, "stock_qty": 11},
        {"has_stock": True, "stock_qty": 0},
        {"has_stock": False},
        {"has_stock": True, "stock_qty": 3, "status": "inactive"},
        {"has_stock": True, "stock_qty": 3, "retired": True},
    ],
)
def test_enough_none_and_what_is_not_sold_are_not_few(values: dict[str, object]) -> None:
    update(sellable(), **values)

    assert nearly_sold_out().count == 0


def test_how_few_is_few_is_a_setting(settings: Settings) -> None:
    settings.LOW_STOCK = 2
    sellable(has_stock=True, stock_qty=3)
    sellable(has_stock=True, stock_qty=2)

    assert nearly_sold_out().count == 1


# --- Counts --------------------------------------------------------------------------------------


def test_packages_are_counted_by_service_type_and_status() -> None:
    sellable()
    PackageFactory.create()
    PackageFactory.create(service_type="live")

    found = {pair: count for pair, count in counts().items() if count}

    assert found == {("meet", "active"): 1, ("meet", "draft"): 1, ("live", "draft"): 1}
