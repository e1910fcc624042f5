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
    """One cost in terms of another: the median of the rounds, the lowest and the highest of them."""

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
    """Of CPU, round by round: a machine is faster now and slower then, and the slices of a round lie side by side."""
    of_rounds = [cost.cpu / other.cpu for cost, other in zip(costs, others, strict=True)]
    return Ratio(statistics.median(of_rounds), min(of_rounds), max(of_rounds))
