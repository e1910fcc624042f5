"""Rows that come past the forms: what a fixture wrote is completed, judged and then recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import models

from catalog import rules
from catalog.aggregate import Aggregate, load_aggregates
from catalog.models import Package, PackageFeature, PackageProvider
from config.rules import Problem, RuleViolation
from features.models import Feature
from providers.models import Provider

_BATCH = 1000
# Made by the platform once and for all, whatever a fixture says of a package that is there already.
_KEPT = ("created_at", "updated_at", "revision", "ever_active")


def keep_what_is_ours(row: models.Model) -> None:
    """Completes a row of a fixture, before it is saved, from the row that is there already.

    A package keeps its times, its revision number and its count of stock: a count that was written down
    long ago is not what is left now. Rows of a package are found by (package, code) and (package,
    provider), so that keys of another environment do no harm.
    """
    if isinstance(row, Package):
        _keep_package(row)
    elif isinstance(row, PackageFeature):
        row.pk = _existing(PackageFeature, package_id=row.package_id, feature_id=row.feature_id)
    elif isinstance(row, PackageProvider):
        row.pk = _existing(PackageProvider, package_id=row.package_id, provider_id=row.provider_id)


def _keep_package(row: Package) -> None:
    there = Package.objects.filter(pk=row.pk).first()
    if there is None:
        return
    for name in _KEPT:
        setattr(row, name, getattr(there, name))
    if there.has_stock and there.stock_qty is not None:
        row.stock_qty = there.stock_qty


def _existing(model: type[models.Model], **names: object) -> int | None:
    key: int | None = model._default_manager.filter(**names).values_list("pk", flat=True).first()
    return key


def packages_touched_by(row: models.Model) -> set[UUID]:
    """The packages whose readers may see something new after this row was saved."""
    if isinstance(row, Package):
        return {row.pk}
    if isinstance(row, PackageFeature | PackageProvider):
        return {row.package_id}
    if isinstance(row, Feature):
        return set(PackageFeature.objects.filter(feature=row).values_list("package_id", flat=True))
    if isinstance(row, Provider):
        return set(PackageProvider.objects.filter(provider=row).values_list("package_id", flat=True))
    return set()


def check_arrived(keys: Iterable[UUID]) -> None:
    """Judges packages as they are stored; raises RuleViolation with every problem of every package."""
    found = [problem for aggregate in _in_batches(keys) for problem in problems_of(aggregate)]
    if found:
        raise RuleViolation(found)


def problems_of(aggregate: Aggregate) -> list[Problem]:
    """What is wrong with a stored package; pointers begin with its id.

    An active package that can't be sold breaks no rule, nor does a feature that this platform lacks.
    """
    prefix = f"/{aggregate.package.id}"
    return [p.below(prefix) for p in rules.problems(aggregate, before=aggregate)]


def _in_batches(keys: Iterable[UUID]) -> Iterator[Aggregate]:
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), _BATCH):
        yield from load_aggregates(ordered[start : start + _BATCH])
