"""The contenders, each served by granian with the workers and threads of `make run`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psutil

from benchmarks.processors import cpu_seconds
from benchmarks.requests import raw_request
from benchmarks.wire import Answer, Cut, ask

# As in config/server.py, where they are explained.
THREADS = 4
IDLE_TIMEOUT = 600
CHECKOUT = Path(__file__).resolve().parent.parent
CONTENDERS = ("bare", "served", "plain")
_TARGETS = {"bare": "benchmarks.bare:application", "plain": "benchmarks.plain.wsgi:application"}
_PATIENCE = 60.0


class NoServer(Exception):
    """A contender did not start; the message has what it said."""


@dataclass(frozen=True)
class Server:
    """A contender that listens on `port`; its database connections have its name.

    `headers` are sent with every request: the token, where one is needed.
    """

    name: str
    port: int
    process: psutil.Process
    log: Path
    headers: Mapping[str, str] = field(default_factory=dict)

    def workers(self) -> list[int]:
        """The processes that answer."""
        return [child.pid for child in self.process.children(recursive=True)]

    def cpu(self) -> float:
        """Seconds of CPU that its processes have used so far."""
        return sum(map(cpu_seconds, self._family))

    @cached_property
    def _family(self) -> Sequence[int]:
        # All of them are there before anything is measured; to look for them takes longer than a short slice.
        return [self.process.pid, *self.workers()]

    def request(
        self, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> bytes:
        sent = {**self.headers, **(headers or {})}
        return raw_request(method, path, port=self.port, headers=sent, body=body)

    def get(self, path: str) -> Answer:
        return ask(self.port, self.request(path))


@contextmanager
def serving(
    name: str,
    *,
    workers: int,
    database: str,
    environment: Mapping[str, str],
    log: Path,
) -> Iterator[Server]:
    """Starts a contender on `database` (a URL), which runs until the block ends; what it logs goes to `log`."""
    port = _free_port()
    numbers = {"PORT": str(port), "SERVER_WORKERS": str(workers), "SERVER_THREADS": str(THREADS)}
    named = f"{database}{'&' if '?' in database else '?'}application_name={name}"
    with log.open("ab") as file:
        process = psutil.Popen(
            [sys.executable, *_command(name, port=port, workers=workers)],
            cwd=CHECKOUT,
            env={**os.environ, **environment, **numbers, "DATABASE_URL": named},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    try:
        yield Server(name, port, process, log)
    finally:
        _stop(process)


def _command(name: str, *, port: int, workers: int) -> list[str]:
    """How the product is served in production, and the others in the same way."""
    if name == "served":
        return ["manage.py", "serve"]
    options = {
        "interface": "wsgi",
        "port": port,
        "workers": workers,
        "blocking-threads": THREADS,
        "blocking-threads-idle-timeout": IDLE_TIMEOUT,
    }
    told = [f"--{option}={value}" for option, value in options.items()]
    return ["-m", "granian", *told, "--no-ws", _TARGETS[name]]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_answers(server: Server, *, workers: int) -> None:
    """Returns when all of its workers are there and one has answered; raises NoServer."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and server.process.is_running():
        # The first worker answers before the others are there.
        if _answers(server) and len(server.workers()) >= workers:
            return
        time.sleep(0.1)
    raise NoServer(f"The server of {server.name} does not answer:\n{server.log.read_text()[-2000:]}")


def _answers(server: Server) -> bool:
    try:
        return server.get("/packages").status < 500
    except (OSError, Cut):
        return False


def _stop(process: psutil.Popen) -> None:
    with suppress(psutil.NoSuchProcess):
        family = [process, *process.children(recursive=True)]
        process.terminate()
        _, left = psutil.wait_procs(family, timeout=10)
        for one in left:
            one.kill()
