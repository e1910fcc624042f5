"""A draft copy of a package, under a new name."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from catalog.actions.save import PackageGone, Precondition, Saved, StaleWrite, create_package, lock_package
from catalog.aggregate import Aggregate, load_aggregates
from catalog.changes import FeatureChange, PackageChanges, ProviderChange
from catalog.models import Package, Status
from config.rules import Problem
from features.platform import not_offered_reasons, running_platform
from integrations.actors import Actor

# What a copy does not take over: keys and counts of the original, and that it was offered.
_OWN = {"uuid", "created_at", "updated_at", "revision", "ever_active", "status", "retired", "stock_qty"}
_LONGEST = Package._meta.get_field("name").max_length or 0


def duplicate_package(
    *,
    key: UUID,
    by: Actor,
    name: str = "",
    reason: str = "",
    problems: tuple[Problem, ...] = (),
    expected: Precondition | None = None,
) -> Saved:
    """Copies a package, with its features and providers, as a draft that is not retired.

    Without a name the copy is called after the original. Stock starts at 0: a count is not copied, and
    neither is a feature that no package can be given any more.
    Raises PackageGone, StaleWrite, or RuleViolation.
    """
    original = _original(key, expected)
    values = {
        field.name: getattr(original.package, field.name)
        for field in Package._meta.concrete_fields
        if field.name not in _OWN
    }
    values |= {
        "name": name or f"{original.package.name[: _LONGEST - 7]} (copy)",
        "status": Status.DRAFT,
        "stock_qty": 0 if original.package.has_stock else None,
    }
    changes = PackageChanges(
        values=values, features=_features(original), providers=_providers(original), problems=problems
    )
    return create_package(changes=changes, by=by, reason=reason)


def _original(key: UUID, expected: Precondition | None) -> Aggregate:
    """What is copied. It is locked where it must be a certain state, so that it can't become another one."""
    if expected is None:
        found = load_aggregates([key])
        if not found:
            raise PackageGone
        return found[0]
    with transaction.atomic():
        original, document = lock_package(key)
        if not expected.holds(document):
            raise StaleWrite(document)
    return original


def _features(original: Aggregate) -> dict[str, FeatureChange | None]:
    platform = running_platform()
    return {
        row.feature_id: FeatureChange(row.value, row.unit_price)
        for row in original.features
        if not not_offered_reasons(row.feature, platform=platform)
    }


def _providers(original: Aggregate) -> dict[UUID, ProviderChange | None]:
    return {
        row.provider_id: ProviderChange(
            row.active, row.default and row.provider.active, row.settings, row.metadata
        )
        for row in original.providers
    }
