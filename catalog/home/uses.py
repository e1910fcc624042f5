"""What packages hang on that is not well: providers that can't serve, features that are on their way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from catalog.home.counted import MOST_COUNTED, NAMED, Counted, named
from providers.models import Provider
from providers.standing import Fault, faults

# Which secrets can be opened only Python can tell, so the number of those that are looked at has a bound.
MOST_PROVIDERS = 300
_LOOKED_AT = ("provider_name", "active", "provider_type", "service_type", "properties", "secrets")
_BOUNDS = {"named": NAMED, "most": MOST_COUNTED}

_TOUCHED = """
    SELECT asked.key, touched.count, touched.defaults, touched.keys, touched.names
    FROM unnest(%(keys)s::uuid[]) AS asked (key), LATERAL (
        SELECT count(*) AS count, count(*) FILTER (WHERE is_default) AS defaults,
            array_agg(package_id ORDER BY place) FILTER (WHERE place <= %(named)s) AS keys,
            array_agg(package.name ORDER BY place) FILTER (WHERE place <= %(named)s) AS names
        FROM (
            SELECT package_id, is_default, row_number() OVER (ORDER BY is_default DESC, package_id) AS place
            FROM (
                SELECT package_id, "default" AS is_default FROM catalog_packageprovider
                WHERE provider_id = asked.key LIMIT %(most)s
            ) AS attached
        ) AS placed
        LEFT JOIN catalog_package AS package ON place <= %(named)s AND package.uuid = package_id
    ) AS touched
"""
_DEPRECATED = """
    SELECT feature.code, feature.name, holders.count, holders.keys, holders.names
    FROM features_feature AS feature, LATERAL (
        SELECT count(*) AS count,
            array_agg(package_id ORDER BY place) FILTER (WHERE place <= %(named)s) AS keys,
            array_agg(package.name ORDER BY place) FILTER (WHERE place <= %(named)s) AS names
        FROM (
            SELECT package_id, row_number() OVER (ORDER BY package_id) AS place
            FROM (
                SELECT package_id FROM catalog_packagefeature
                WHERE feature_code = feature.code LIMIT %(most)s
            ) AS having_it
        ) AS placed
        LEFT JOIN catalog_package AS package ON place <= %(named)s AND package.uuid = package_id
    ) AS holders
    WHERE feature.deprecated AND holders.count > 0
    ORDER BY feature.place, feature.code
"""


@dataclass(frozen=True)
class TroubledProvider:
    """A provider that can't serve, why, and the packages that it is attached to: of `defaults` it is the default."""

    key: UUID
    name: str
    faults: tuple[Fault, ...]
    packages: Counted
    defaults: int


@dataclass(frozen=True)
class DeprecatedFeature:
    """A feature that is no longer offered for new use, and who has it."""

    code: str
    name: str
    packages: Counted


def troubled_providers() -> tuple[TroubledProvider, ...]:
    """Providers that can't serve, those that most packages depend on first; of the first MOST_PROVIDERS.

    What is off is looked at before what is on.
    """
    rows = Provider.objects.order_by("active", "provider_name", "pk").only(*_LOOKED_AT)[:MOST_PROVIDERS]
    troubled = [(row, found) for row in rows if (found := faults(row))]
    touched = _touched([row.pk for row, _ in troubled])
    told = [TroubledProvider(row.pk, row.provider_name, found, *touched[row.pk]) for row, found in troubled]
    return tuple(sorted(told, key=lambda one: (-one.defaults, -one.packages.count)))


def _touched(keys: Sequence[UUID]) -> dict[UUID, tuple[Counted, int]]:
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, {**_BOUNDS, "keys": list(keys)})
        return {
            key: (Counted(count, named(packages, names)), defaults)
            for key, count, defaults, packages, names in cursor.fetchall()
        }


def deprecated_features() -> tuple[DeprecatedFeature, ...]:
    """Deprecated features that packages still have, in the order of the matrix."""
    with connection.cursor() as cursor:
        cursor.execute(_DEPRECATED, _BOUNDS)
        return tuple(
            DeprecatedFeature(code, name, Counted(count, named(keys, names)))
            for code, name, count, keys, names in cursor.fetchall()
        )
