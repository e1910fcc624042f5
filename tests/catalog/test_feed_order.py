"""The feed under many writers at once: in the order of commits, none missing, none twice."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event
from uuid import UUID

import pytest
from django.db import connection, transaction

from catalog import feed
from catalog.actions.stock import change_stock
from catalog.models import FeedEntry, Package, PackageRevision
from tests.catalog.crowd import Crowd, run
from tests.catalog.writes import BY, update
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db(transaction=True)

# docs/development.md says how to run it with more.
TRANSACTIONS = int(os.environ.get("FEED_TRANSACTIONS", "700"))
WRITERS = 6


def stocked(count: int) -> list[Package]:
    return PackageFactory.create_batch(count, has_stock=True, stock_qty=0)


# --- Many at once --------------------------------------------------------------------------------


def test_who_follows_sees_every_change_once_and_in_order() -> None:
    provider = ProviderFactory.create()
    packages = PackageFactory.create_batch(5, has_stock=True, stock_qty=0, providers=[provider])
    crowd = Crowd([p.pk for p in packages], provider.pk, transactions=TRANSACTIONS)

    seen = run(crowd, writers=WRITERS)

    told = list(FeedEntry.objects.order_by("position"))
    assert len(told) > TRANSACTIONS
    assert Counter(entry.pk for entry in seen) == Counter(entry.pk for entry in told)
    assert [entry.position for entry in seen] == list(range(1, len(told) + 1))
    _each_revision_is_told_once_and_in_order(seen)
    # They did commit in another order than they wrote.
    assert [entry.pk for entry in told] != sorted(entry.pk for entry in told)


def _each_revision_is_told_once_and_in_order(told: list[FeedEntry]) -> None:
    numbers: dict[UUID | None, list[int]] = defaultdict(list)
    for entry in told:
        if entry.revision is not None:
            numbers[entry.package_uuid].append(entry.revision)
    assert all(found == sorted(found) for found in numbers.values())
    made = Counter((e.package_uuid, e.revision) for e in told if e.kind in ("created", "updated"))
    assert made == Counter(PackageRevision.objects.values_list("package_uuid", "number"))


# --- One after the other -------------------------------------------------------------------------


@contextmanager
def held_open(package: Package) -> Iterator[Event]:
    """A transaction of somebody else that moves the stock of a package, and ends when the block does."""
    written, leave = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                change_stock(key=package.pk, change=1, by=BY)
                written.set()
                assert leave.wait(timeout=30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold)
        assert written.wait(timeout=30)
        try:
            yield leave
        finally:
            leave.set()
            held.result(timeout=30)


def keys_after(position: int) -> list[UUID | None]:
    return [entry.package_uuid for entry in feed.entries_after(position, limit=100).entries]


def test_who_wrote_first_and_commits_last_comes_last() -> None:
    slow, quick = stocked(2)
    before = feed.head()

    with held_open(slow):
        change_stock(key=quick.pk, change=1, by=BY)
        assert keys_after(before) == [quick.pk]
        between = feed.head()

    assert keys_after(before) == [quick.pk, slow.pk]
    assert keys_after(between) == [slow.pk]
    assert feed.head() == before + 2


def test_what_is_not_committed_keeps_nobody_waiting_and_has_no_place() -> None:
    slow, quick = stocked(2)
    before = feed.head()

    with held_open(slow):
        for _ in range(3):
            change_stock(key=quick.pk, change=1, by=BY)

        assert feed.head() == before + 3
        assert keys_after(before) == [quick.pk] * 3


def test_what_is_rolled_back_leaves_no_gap() -> None:
    package, other = stocked(2)
    before = feed.head()
    with transaction.atomic():
        change_stock(key=package.pk, change=1, by=BY)
        transaction.set_rollback(True)

    change_stock(key=other.pk, change=1, by=BY)

    assert [entry.position for entry in feed.entries_after(before, limit=9).entries] == [before + 1]


def test_a_transaction_keeps_the_order_of_its_actions() -> None:
    first, second = stocked(2)
    before = feed.head()

    with transaction.atomic():
        for package in (second, first, second):
            change_stock(key=package.pk, change=1, by=BY)

    assert keys_after(before) == [second.pk, first.pk, second.pk]


def test_the_very_first_entries_of_two_who_meet_are_both_numbered() -> None:
    together = Barrier(4, timeout=30)

    def one(_: int) -> None:
        try:
            with transaction.atomic():
                PackageFactory.create()
                together.wait()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(4)))

    positions = FeedEntry.objects.order_by("position").values_list("position", flat=True)
    assert list(positions) == [1, 2, 3, 4]
    assert feed.head() == 4


# --- Locks ---------------------------------------------------------------------------------------


def test_the_head_is_not_locked_before_the_commit() -> None:
    (package,) = stocked(1)

    with transaction.atomic():
        change_stock(key=package.pk, change=1, by=BY)
        update(package, name="Other")

        with connection.cursor() as cursor:
            cursor.execute("SELECT mode FROM pg_locks WHERE relation = 'catalog_feedhead'::regclass")
            assert cursor.fetchall() == []


def test_two_who_write_different_packages_in_opposite_order_do_not_wait_for_one_another() -> None:
    packages = stocked(4)
    together = Barrier(2, timeout=30)

    def write(order: list[Package]) -> None:
        try:
            with transaction.atomic():
                for package in order:
                    change_stock(key=package.pk, change=1, by=BY)
                    # Both have told of a package, and neither has committed.
                    together.wait()
        finally:
            connection.close()

    before = feed.head()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, [packages[:2], packages[:1:-1]]))

    found = keys_after(before)
    first, second = ([p.pk for p in packages[:2]], [p.pk for p in packages[:1:-1]])
    assert found in ([*first, *second], [*second, *first])
