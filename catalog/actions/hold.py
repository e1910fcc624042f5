"""The first step of a load: everything that it concerns is locked before anything is written.

The order is that of every writer: features, providers, packages, each in key order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models import QuerySet

from catalog.actions.prepare import matrix_for, providers_for
from catalog.aggregate import batches
from catalog.models import Package, PackageFeature, PackageProvider
from features.models import Feature
from features.sync import lock_matrix
from providers.models import Provider

# Those on which rows of the next hang come first; all others of a fixture have no place in the order.
MODELS = (Feature, Provider, Package, PackageFeature, PackageProvider)
# Made by the platform once and for all, whatever a fixture says of a package that is there already.
KEPT = ("created_at", "updated_at", "revision", "ever_active")
# What there is to know of such a package: that, whether it is sold, and its count of stock.
_KNOWN = (*KEPT, "status", "has_stock", "stock_qty")
# Two numbers make a key apart from all locks that are named by one.
_LOCK_OF_LOADS = "SELECT pg_advisory_xact_lock(1, 1)"
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Arriving:
    """The rows of one load by their model, in the order in which they were read."""

    by_model: dict[type[models.Model], list[Any]] = field(default_factory=lambda: {m: [] for m in MODELS})

    def add(self, row: models.Model) -> None:
        key = row._meta.pk
        if row.pk is None and key is not None and key.has_default():
            # A key that is null is one that was left out.
            row.pk = key.get_default()
        self.by_model[type(row)].append(row)

    def of(self, model: type[M]) -> list[M]:
        return self.by_model[model]

    def keys(self, model: type[models.Model], name: str = "pk") -> set[Any]:
        """What the rows of a model have in a column, apart from null."""
        return {key for row in self.by_model[model] if (key := getattr(row, name)) is not None}


@dataclass(frozen=True)
class Held:
    """Rows as they were before the load. Nobody else changes them until the transaction ends.

    `features` and `providers` are those that the load writes or refers to. `packages` are those that it writes,
    with the columns that outlive it and no others. `concerned` has the keys of all packages, there or arriving,
    of which readers may see something new: also those that only have a feature or a provider that is written.
    """

    features: dict[str, Feature] = field(default_factory=dict)
    providers: dict[UUID, Provider] = field(default_factory=dict)
    packages: dict[UUID, Package] = field(default_factory=dict)
    concerned: frozenset[UUID] = frozenset()


def hold(rows: Arriving) -> Held:
    """Locks what a load writes, and what it refers to, in a constant number of statements for each thousand."""
    with connection.cursor() as cursor:
        # One load at a time: rows that don't exist yet can't be locked, and two loads may bring the same.
        cursor.execute(_LOCK_OF_LOADS)
    features, providers = _features(rows), _providers(rows)
    written = rows.keys(Package)
    packages, concerned = {}, set(written)
    for package in _locked(Package.objects.only(*_KNOWN), _concerned(rows)):
        concerned.add(package.pk)
        if package.pk in written:
            packages[package.pk] = package
    return Held(features, providers, packages, frozenset(concerned))


def _features(rows: Arriving) -> dict[str, Feature]:
    if rows.of(Feature):
        lock_matrix()
        return Feature.objects.by_code()
    return matrix_for(rows.keys(PackageFeature, "feature_id"))


def _providers(rows: Arriving) -> dict[UUID, Provider]:
    written = rows.keys(Provider)
    # Two passes in key order, and still no circle: who wants to change a provider holds no other, and who
    # refers to several does not keep those waiting who only refer to them.
    held = {provider.pk: provider for provider in _locked(Provider.objects.all(), written)}
    return held | providers_for(rows.keys(PackageProvider, "provider_id") - written)


def _concerned(rows: Arriving) -> set[UUID]:
    """Asked while features and providers are held, so that no package gets one of them afterwards."""
    having = PackageFeature.objects.filter(feature_id__in=rows.keys(Feature))
    served = PackageProvider.objects.filter(provider_id__in=rows.keys(Provider))
    return {
        *rows.keys(Package),
        *rows.keys(PackageFeature, "package_id"),
        *rows.keys(PackageProvider, "package_id"),
        *having.order_by().values_list("package_id", flat=True).distinct(),
        *served.order_by().values_list("package_id", flat=True).distinct(),
    }


def _locked(found: QuerySet[M], keys: Collection[UUID]) -> Iterator[M]:
    for batch in batches(keys):
        yield from found.filter(pk__in=batch).order_by("pk").select_for_update(no_key=True)
