"""Where an upgrade is none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from catalog.ladder import Rung, false_steps

NAMES = {"rooms": "Rooms", "record": "Recording"}


def rung(key: str, tier: str, price: Any = None, ladder: str = "meet", **values: int | bool) -> Rung:
    amount = None if price is None else Decimal(price)
    return Rung(key=key, ladder=(ladder,), tier=tier, name=key.title(), price=amount, values=values)


def found(*rungs: Rung) -> list[tuple[str, str, str, str]]:
    return [(s.key, s.path, s.code, s.lower.key) for s in false_steps(rungs, names=NAMES)]


def test_a_ladder_that_only_rises_has_no_false_step() -> None:
    assert (
        found(rung("a", "10", 5, rooms=1), rung("b", "20", 5, rooms=1), rung("c", "30", 9, rooms=True)) == []
    )


def test_a_price_that_falls_is_told_against_the_dearest_below() -> None:
    steps = found(rung("a", "10", 7), rung("b", "20", 9), rung("c", "30", 8))

    assert steps == [("c", "/price", "price_falls", "b")]


def test_less_of_a_feature_is_told_against_the_best_below() -> None:
    steps = found(rung("a", "10", rooms=9), rung("b", "20", rooms=10), rung("c", "30", rooms=3))

    assert steps == [("c", "/features/rooms", "feature_less", "b")]


def test_a_number_is_less_than_unlimited() -> None:
    assert found(rung("a", "10", rooms=True), rung("b", "20", rooms=10**9)) == [
        ("b", "/features/rooms", "feature_less", "a")
    ]


def test_a_feature_that_a_lower_tier_has_is_missed() -> None:
    steps = false_steps([rung("a", "10", record=True), rung("b", "20")], names=NAMES)

    assert [(step.code, step.detail) for step in steps] == [
        ("feature_missing", "Recording is not included, but it is in A, which stands lower (tier 10).")
    ]


def test_tiers_are_ordered_as_numbers() -> None:
    assert found(rung("a", "10", rooms=5), rung("b", "2", rooms=1)) == []


def test_packages_of_one_tier_are_choices_and_not_steps() -> None:
    assert found(rung("a", "10", 9, rooms=5), rung("b", "10", 3, rooms=1)) == []


def test_only_packages_of_one_ladder_compare() -> None:
    assert found(rung("a", "10", rooms=5), rung("b", "20", ladder="live", rooms=1)) == []


def test_a_package_without_a_tier_or_a_price_is_no_step() -> None:
    assert found(rung("a", "10", 9, rooms=5), rung("b", "", 3, rooms=1), rung("c", "20", rooms=5)) == []
