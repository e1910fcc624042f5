"""What something cost, for each request, package or whatever it was done to."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Seconds: CPU of the application, CPU of PostgreSQL's backends, and of the clock."""

    application: float
    database: float
    wall: float

    @property
    def cpu(self) -> float:
        return self.application + self.database


@dataclass(frozen=True)
class Ratio:
    """One cost in terms of another: of the medians, and how far single rounds lie apart."""

    value: float
    least: float
    most: float


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        application=statistics.median(cost.application for cost in costs),
        database=statistics.median(cost.database for cost in costs),
        wall=statistics.median(cost.wall for cost in costs),
    )


def ratio(costs: Sequence[Cost], others: Sequence[Cost]) -> Ratio:
    """Of the medians of CPU; the slices of one round lie side by side, so rounds are compared one by one."""
    of_rounds = [cost.cpu / other.cpu for cost, other in zip(costs, others, strict=True) if other.cpu]
    value = _median_cpu(costs) / _median_cpu(others)
    return Ratio(value, min(of_rounds, default=value), max(of_rounds, default=value))


def _median_cpu(costs: Sequence[Cost]) -> float:
    # A very short slice can end within one tick of the clock.
    return statistics.median(cost.cpu for cost in costs) or float("nan")
