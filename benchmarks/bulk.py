"""Measures many packages at once."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.costs import Cost
from benchmarks.options import Options
from benchmarks.progress import say
from benchmarks.results import Results
from benchmarks.stage import Stage

BULK_TITLES = {"load": "`loaddata`", "import": "bulk import"}


def write_many(stages: Sequence[Stage], options: Options, *, results: Results) -> None:
    """Fills in the rows of bulk: the fixture in every round, the import once, because it is long enough."""
    for number in range(options.rounds if options.wants("load") else 0):
        say(f"fixtures, round {number + 1} of {options.rounds}")
        for stage in stages:
            _measure("load", stage, options.loaded, results)
    for stage in stages if options.wants("import") else ():
        say(f"importing {options.imported:,} packages into {stage.count:,}")
        _measure("import", stage, options.imported, results)


def _measure(row: str, stage: Stage, count: int, results: Results) -> None:
    cost = Cost(**stage.writer.do(do=row, count=count))
    results.add(row, stage.count, "served", cost, requests=count)
