"""What was measured: for each row, size and contender a cost for each round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from benchmarks.costs import Cost, Ratio, median, ratio


@dataclass(frozen=True)
class Key:
    row: str
    count: int
    contender: str


@dataclass
class Results:
    """Costs by row, size and contender; `statements` has how many one write sends, by row."""

    costs: dict[Key, list[Cost]] = field(default_factory=lambda: defaultdict(list))
    requests: dict[Key, int] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)

    def add(self, row: str, count: int, contender: str, cost: Cost, *, requests: int) -> None:
        key = Key(row, count, contender)
        self.costs[key].append(cost)
        self.requests[key] = requests

    def median(self, row: str, count: int, contender: str) -> Cost | None:
        found = self.costs.get(Key(row, count, contender))
        return median(found) if found else None

    def ratio(self, row: str, count: int, contender: str, *, to: Key) -> Ratio | None:
        """CPU of a contender in terms of another, or None where one of them was not measured."""
        these, those = self.costs.get(Key(row, count, contender)), self.costs.get(to)
        return ratio(these, those) if these and those else None

    def as_data(self) -> list[dict[str, object]]:
        return [
            {**asdict(key), "requests": self.requests[key], "rounds": [asdict(cost) for cost in costs]}
            for key, costs in self.costs.items()
        ]


def sizes_of(results: Results) -> list[int]:
    return sorted({key.count for key in results.costs})


def rows_of(results: Results, names: Iterable[str]) -> list[str]:
    """Those of the rows that were measured, in their order."""
    measured = {key.row for key in results.costs}
    return [name for name in names if name in measured]
