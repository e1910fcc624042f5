"""Measures writes: as the product is asked over HTTP, and as the same statements sent with plain psycopg."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count as counting
from itertools import islice

from benchmarks import writes
from benchmarks.client import Job
from benchmarks.costs import Cost
from benchmarks.measure import Load, measured
from benchmarks.options import Options
from benchmarks.progress import say
from benchmarks.results import Results
from benchmarks.stage import Stage
from benchmarks.writes import KINDS, UNMEASURED, Kind, Pattern

TITLES = {"create": "create with 20 features", "update": "update of 20 features"}
_LEAST, _MOST = 4, 200


@dataclass(frozen=True)
class _Writing:
    """One kind of write to one catalog; `patterns` are the packages that are written over HTTP."""

    kind: Kind
    stage: Stage
    patterns: Sequence[Pattern]
    load: Load
    options: Options

    def served(self, numbers: Sequence[int]) -> Cost:
        server = self.stage.servers["served"]
        calls = writes.calls(self.kind, self.patterns, numbers)
        job = Job(
            port=server.port,
            workers=server.workers(),
            requests=[server.request(call.path, method=call.method, body=call.body) for call in calls],
            count=len(calls),
            connections=self.options.connections,
            status=calls[0].status,
        )
        return measured(self.load, server, self.stage.connection, job)

    def size(self, numbers: Iterator[int]) -> int:
        """How many writes make a slice; twice a slice of reads, because the raw ones take so much less."""
        cost = self.served(_next(numbers, self.options.warm_up))
        return min(max(round(2 * self.options.seconds / (cost.cpu or 1)), _LEAST), _MOST)


def write(stages: Sequence[Stage], options: Options, *, load: Load, results: Results) -> None:
    """Fills in the rows of writes."""
    numbers = counting()
    writings = [
        _Writing(kind, stage, writes.patterns(stage.connection)[::2], load, options)
        for kind in KINDS
        if options.wants(kind)
        for stage in stages
    ]
    sizes = [one.size(numbers) for one in writings]
    for number in range(options.rounds if writings else 0):
        say(f"writes, round {number + 1} of {options.rounds}")
        for writing, size in zip(writings, sizes, strict=True):
            _round(writing, size, numbers, results)


def _round(writing: _Writing, size: int, numbers: Iterator[int], results: Results) -> None:
    kind, stage = writing.kind, writing.stage
    writing.served(_next(numbers, min(size, writing.options.warm_up)))
    results.add(kind, stage.count, "served", writing.served(_next(numbers, size)), requests=size)
    repeated = _next(numbers, size + UNMEASURED)
    found = stage.writer.do(do="repeat", kind=kind, first=repeated[0], count=len(repeated))
    results.statements[kind] = found.pop("statements")
    results.add(kind, stage.count, "raw", Cost(**found), requests=size)


def _next(numbers: Iterator[int], count: int) -> list[int]:
    """Numbers that no write had before."""
    return list(islice(numbers, count))
