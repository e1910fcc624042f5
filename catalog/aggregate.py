"""A package with its features and providers, as one value: what rules judge and documents show."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from catalog.models import Package, PackageFeature, PackageProvider
from catalog.natural_order import folded
from catalog.read_rows import read_rows
from features.models import Feature
from providers.models import Provider

# So many packages are read or written together, whatever their number.
BATCH = 1000


@dataclass
class Aggregate:
    """The rows of one package; `feature` and `provider` of each row are loaded."""

    package: Package
    features: list[PackageFeature] = field(default_factory=list)
    providers: list[PackageProvider] = field(default_factory=list)

    def copied(self) -> Aggregate:
        """Copies of the rows, so that a refused change leaves these as they are."""
        return Aggregate(
            copy.copy(self.package),
            [copy.copy(row) for row in self.features],
            [copy.copy(row) for row in self.providers],
        )

    def feature(self, code: str) -> PackageFeature | None:
        return next((row for row in self.features if row.feature_id == code), None)

    def provider(self, key: UUID) -> PackageProvider | None:
        return next((row for row in self.providers if row.provider_id == key), None)

    @property
    def default(self) -> PackageProvider | None:
        return next((row for row in self.providers if row.default), None)

    def sort(self) -> None:
        """Puts rows in the order in which readers see them, the same in every environment."""
        self.features.sort(key=lambda row: (row.feature.place, row.feature_id))
        self.providers.sort(
            key=lambda row: (not row.default, folded(row.provider.provider_name), row.provider_id)
        )


def load_aggregates(
    keys: Iterable[UUID],
    *,
    lock: bool = False,
    matrix: Mapping[str, Feature] = MappingProxyType({}),
    providers: Mapping[UUID, Provider] = MappingProxyType({}),
) -> list[Aggregate]:
    """The packages with these keys that exist, in key order, in five statements at most.

    With `lock` their rows are locked first, in key order; a transaction must be open. `matrix` and
    `providers` are those that the caller has read already. Packages share what they have in common.
    """
    packages = read_rows(Package, _PACKAGES + _LOCKED * lock, [list(keys)])
    found = {package.pk: Aggregate(package) for package in packages}
    _add_features(found, matrix)
    _add_providers(found, providers)
    for aggregate in found.values():
        aggregate.sort()
    return list(found.values())


# Every write passes here. What many rows name is read once, and not joined to each.
def _add_features(found: Mapping[UUID, Aggregate], known: Mapping[str, Feature]) -> None:
    rows = read_rows(PackageFeature, _ROWS, [list(found)])
    missing = {row.feature_id for row in rows} - known.keys()
    matrix = {**known, **features_by_code(missing)} if missing else known
    for row in rows:
        row.feature = matrix[row.feature_id]
        found[row.package_id].features.append(row)


def _add_providers(found: Mapping[UUID, Aggregate], known: Mapping[UUID, Provider]) -> None:
    rows = read_rows(PackageProvider, _ROWS, [list(found)])
    missing = {row.provider_id for row in rows} - known.keys()
    providers = {**known, **providers_by_key(missing)} if missing else known
    for row in rows:
        # One that was taken off and deleted since its row was read, where nothing is locked.
        if row.provider_id in providers:
            row.provider = providers[row.provider_id]
            found[row.package_id].providers.append(row)


_PACKAGES = "WHERE uuid = ANY(%s) ORDER BY uuid"
_LOCKED = " FOR NO KEY UPDATE"
_ROWS = "WHERE package_id = ANY(%s)"
_FEATURES = "WHERE code = ANY(%s) ORDER BY code"
_PROVIDERS = "WHERE uuid = ANY(%s) ORDER BY uuid"
_HELD = " FOR SHARE"


def features_by_code(codes: Iterable[str], *, held: bool = False) -> dict[str, Feature]:
    """Those that exist; with `held` nobody changes them until the transaction ends."""
    rows = read_rows(Feature, _FEATURES + _HELD * held, [list(codes)])
    return {row.pk: row for row in rows}


def providers_by_key(keys: Iterable[UUID], *, held: bool = False) -> dict[UUID, Provider]:
    """Those that exist; with `held` nobody changes them until the transaction ends."""
    rows = read_rows(Provider, _PROVIDERS + _HELD * held, [list(keys)])
    return {row.pk: row for row in rows}


def batches(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    """The keys, each once and in order, a thousand at a time."""
    ordered = sorted(set(keys))
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
