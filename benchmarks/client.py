"""The load: one process that keeps some connections busy over raw sockets, so cheap that it is not in the way.

It runs apart from what is measured. Each connection sends its next request as soon as its answer is there,
and each worker of the server gets as many connections, because chance would give one of them all.
"""

from __future__ import annotations

import selectors
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import cycle, islice
from multiprocessing.connection import Connection as Pipe

import psutil
import psycopg

from benchmarks.wire import Cut, Wire, connected

_PATIENCE = 60.0
_ATTEMPTS = 200
# The feed moves at once; whether its new head would survive a crash is not what is measured.
_MOVER = "-c synchronous_commit=off"


@dataclass(frozen=True)
class Job:
    """`count` requests (raw bytes, in turn) to be answered with `status` over `connections` sockets.

    `workers` are the processes that listen on `port`. `before` is a statement that is run on `database`
    before each request: it moves the head of the feed.
    """

    port: int
    workers: Sequence[int]
    requests: Sequence[bytes]
    count: int
    connections: int
    status: int = 200
    database: str = ""
    before: str = ""

    def further(self, count: int) -> Job:
        """The job that begins behind so many of its requests."""
        at = count % len(self.requests)
        return replace(self, requests=[*self.requests[at:], *self.requests[:at]])


@dataclass(frozen=True)
class Report:
    """Seconds from sending each request to the end of its answer, and of all of it."""

    latencies: list[float]
    seconds: float


class UnexpectedAnswer(Exception):
    """What was answered is not what was meant to be measured."""


class Wires:
    """Connections to the server of the last job: those of a warm-up serve what is measured behind it."""

    def __init__(self) -> None:
        self._port = 0
        self._open: list[Wire] = []

    def to(self, job: Job) -> list[Wire]:
        wanted = min(job.connections, job.count)
        if self._port != job.port or len(self._open) < wanted:
            self.close()
            self._port, self._open = job.port, _spread(job, wanted)
        return self._open[:wanted]

    def close(self) -> None:
        for wire in self._open:
            wire.close()
        self._port, self._open = 0, []


def drive(job: Job, wires: Wires) -> Report:
    """Sends all requests of a job; raises UnexpectedAnswer for another status."""
    with ExitStack() as stack:
        mover = None
        if job.before:
            mover = stack.enter_context(psycopg.connect(job.database, autocommit=True, options=_MOVER))
        spread = wires.to(job)
        began = time.perf_counter()
        latencies = list(_latencies(job, spread, mover))
        return Report(latencies, time.perf_counter() - began)


def _spread(job: Job, wanted: int) -> list[Wire]:
    """Connections, as many to each worker as to the others."""
    most = -(-wanted // len(job.workers))
    taken: Counter[int] = Counter()
    wires: list[Wire] = []
    for _ in range(_ATTEMPTS):
        if len(wires) == wanted:
            return wires
        wire = connected(job.port)
        worker = _worker_of(wire, job.workers)
        if taken[worker] < most:
            taken[worker] += 1
            wires.append(wire)
        else:
            wire.close()
    raise UnexpectedAnswer(f"No even share of connections for the workers {list(job.workers)}.")


def _worker_of(wire: Wire, workers: Sequence[int]) -> int:
    """The process that took a connection."""
    if len(workers) == 1:
        return workers[0]
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        for pid in workers:
            remotes = [one.raddr for one in psutil.Process(pid).net_connections("tcp4") if one.raddr]
            if any(remote.port == wire.local_port for remote in remotes):
                return pid
    raise UnexpectedAnswer("No worker took the connection.")


def _latencies(
    job: Job, wires: list[Wire], mover: psycopg.Connection[tuple[object, ...]] | None
) -> Iterator[float]:
    waiting = islice(cycle(job.requests), job.count)
    selector = selectors.DefaultSelector()

    def send_next(wire: Wire) -> int:
        request = next(waiting, None)
        if request is None:
            return 0
        if mover:
            mover.execute(job.before)
        wire.send(request)
        return 1

    for wire in wires:
        selector.register(wire.socket, selectors.EVENT_READ, wire)
    busy = sum(map(send_next, wires))
    while busy:
        ready = selector.select(_PATIENCE)
        if not ready:
            raise UnexpectedAnswer(f"No answer within {_PATIENCE:.0f} seconds.")
        for wire in (key.data for key, _ in ready):
            if wire.receive():
                yield time.perf_counter() - wire.sent_at
                _expect(job.status, wire)
                busy += send_next(wire) - 1
    selector.close()


def _expect(status: int, wire: Wire) -> None:
    if wire.status != status:
        told = wire.answer().body[:500].decode(errors="replace")
        raise UnexpectedAnswer(f"Answered {wire.status} instead of {status}: {told}")


def serve(pipe: Pipe) -> None:
    """The client's process: a Job comes in, a Report or what went wrong goes out, until None comes."""
    wires = Wires()
    while (job := pipe.recv()) is not None:
        try:
            pipe.send(drive(job, wires))
        except (UnexpectedAnswer, Cut, OSError, ValueError, psutil.Error, psycopg.Error) as error:
            pipe.send(UnexpectedAnswer(f"{type(error).__name__}: {error}"))
    wires.close()
