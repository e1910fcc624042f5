"""What the feature matrix and the providers are told of packages: who uses them, and that they changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from catalog.actions.announce import announce_features, announce_provider
from catalog.actions.record import record_all
from catalog.models import Package, PackageFeature, PackageProvider
from features.dependents import Holder, Usage
from features.entries import FeatureChange
from integrations.actors import Actor


def admin_url(package: UUID) -> str:
    """The page on which an operator edits a package."""
    return reverse("admin:catalog_package_change", args=[package])


class FeatureDependents:
    """Packages, as the feature matrix sees them: see `features.dependents.Dependents`."""

    def usage(self, codes: Collection[str], *, holders: int) -> Mapping[str, Usage]:
        return _usage(PackageFeature.objects.filter(feature_id__in=codes), "feature_id", holders)

    def would_revise(self, changes: Sequence[FeatureChange]) -> int:
        codes = [change.after.code for change in changes if _is_seen(change)]
        return Package.objects.filter(features__feature_id__in=codes).distinct().count()

    def changed(self, changes: Sequence[FeatureChange], *, by: Actor, reason: str) -> int:
        codes = [change.after.code for change in changes]
        having = PackageFeature.objects.filter(feature_id__in=codes).order_by()
        # In key order and before their rows, as every other writer locks them.
        packages = Package.objects.filter(pk__in=having.values("package_id")).order_by("pk")
        keys = list(packages.select_for_update(no_key=True).values_list("pk", flat=True))
        for change in changes:
            _give_values(change)
        return record_all(keys, by=by, reason=reason)

    def matrix_changed(self, paths: Sequence[str], *, by: Actor, commercial: bool) -> None:
        announce_features(paths, by=by, commercial=commercial)


class ProviderDependents:
    """Packages, as the providers see them: see `providers.dependents.Dependents`."""

    def packages_with(self, providers: Collection[UUID], *, holders: int) -> Mapping[UUID, Usage]:
        return _usage(PackageProvider.objects.filter(provider_id__in=providers), "provider_id", holders)

    def packages_defaulting_to(self, providers: Collection[UUID], *, holders: int) -> Mapping[UUID, Usage]:
        rows = PackageProvider.objects.filter(provider_id__in=providers, default=True)
        return _usage(rows, "provider_id", holders)

    def changed(self, providers: Collection[UUID], *, by: Actor, reason: str) -> int:
        rows = PackageProvider.objects.filter(provider_id__in=providers).order_by()
        return record_all(rows.values_list("package_id", flat=True), by=by, reason=reason)

    def provider_changed(self, key: UUID, paths: Sequence[str], *, by: Actor) -> None:
        announce_provider(key, paths, by=by)


def _usage(rows: QuerySet[Any], column: str, holders: int) -> dict[Any, Usage]:
    """Packages of `rows`, counted by `column`, the first `holders` of each by name."""
    counts = dict(rows.order_by().values_list(column).annotate(packages=Count("package_id")))
    named: dict[Any, list[Holder]] = {}
    if holders:
        place = Window(RowNumber(), partition_by=F(column), order_by=["package__name", "package_id"])
        ranked = rows.annotate(place=place).filter(place__lte=holders).order_by(column, "place")
        for key, name, package in ranked.values_list(column, "package__name", "package_id"):
            named.setdefault(key, []).append(Holder(name, admin_url(package)))
    return {key: Usage(count, tuple(named.get(key, ()))) for key, count in counts.items()}


# What a package document shows of a feature; its wording elsewhere concerns no package.
_SEEN = (
    "name",
    "quota",
    "consumable",
    "aggregation_type",
    "field_suffix",
    "periodicity",
    "periodicity_type",
)


def _is_seen(change: FeatureChange) -> bool:
    return change.value is not None or any(
        getattr(change.before, name) != getattr(change.after, name) for name in _SEEN
    )


def _give_values(change: FeatureChange) -> None:
    rows = PackageFeature.objects.filter(feature_id=change.after.code)
    if change.value is not None:
        charged = change.after.kind in ("allowance", "usage")
        rows.update(
            kind=change.after.kind,
            limit_value=change.value.limit,
            unlimited=change.value.unlimited,
            **({} if charged else {"unit_price": None}),
        )
