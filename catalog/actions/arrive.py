"""Rows that come past the forms: what a fixture brings is locked, completed, judged, stored and then recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models import QuerySet

from catalog import rules
from catalog.actions.announce import announce_provider
from catalog.actions.hold import KEPT, MODELS, Arriving, Held, hold
from catalog.actions.judge import Judge, below, problems_of
from catalog.actions.record import record_all
from catalog.actions.store import store
from catalog.aggregate import BATCH, batches, load_aggregates
from catalog.models import Package, PackageFeature, PackageProvider, Status
from config.differences import WHOLE
from config.rules import Problem, RuleViolation
from features.entries import FeatureChange
from features.models import Feature
from features.sync import announce
from integrations.actors import Actor
from providers.actions import dependent_problems
from providers.changes import changed_paths
from providers.models import Provider

M = TypeVar("M", bound=models.Model)


@dataclass
class Arrival:
    """The rows of one load, inside its transaction.

    Each row is handed to `expect`, and when all of them were, `write` stores them. `check` then judges everything
    at once, and `record` makes the documents and revisions.
    """

    rows: Arriving = field(default_factory=Arriving)
    held: Held = field(default_factory=Held)
    judge: Judge = field(default_factory=Judge)
    offered: set[UUID] = field(default_factory=set)

    @staticmethod
    def concerns(row: models.Model) -> bool:
        """Whether a row is one of the catalog's; others are stored as they come."""
        return type(row) in MODELS

    def expect(self, row: models.Model) -> None:
        """Keeps a row until everything is there that has to be locked with it."""
        self.rows.add(row)

    def write(self) -> None:
        """Stores the rows that can be stored, under the locks of all that they concern.

        A package keeps its times, its revision number and its count of stock: a count that was written
        down long ago is not what is left now. Rows of a package are found by (package, code) and
        (package, provider), so that keys of another environment do no harm.
        """
        self.held = hold(self.rows)
        self.judge.packages = self.held.concerned
        self.judge.providers = frozenset({*self.held.providers, *self.rows.keys(Provider)})
        self._store_one_by_one(self.rows.of(Feature))
        self.judge.matrix = Feature.objects.by_code() if self.rows.of(Feature) else self.held.features
        self._store_one_by_one(self.rows.of(Provider))
        self._store_packages()
        self._store_features()
        store(self._accepted(PackageProvider), found_by=("package", "provider"))

    def check(self) -> None:
        """Judges the packages as they are stored now; raises RuleViolation with all that is wrong."""
        problems = [*self.judge.problems, *self._problems_of_changed_providers()]
        refused = {key for model, key in self.judge.refused if model is Package}
        for batch in batches(self.held.concerned - refused):
            for aggregate in load_aggregates(batch):
                problems += problems_of(aggregate)
                if aggregate.package.pk in self.offered:
                    problems += below(aggregate.package.pk, rules.activation_problems(aggregate))
        if problems:
            raise RuleViolation(problems)

    def record(self, *, by: Actor) -> None:
        """Tells of what was loaded, features and providers first, and makes documents and revisions."""
        self._announce_features(by=by)
        for after in self._loaded_providers():
            before = self.held.providers.get(after.pk)
            paths = [WHOLE] if before is None else changed_paths(before, after)
            if paths:
                announce_provider(after.pk, paths, by=by)
        record_all(self.held.concerned, by=by)

    # --- Storing ---------------------------------------------------------------------------------

    def _accepted(self, model: type[M]) -> list[M]:
        return [row for row in self.rows.of(model) if self.judge.accepts(row)]

    def _store_one_by_one(self, rows: Sequence[Feature] | Sequence[Provider]) -> None:
        # There are few of them; and that a secret is cleared is not seen any more behind an `ON CONFLICT`.
        for row in rows:
            if self.judge.accepts(row):
                row.save_base(raw=True)

    def _store_packages(self) -> None:
        for row in self.rows.of(Package):
            self._complete(row, self.held.packages.get(row.pk))
        # In key order, and the last one counts when a package comes twice.
        accepted = {row.pk: row for row in self._accepted(Package)}
        ordered = [accepted[key] for key in sorted(accepted)]
        # A key that nobody had a moment ago must not meet a package now, which would be overwritten.
        Package.objects.bulk_create(
            [row for row in ordered if row.pk not in self.held.packages], batch_size=BATCH
        )
        Package.objects.bulk_create(
            [row for row in ordered if row.pk in self.held.packages],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["uuid"],
            update_fields=[f.name for f in Package._meta.concrete_fields if not f.primary_key],
        )

    def _store_features(self) -> None:
        accepted = self._accepted(PackageFeature)
        for start in range(0, len(accepted), BATCH):
            if start:
                # The longer the list of what the database puts off, the longer it takes over each row.
                _check_references(PackageFeature)
            store(accepted[start : start + BATCH], found_by=("package", "feature"))

    def _complete(self, row: Package, there: Package | None) -> None:
        was_active = row.ever_active if there is None else there.status == Status.ACTIVE
        if row.status == Status.ACTIVE and not was_active:
            self.offered.add(row.pk)
        for name in KEPT if there else ():
            setattr(row, name, getattr(there, name))
        if there and there.has_stock and there.stock_qty is not None:
            row.stock_qty = there.stock_qty

    # --- What became of features and providers ---------------------------------------------------

    def _announce_features(self, *, by: Actor) -> None:
        before = self.held.features
        loaded = Feature.objects.filter(pk__in=self.rows.keys(Feature)).order_by("place", "pk")
        changes = [
            FeatureChange(was.entry(), row.entry())
            for row in loaded
            if (was := before.get(row.pk)) is not None
        ]
        announce(added=[row.pk for row in loaded if row.pk not in before], changes=changes, by=by)

    def _loaded_providers(self) -> QuerySet[Provider]:
        return Provider.objects.filter(pk__in=self.rows.keys(Provider)).order_by("pk")

    def _problems_of_changed_providers(self) -> Iterator[Problem]:
        """What packages, as they are after the load, have against what became of their providers."""
        for after in self._loaded_providers():
            before = self.held.providers.get(after.pk)
            found = dependent_problems(before, after) if before is not None else []
            yield from (p.below(f"/{after.id}") for p in found)


def _check_references(model: type[models.Model]) -> None:
    """Lets the database look now, and not at the end, whether what the rows of a model refer to is there."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        names = [
            connection.ops.quote_name(name)
            for name, about in connection.introspection.get_constraints(cursor, table).items()
            if about["foreign_key"]
        ]
        for when in ("IMMEDIATE", "DEFERRED"):
            cursor.execute(f"SET CONSTRAINTS {', '.join(names)} {when}")
