"""A package with its features and providers, as one value: what rules judge and documents show."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from catalog.models import Package, PackageFeature, PackageProvider
from catalog.natural_order import folded

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


def load_aggregates(keys: Iterable[UUID], *, lock: bool = False) -> list[Aggregate]:
    """The packages with these keys that exist, in key order, in three statements.

    With `lock` their rows are locked first, in key order; a transaction must be open.
    """
    packages = Package.objects.filter(pk__in=list(keys)).order_by("pk")
    if lock:
        packages = packages.select_for_update(no_key=True)
    found = {package.pk: Aggregate(package) for package in packages}
    features: dict[UUID, list[PackageFeature]] = defaultdict(list)
    for feature in PackageFeature.objects.filter(package_id__in=found).select_related("feature").order_by():
        features[feature.package_id].append(feature)
    providers: dict[UUID, list[PackageProvider]] = defaultdict(list)
    for provider in (
        PackageProvider.objects.filter(package_id__in=found).select_related("provider").order_by()
    ):
        providers[provider.package_id].append(provider)
    for key, aggregate in found.items():
        aggregate.features, aggregate.providers = features[key], providers[key]
        aggregate.sort()
    return list(found.values())


def batches(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    """The keys, each once and in order, a thousand at a time."""
    ordered = sorted(set(keys))
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
