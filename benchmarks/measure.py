"""One slice: some requests to one contender, and what they cost."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any

import psycopg

from benchmarks.client import Job, Report, serve
from benchmarks.costs import Cost
from benchmarks.database import backends_cpu
from benchmarks.servers import Server

Connection = psycopg.Connection[tuple[object, ...]]
_SMALLEST = 1
_LARGEST_TRIAL = 5000


@dataclass(frozen=True)
class Load:
    """The process that sends requests."""

    pipe: Any

    def drive(self, job: Job) -> Report:
        self.pipe.send(job)
        report = self.pipe.recv()
        if isinstance(report, Exception):
            raise report
        assert isinstance(report, Report)
        return report


@contextmanager
def load_process() -> Iterator[Load]:
    # Spawned and not forked: it shares nothing with what measures.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Load(ours)
    finally:
        ours.send(None)
        process.join(5)


def sized(load: Load, server: Server, connection: Connection, job: Job, *, seconds: float) -> Job:
    """The job with so many requests that they cost about `seconds` of CPU; found by trying.

    The last trial is long: a hiccup in a short one would make all slices too short.
    """
    count = _SMALLEST
    while True:
        trial = replace(job, count=count)
        used = measured(load, server, connection, trial).cpu * count
        if used >= seconds / 2 or count > _LARGEST_TRIAL:
            return replace(job, count=max(round(count * seconds / used), _SMALLEST))
        count *= 2


def warm_up(load: Load, job: Job, *, count: int) -> None:
    """Fills prepared statements, caches and the connections of all threads."""
    load.drive(replace(job, count=min(job.count, count)))


def measured(load: Load, server: Server, connection: Connection, job: Job) -> Cost:
    """Runs a job, and divides what it cost by its requests."""
    application, backends = server.cpu(), backends_cpu(connection, application=server.name)
    report = load.drive(job)
    after = backends_cpu(connection, application=server.name)
    database = sum(cpu - backends.get(pid, 0.0) for pid, cpu in after.items())
    return Cost(
        application=(server.cpu() - application) / job.count,
        database=database / job.count,
        wall=statistics.median(report.latencies),
    )
