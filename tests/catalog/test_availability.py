"""Can it be sold, renewed, shown; and if not, every reason."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.aggregate import Aggregate
from catalog.availability import PLACES, SENTENCES, availability, in_the_way_of_activation
from catalog.models import Package, PackageFeature, PackageProvider
from providers.models import Provider

ORDER = [
    "draft",
    "inactive",
    "retired",
    "out_of_stock",
    "no_default_provider",
    "provider_inactive",
    "no_features",
    "no_price",
]


def aggregate(
    *,
    default: bool = True,
    attached: bool = True,
    provider_active: bool = True,
    features: int = 1,
    **values: Any,
) -> Aggregate:
    """An active package with nothing in its way, unless told; no row is stored."""
    package = Package(**{"status": "active", "price": 0, "currency": "EUR", **values})
    provider = Provider(active=provider_active)
    rows = [PackageProvider(package=package, provider=provider, default=default)] if attached else []
    return Aggregate(package, [PackageFeature(package=package)] * features, rows)


def test_a_package_with_nothing_in_its_way_is_sold_renewed_and_shown() -> None:
    state = availability(aggregate())

    assert (state.sellable, state.renewable, state.listed, state.reasons) == (True, True, True, ())


@pytest.mark.parametrize(
    ("short", "reason", "renewable", "listed"),
    [
        ({"status": "draft"}, "draft", False, False),
        ({"status": "inactive"}, "inactive", True, False),
        ({"retired": True}, "retired", True, False),
        ({"has_stock": True, "stock_qty": 0}, "out_of_stock", True, True),
        ({"attached": False}, "no_default_provider", False, True),
        ({"default": False}, "no_default_provider", False, True),
        ({"provider_active": False}, "provider_inactive", False, True),
        ({"features": 0}, "no_features", False, True),
        ({"price": None}, "no_price", False, True),
    ],
)
def test_each_shortfall_has_its_reason(
    short: dict[str, Any], reason: str, renewable: bool, listed: bool
) -> None:
    state = availability(aggregate(**short))

    assert [r.code for r in state.reasons] == [reason]
    assert [r.detail for r in state.reasons] == [SENTENCES[reason]]
    assert (state.sellable, state.renewable, state.listed) == (False, renewable, listed)


@pytest.mark.parametrize(
    "fine",
    [
        {"price": 0},
        {"has_stock": True, "stock_qty": 1},
        {"has_stock": True, "stock_qty": -3, "oversell_enabled": True},
        {"has_stock": False, "stock_qty": 0},
    ],
)
def test_what_is_free_or_left_or_may_be_oversold_is_sold(fine: dict[str, Any]) -> None:
    assert availability(aggregate(**fine)).sellable


def test_a_private_offer_is_sold_but_not_shown() -> None:
    state = availability(aggregate(hidden=True))

    assert (state.sellable, state.renewable, state.listed) == (True, True, False)


@pytest.mark.parametrize(
    "short",
    [
        {"status": "draft", "attached": False},
        {"status": "inactive", "provider_active": False},
    ],
)
def test_all_reasons_come_at_once_in_one_order(short: dict[str, Any]) -> None:
    package = aggregate(**short, retired=True, has_stock=True, stock_qty=0, features=0, price=None)

    codes = [reason.code for reason in availability(package).reasons]

    assert len(codes) == 6
    assert codes == sorted(codes, key=ORDER.index)


def test_the_status_alone_never_stands_in_the_way_of_activation() -> None:
    assert in_the_way_of_activation(aggregate(status="draft")) == []
    assert in_the_way_of_activation(aggregate(status="inactive", retired=True)) == ["retired"]


def test_every_reason_has_a_sentence_and_a_place() -> None:
    assert list(SENTENCES) == list(PLACES) == ORDER
