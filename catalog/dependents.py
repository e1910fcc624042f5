"""What the feature matrix and the providers are told of packages: who uses them, and that they changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db.models import Count
from django.urls import reverse

from catalog.actions.record import record_all
from catalog.models import Package, PackageFeature
from features.dependents import Holder, Usage
from features.entries import FeatureChange
from integrations.actors import Actor


def admin_url(package: UUID) -> str:
    """The page on which an operator edits a package."""
    return reverse("admin:catalog_package_change", args=[package])


class FeatureDependents:
    """Packages, as the feature matrix sees them: see `features.dependents.Dependents`."""

    def usage(self, codes: Collection[str], *, holders: int) -> Mapping[str, Usage]:
        counted = (
            PackageFeature.objects.filter(feature_id__in=codes)
            .order_by()
            .values_list("feature_id")
            .annotate(packages=Count("package_id"))
        )
        named = _first_holders(codes, holders) if holders else {}
        return {code: Usage(count, tuple(named.get(code, ()))) for code, count in counted}

    def would_revise(self, changes: Sequence[FeatureChange]) -> int:
        codes = [change.after.code for change in changes if _is_seen(change)]
        return Package.objects.filter(features__feature_id__in=codes).distinct().count()

    def changed(self, changes: Sequence[FeatureChange], *, by: Actor, reason: str) -> int:
        for change in changes:
            _give_values(change)
        codes = [change.after.code for change in changes]
        keys = PackageFeature.objects.filter(feature_id__in=codes).values_list("package_id", flat=True)
        return record_all(keys.order_by(), by=by, reason=reason)


def _first_holders(codes: Collection[str], holders: int) -> dict[str, list[Holder]]:
    rows = PackageFeature.objects.raw(
        """
        SELECT id, feature_code, package_id, name AS package_name
        FROM (
            SELECT pf.id, pf.feature_code, pf.package_id, p.name,
                   row_number() OVER (PARTITION BY pf.feature_code ORDER BY p.name, p.uuid) AS place
            FROM catalog_packagefeature pf JOIN catalog_package p ON p.uuid = pf.package_id
            WHERE pf.feature_code = ANY(%s)
        ) AS ranked
        WHERE place <= %s ORDER BY feature_code, place
        """,
        [list(codes), holders],
    )
    named: dict[str, list[Holder]] = {}
    for row in rows:
        holder = Holder(row.package_name, admin_url(row.package_id))  # type: ignore[attr-defined]
        named.setdefault(row.feature_id, []).append(holder)
    return named


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
