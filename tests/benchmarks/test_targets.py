"""Whether targets are met is told as it is."""

from __future__ import annotations

import pytest

from benchmarks.costs import Cost
from benchmarks.reporting import report
from benchmarks.results import Results


def line(results: Results, title: str) -> list[str]:
    """The cells of a row of the first table, behind its title."""
    page = report(results, circumstances=[])
    (found,) = [row for row in page.splitlines() if row.startswith(f"| {title}")]
    return [cell.strip() for cell in found.split("|")[2:-1]]


def measured(**seconds: float) -> Results:
    """The list of 50, by contender, in catalogs of 10 and 1000 packages; CPU in seconds."""
    results = Results()
    for count in (10, 1000):
        for contender, one in seconds.items():
            results.add("list", count, contender, Cost(one, 0.0, one), requests=1)
    return results


@pytest.mark.parametrize(("served", "met"), [(2.0, "yes"), (2.5, "**no**")])
def test_a_ratio_that_is_too_high_is_not_met(served: float, met: str) -> None:
    assert line(measured(bare=1.0, served=served), "list of 50 ÷ bare")[-1] == met


@pytest.mark.parametrize(("plain", "met"), [(40.0, "yes"), (39.0, "**no**")])
def test_a_ratio_that_is_too_low_is_not_met(plain: float, met: str) -> None:
    assert line(measured(served=1.0, plain=plain), "list of 50 through plain")[-1] == met


def test_one_catalog_that_misses_a_target_is_enough() -> None:
    results = measured(bare=1.0, served=1.5)
    results.add("list", 100_000, "bare", Cost(1.0, 0.0, 1.0), requests=1)
    results.add("list", 100_000, "served", Cost(2.5, 0.0, 2.5), requests=1)

    assert line(results, "list of 50 ÷ bare")[-1] == "**no**"


def test_growth_is_judged_in_the_largest_catalog() -> None:
    results = Results()
    for count, seconds in ((10, 1.0), (100, 9.0), (1000, 1.1)):
        results.add("list", count, "served", Cost(seconds, 0.0, seconds), requests=1)

    cells = line(results, "the read that grows most")

    assert cells[1:] == ["–", "–", "1.10 (1.10–1.10)", "yes"]


def test_what_was_not_measured_is_not_judged() -> None:
    assert line(measured(bare=1.0), "update of 20 features")[-1] == "–"
