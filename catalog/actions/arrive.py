"""Rows that come past the forms: what a fixture brings is completed, judged and then recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from catalog import rules
from catalog.actions.announce import announce_provider
from catalog.actions.record import record_all
from catalog.aggregate import Aggregate, load_aggregates
from catalog.models import Package, PackageFeature, PackageProvider, Status
from config.differences import WHOLE
from config.identity import id_of
from config.rules import Problem, RuleViolation, row_problems
from features.entries import FeatureChange
from features.models import Feature
from features.rules import feature_problems
from features.sync import announce
from integrations.actors import Actor
from providers import rules as provider_rules
from providers.actions import dependent_problems
from providers.changes import changed_paths
from providers.models import Provider

_BATCH = 1000
# Made by the platform once and for all, whatever a fixture says of a package that is there already.
_KEPT = ("created_at", "updated_at", "revision", "ever_active")


@dataclass
class Arrival:
    """The rows of one load, inside its transaction.

    Each row is handed to `take` before it is saved, and to `saved` afterwards. `check` then judges
    everything at once, and `record` makes the documents and revisions.
    """

    problems: list[Problem] = field(default_factory=list)
    touched: set[UUID] = field(default_factory=set)
    offered: set[UUID] = field(default_factory=set)
    seen: set[tuple[Any, ...]] = field(default_factory=set)
    refused: set[tuple[type[models.Model], Any]] = field(default_factory=set)
    attached: dict[UUID, list[Problem]] = field(default_factory=dict)
    providers_before: dict[UUID, Provider | None] = field(default_factory=dict)
    features_before: dict[str, Feature | None] = field(default_factory=dict)

    def take(self, row: models.Model) -> bool:
        """Completes a row from the one that is there already; answers whether it can be saved.

        A package keeps its times, its revision number and its count of stock: a count that was written
        down long ago is not what is left now. Rows of a package are found by (package, code) and
        (package, provider), so that keys of another environment do no harm.
        """
        if isinstance(row, Package):
            self._complete_package(row)
        elif isinstance(row, Provider):
            before = Provider.objects.select_for_update(no_key=True).filter(pk=row.pk).first()
            self.providers_before.setdefault(row.pk, before)
        elif isinstance(row, Feature):
            known = Feature.objects.select_for_update(no_key=True).filter(pk=row.pk).first()
            self.features_before.setdefault(row.pk, known)
        found = list(self._row_problems(row))
        self.problems += found
        if found:
            self.refused.add((type(row), row.pk))
        return not found and not self._belongs_to_refused(row)

    def saved(self, row: models.Model) -> None:
        """Remembers the packages whose readers may see something new after `row` was saved."""
        self.touched |= _packages_of(row)

    def check(self) -> None:
        """Judges the packages as they are stored now; raises RuleViolation with all that is wrong."""
        there = set(Provider.objects.filter(pk__in=self.attached).values_list("pk", flat=True))
        there |= {key for model, key in self.refused if model is Provider}
        unknown = [p for key, found in self.attached.items() if key not in there for p in found]
        problems = [*self.problems, *unknown, *self._problems_of_changed_providers()]
        for aggregate in _in_batches(self.touched):
            problems += problems_of(aggregate)
            if aggregate.package.pk in self.offered:
                problems += _below(aggregate.package.pk, rules.activation_problems(aggregate))
        if problems:
            raise RuleViolation(problems)

    def record(self, *, by: Actor) -> None:
        """Tells of what was loaded, features and providers first, and makes documents and revisions."""
        self._announce_features(by=by)
        for after in self._loaded_providers():
            before = self.providers_before[after.pk]
            paths = [WHOLE] if before is None else changed_paths(before, after)
            if paths:
                announce_provider(after.pk, paths, by=by)
        record_all(self.touched, by=by)

    def _announce_features(self, *, by: Actor) -> None:
        before = self.features_before
        loaded = Feature.objects.filter(pk__in=before).order_by("place", "pk")
        changes = [
            FeatureChange(was.entry(), row.entry()) for row in loaded if (was := before[row.pk]) is not None
        ]
        announce(added=[row.pk for row in loaded if before[row.pk] is None], changes=changes, by=by)

    def _loaded_providers(self) -> QuerySet[Provider]:
        return Provider.objects.filter(pk__in=self.providers_before).order_by("pk")

    def _problems_of_changed_providers(self) -> Iterator[Problem]:
        """What packages, as they are after the load, have against what became of their providers."""
        for after in self._loaded_providers():
            before = self.providers_before[after.pk]
            found = dependent_problems(before, after) if before is not None else []
            yield from (p.below(f"/{after.id}") for p in found)

    # --- One row ---------------------------------------------------------------------------------

    def _complete_package(self, row: Package) -> None:
        # Locked, because a raw save writes every column: a sale in between would be undone.
        there = Package.objects.select_for_update(no_key=True).filter(pk=row.pk).first()
        was_active = row.ever_active if there is None else there.status == Status.ACTIVE
        if row.status == Status.ACTIVE and not was_active:
            self.offered.add(row.pk)
        for name in _KEPT if there else ():
            setattr(row, name, getattr(there, name))
        if there and there.has_stock and there.stock_qty is not None:
            row.stock_qty = there.stock_qty

    def _row_problems(self, row: models.Model) -> Iterator[Problem]:
        missing = _null_problems(row)
        if missing:
            yield from missing
        elif isinstance(row, Package):
            yield from _below(row.pk, rules.package_problems(row))
        elif isinstance(row, PackageFeature):
            yield from _below(row.package_id, self._feature_problems(row), f"/features/{row.feature_id}")
        elif isinstance(row, PackageProvider):
            place = f"/providers/{id_of(row.provider_id, prefix=Provider.id_prefix)}"
            yield from _below(row.package_id, self._provider_problems(row, place), place)
        elif isinstance(row, Provider):
            yield from (p.below(f"/{row.id}") for p in provider_rules.problems(row, is_new=False))
        elif isinstance(row, Feature):
            yield from (p.below(f"/{row.pk}") for p in feature_problems(row))
        else:
            yield from (p.below(f"/{row.pk}") for p in row_problems(row))

    def _feature_problems(self, row: PackageFeature) -> Iterator[Problem]:
        feature = Feature.objects.filter(pk=row.feature_id).first()
        if self._is_repeated(PackageFeature, row.package_id, row.feature_id):
            yield rules.feature_twice()
        elif feature is None and (Feature, row.feature_id) not in self.refused:
            yield rules.unknown_feature(row.feature_id)
        elif feature is not None:
            row.kind = feature.kind
            row.pk = _existing(PackageFeature, package_id=row.package_id, feature_id=row.feature_id)
            yield from rules.feature_row_problems(row)

    def _provider_problems(self, row: PackageProvider, place: str) -> Iterator[Problem]:
        if self._is_repeated(PackageProvider, row.package_id, row.provider_id):
            yield rules.provider_twice()
            return
        # The provider may stand further down in the fixture.
        unknown = rules.unknown_provider(row.provider_id)
        self.attached.setdefault(row.provider_id, []).extend(_below(row.package_id, [unknown], place))
        row.pk = _existing(PackageProvider, package_id=row.package_id, provider_id=row.provider_id)
        yield from rules.provider_row_problems(row)

    def _is_repeated(self, *key: Any) -> bool:
        repeated = key in self.seen
        self.seen.add(key)
        return repeated

    def _belongs_to_refused(self, row: models.Model) -> bool:
        parents: list[tuple[type[models.Model], Any]] = []
        if isinstance(row, PackageFeature | PackageProvider):
            parents.append((Package, row.package_id))
        if isinstance(row, PackageFeature):
            parents.append((Feature, row.feature_id))
        if isinstance(row, PackageProvider):
            parents.append((Provider, row.provider_id))
        return not self.refused.isdisjoint(parents)


def problems_of(aggregate: Aggregate) -> list[Problem]:
    """What is wrong with a stored package; pointers begin with its id."""
    return list(_below(aggregate.package.pk, rules.problems_as_stored(aggregate)))


def _below(package: UUID, found: Iterable[Problem], place: str = "") -> Iterator[Problem]:
    yield from (p.below(f"/{id_of(package, prefix=Package.id_prefix)}{place}") for p in found)


def _null_problems(row: models.Model) -> list[Problem]:
    return [
        Problem(f"/{row.pk}/{field.name}", "null_not_allowed", "This can't be null.")
        for field in row._meta.concrete_fields
        if not (field.null or field.primary_key or field.generated) and getattr(row, field.attname) is None
    ]


def _existing(model: type[models.Model], **names: object) -> int | None:
    key: int | None = model._default_manager.filter(**names).values_list("pk", flat=True).first()
    return key


def _packages_of(row: models.Model) -> set[UUID]:
    if isinstance(row, Package):
        return {row.pk}
    if isinstance(row, PackageFeature | PackageProvider):
        return {row.package_id}
    if isinstance(row, Feature):
        return set(PackageFeature.objects.filter(feature=row).values_list("package_id", flat=True))
    if isinstance(row, Provider):
        return set(PackageProvider.objects.filter(provider=row).values_list("package_id", flat=True))
    return set()


def _in_batches(keys: Iterable[UUID]) -> Iterator[Aggregate]:
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), _BATCH):
        yield from load_aggregates(ordered[start : start + _BATCH])
