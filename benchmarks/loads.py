"""Many packages at once: a fixture, and rows that are written in bulk."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core import serializers
from django.core.management import call_command
from django.db import connection, models, transaction

from benchmarks.costs import Cost
from benchmarks.processors import cpu_seconds
from catalog.actions.arrive import Arrival
from catalog.aggregate import Aggregate, load_aggregates
from catalog.models import Package
from config.identity import uuid7
from integrations.actors import Actor

BY = Actor.command("benchmarks")
_BATCH = 1000


def loaded(count: int) -> Cost:
    """`loaddata` of a fixture with so many new packages, for each of them."""
    rows = [row for aggregate in new_packages(count) for row in _rows(aggregate)]
    with TemporaryDirectory() as folder:
        fixture = Path(folder, "packages.json")
        fixture.write_text(serializers.serialize("json", rows, use_natural_foreign_keys=True))
        return _timed(lambda: _load(fixture), count)


@transaction.atomic
def _load(fixture: Path) -> None:
    # Outside of a transaction the command closes the connection, and its backend's CPU could not be read.
    call_command("loaddata", fixture, verbosity=0)


def imported(count: int) -> Cost:
    """So many new packages in one transaction, for each of them.

    What `loaddata` does with rows, without reading them from a file.
    """
    aggregates = new_packages(count)
    return _timed(lambda: _import(aggregates), count)


@transaction.atomic
def _import(aggregates: Sequence[Aggregate]) -> None:
    arrival = Arrival()
    for aggregate in aggregates:
        for row in _rows(aggregate):
            arrival.expect(row)
    arrival.write()
    arrival.check()
    arrival.record(by=BY)


def new_packages(count: int) -> list[Aggregate]:
    """Copies of packages that are there, under new keys; nothing is stored."""
    keys = list(Package.objects.order_by("pk").values_list("pk", flat=True)[:_BATCH])
    patterns = load_aggregates(keys)
    return [_new(patterns[number % len(patterns)].copied(), number) for number in range(count)]


def _new(aggregate: Aggregate, number: int) -> Aggregate:
    package = aggregate.package
    package.pk, package.name, package.revision = uuid7(), f"Imported {number}", 0
    for feature in aggregate.features:
        feature.pk, feature.package_id = None, package.pk
    for provider in aggregate.providers:
        provider.pk, provider.package_id = None, package.pk
    return aggregate


def _rows(aggregate: Aggregate) -> list[models.Model]:
    return [aggregate.package, *aggregate.features, *aggregate.providers]


def _timed(action: Callable[[], object], count: int) -> Cost:
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    application, database, wall = time.process_time(), cpu_seconds(backend), time.perf_counter()
    action()
    return Cost(
        application=(time.process_time() - application) / count,
        database=(cpu_seconds(backend) - database) / count,
        wall=(time.perf_counter() - wall) / count,
    )
