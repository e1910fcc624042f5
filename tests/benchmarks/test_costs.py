"""From the costs of rounds to the figures of the report."""

from __future__ import annotations

import pytest

from benchmarks.costs import Cost, median, ratio


def costs(*seconds: float) -> list[Cost]:
    return [Cost(application=one / 2, database=one / 2, wall=one) for one in seconds]


def test_the_median_is_not_moved_by_one_slow_round() -> None:
    assert median(costs(1.0, 1.2, 90.0)).cpu == pytest.approx(1.2)


def test_a_ratio_is_of_the_medians() -> None:
    assert ratio(costs(4.0, 6.0, 90.0), costs(2.0, 3.0, 4.0)).value == pytest.approx(2.0)


def test_the_spread_of_a_ratio_compares_round_with_round() -> None:
    found = ratio(costs(4.0, 6.0, 9.0), costs(2.0, 2.0, 2.0))

    assert (found.least, found.most) == (2.0, 4.5)


def test_a_slice_within_one_tick_of_the_clock_has_no_ratio() -> None:
    found = ratio(costs(1.0), costs(0.0))

    assert found.value != found.value  # not a number
