"""What is wrong with rows that come past the forms: each by itself, and packages as they are stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from catalog import rules
from catalog.aggregate import Aggregate
from catalog.models import Package, PackageFeature, PackageProvider
from config.identity import id_of
from config.rules import Problem, row_problems
from features.models import Feature
from features.rules import feature_problems
from providers import rules as provider_rules
from providers.models import Provider


@dataclass
class Judge:
    """Judges the rows of a load one by one; those on which others hang must come first.

    `matrix` has the features that package features may name, as they are stored by then; `packages` and
    `providers` the keys of those that are there or arrive. `problems` has everything that was found.
    """

    packages: frozenset[UUID] = frozenset()
    providers: frozenset[UUID] = frozenset()
    matrix: Mapping[str, Feature] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[tuple[type[models.Model], Any]] = field(default_factory=set)
    seen: set[tuple[Any, ...]] = field(default_factory=set)

    def accepts(self, row: models.Model) -> bool:
        """Whether a row can be stored: nothing is wrong with it, nor with what it belongs to."""
        found = list(self._problems(row))
        self.problems += found
        if found:
            self.refused.add((type(row), row.pk))
        return not found and self.refused.isdisjoint(_parents(row))

    def _problems(self, row: models.Model) -> Iterator[Problem]:
        missing = _null_problems(row)
        if missing:
            yield from missing
        elif isinstance(row, Package):
            yield from below(row.pk, rules.package_problems(row))
        elif isinstance(row, PackageFeature):
            place = f"/features/{row.feature_id}"
            yield from below(row.package_id, self._part_problems(row, self._feature_problems(row)), place)
        elif isinstance(row, PackageProvider):
            place = f"/providers/{id_of(row.provider_id, prefix=Provider.id_prefix)}"
            yield from below(row.package_id, self._part_problems(row, self._provider_problems(row)), place)
        elif isinstance(row, Provider):
            yield from (p.below(f"/{row.id}") for p in provider_rules.problems(row, is_new=False))
        elif isinstance(row, Feature):
            yield from (p.below(f"/{row.pk}") for p in feature_problems(row))
        else:
            yield from (p.below(f"/{row.pk}") for p in row_problems(row))

    def _part_problems(
        self, row: PackageFeature | PackageProvider, found: Iterator[Problem]
    ) -> Iterator[Problem]:
        if row.package_id not in self.packages:
            yield rules.unknown_package(row.package_id)
        yield from found

    def _feature_problems(self, row: PackageFeature) -> Iterator[Problem]:
        feature = self.matrix.get(row.feature_id)
        if self._is_repeated(PackageFeature, row.package_id, row.feature_id):
            yield rules.feature_twice()
        elif feature is not None:
            row.kind = feature.kind
            yield from rules.feature_row_problems(row)
        elif (Feature, row.feature_id) not in self.refused:
            yield rules.unknown_feature(row.feature_id)

    def _provider_problems(self, row: PackageProvider) -> Iterator[Problem]:
        if self._is_repeated(PackageProvider, row.package_id, row.provider_id):
            yield rules.provider_twice()
        elif row.provider_id not in self.providers:
            yield rules.unknown_provider(row.provider_id)
        else:
            yield from rules.provider_row_problems(row)

    def _is_repeated(self, *key: Any) -> bool:
        repeated = key in self.seen
        self.seen.add(key)
        return repeated


def problems_of(aggregate: Aggregate) -> list[Problem]:
    """What is wrong with a stored package; pointers begin with its id."""
    return list(below(aggregate.package.pk, rules.problems_as_stored(aggregate)))


def below(package: UUID, found: Iterable[Problem], place: str = "") -> Iterator[Problem]:
    """Problems of a package, or of what stands at `place` in it, with pointers that begin with its id."""
    yield from (p.below(f"/{id_of(package, prefix=Package.id_prefix)}{place}") for p in found)


def _parents(row: models.Model) -> list[tuple[type[models.Model], Any]]:
    if isinstance(row, PackageFeature):
        return [(Package, row.package_id), (Feature, row.feature_id)]
    if isinstance(row, PackageProvider):
        return [(Package, row.package_id), (Provider, row.provider_id)]
    return []


def _null_problems(row: models.Model) -> list[Problem]:
    return [
        Problem(f"/{row.pk}/{field.name}", "null_not_allowed", "This can't be null.")
        for field in row._meta.concrete_fields
        if not (field.null or field.primary_key or field.generated) and getattr(row, field.attname) is None
    ]
