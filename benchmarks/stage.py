"""Everything that runs while something is measured: for each catalog its servers, a writer and a connection."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.catalogs import Catalog, copied_catalog
from benchmarks.database import Cluster
from benchmarks.facts import facts_of
from benchmarks.measure import Connection
from benchmarks.options import Options
from benchmarks.progress import say
from benchmarks.questions import Facts
from benchmarks.servers import CHECKOUT, CONTENDERS, Server, await_answers, serving


class StaleDocuments(Exception):
    """Documents are not what their rows say."""


@dataclass(frozen=True)
class Writer:
    """The process of `benchmarks.writer`."""

    process: subprocess.Popen[str]
    log: Path

    def do(self, **order: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"The writer could not {order}:\n{self.log.read_text()[-3000:]}")
        found: dict[str, Any] = json.loads(answer)
        return found

    def check(self, otherwise: str) -> None:
        """Raises StaleDocuments, saying what that means, unless the newest documents are what their rows say."""
        if found := self.do(do="check")["stale"]:
            raise StaleDocuments(f"{found} documents are not what their rows say. {otherwise}")


@dataclass(frozen=True)
class Stage:
    """One size: a catalog, those who answer questions about it (by name) and what they need to be asked."""

    catalog: Catalog
    servers: Mapping[str, Server]
    writer: Writer
    connection: Connection
    facts: Facts

    @property
    def count(self) -> int:
        return self.catalog.count


@contextmanager
def set_up(
    cluster: Cluster, count: int, options: Options, *, environment: Mapping[str, str], folder: Path
) -> Iterator[Stage]:
    """Everything of one size, until the block ends; logs go to `folder`."""
    with ExitStack() as stack:
        catalog = stack.enter_context(copied_catalog(cluster, count, options, environment=environment))
        say(f"starting the servers for {count:,} packages")
        writer = stack.enter_context(_writing(catalog, environment, folder / f"{count}-writer.log"))
        servers = {
            name: stack.enter_context(
                serving(
                    name,
                    workers=options.workers,
                    database=catalog.url,
                    environment=environment,
                    log=folder / f"{count}-{name}.log",
                )
            )
            for name in CONTENDERS
        }
        bearer = {"Authorization": f"Bearer {writer.do(do='token')['token']}"}
        servers["served"] = replace(servers["served"], headers=bearer)
        writer.check("The renderer has changed: remove .bench-postgres, and they are made anew.")
        for server in servers.values():
            await_answers(server, workers=options.workers)
        connection = stack.enter_context(cluster.connected(catalog.name))
        facts = facts_of(count, served=servers["served"], connection=connection)
        yield Stage(catalog, servers, writer, connection, facts)


@contextmanager
def _writing(catalog: Catalog, environment: Mapping[str, str], log: Path) -> Iterator[Writer]:
    with log.open("a") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.writer"],
            cwd=CHECKOUT,
            env={**os.environ, **environment, "DATABASE_URL": catalog.url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        )
    try:
        yield Writer(process, log)
    finally:
        # It ends when nothing more can come.
        process.communicate(timeout=60)
