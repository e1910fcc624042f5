"""Many who write packages at once, and one who follows the feed while they commit in any order."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event, Lock
from uuid import UUID

from django.db import connection, transaction

from catalog import feed
from catalog.actions.delete import delete_package
from catalog.actions.save import update_package
from catalog.actions.stock import change_stock
from catalog.models import FeedEntry
from providers import actions as providers
from providers.changes import ProviderChanges
from tests.catalog.writes import BY, changes, create

# Seconds for which a transaction is held open between its last write and its commit, at most.
HELD = 0.02
# Seconds between two questions when nothing was new.
PAUSE = 0.002


class Crowd:
    """Writers of a few packages, in transactions of one to three actions, until there were enough of them."""

    def __init__(self, packages: list[UUID], provider: UUID, *, transactions: int) -> None:
        self.packages = sorted(packages)
        self.provider = provider
        self.left = transactions
        self.lock = Lock()

    def write(self, seed: int) -> None:
        random = Random(seed)
        while self._claim():
            keep = random.random() < 0.9
            with transaction.atomic():
                for action in self._actions(random):
                    action()
                if random.random() < 0.4:
                    time.sleep(random.random() * HELD)
                transaction.set_rollback(not keep)

    def _claim(self) -> bool:
        with self.lock:
            self.left -= 1
            return self.left >= 0

    def _actions(self, random: Random) -> list[Callable[[], object]]:
        mark = f"{random.random()}"
        if random.random() < 0.08:
            renamed = ProviderChanges(provider_name=f"Provider {mark}")
            return [lambda: providers.update(key=self.provider, changes=renamed, by=BY)]
        if random.random() < 0.05:
            return [lambda: _short_life(mark)]
        # In key order, as everybody locks packages.
        chosen = sorted(random.sample(self.packages, random.choice([1, 1, 2, 3])))
        return [_change(key, mark) if random.random() < 0.5 else _move(key) for key in chosen]


def _change(key: UUID, mark: str) -> Callable[[], object]:
    return lambda: update_package(key=key, changes=changes(name=f"Package {mark}"), by=BY)


def _move(key: UUID) -> Callable[[], object]:
    return lambda: change_stock(key=key, change=1, by=BY)


def _short_life(mark: str) -> None:
    delete_package(key=create(name=f"Short {mark}").document.pk, by=BY)


def follow(*, until: Event) -> list[FeedEntry]:
    """Asks for what is new as the API does, again and again; once more after `until`."""
    seen: list[FeedEntry] = []
    cursor, last = 0, False
    while True:
        found = feed.entries_after(cursor, limit=200).entries
        if found:
            seen += found
            cursor = found[-1].position or 0
        elif last:
            return seen
        else:
            last = until.is_set()
            time.sleep(PAUSE)


def run(crowd: Crowd, *, writers: int) -> list[FeedEntry]:
    """Lets the writers go, and answers what was seen meanwhile."""
    done = Event()

    def write(seed: int) -> None:
        try:
            crowd.write(seed)
        finally:
            connection.close()

    def read() -> list[FeedEntry]:
        try:
            return follow(until=done)
        finally:
            connection.close()

    with ThreadPoolExecutor(writers + 1) as pool:
        reader = pool.submit(read)
        try:
            for writer in [pool.submit(write, seed) for seed in range(writers)]:
                writer.result()
        finally:
            done.set()
        return reader.result()
