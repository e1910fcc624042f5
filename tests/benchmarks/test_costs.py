"""From the costs of rounds to the figures of the report."""

from __future__ import annotations

import pytest

from benchmarks.costs import Cost, median, ratio


def costs(*seconds: float) -> list[Cost]:
    return [Cost(application=one / 2, database=one / 2, wall=one) for one in seconds]


def test_the_median_is_not_moved_by_one_slow_round() -> None:
    assert median(costs(1.0, 1.2, 90.0)).cpu == pytest.approx(1.2)


def test_a_ratio_is_the_median_of_rounds_whose_slices_lay_side_by_side() -> None:
    # The machine was much slower for a while; the medians alone would say 2.5.
    assert ratio(costs(4.0, 30.0, 10.0), costs(2.0, 15.0, 4.0)).value == pytest.approx(2.0)


def test_the_spread_of_a_ratio_compares_round_with_round() -> None:
    found = ratio(costs(4.0, 6.0, 9.0), costs(2.0, 2.0, 2.0))

    assert (found.least, found.most) == (2.0, 4.5)
