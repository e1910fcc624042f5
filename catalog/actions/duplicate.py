"""A draft copy of a package, under a new name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from catalog.actions.delete import was_there
from catalog.actions.save import PackageGone, Precondition, Saved, StaleWrite, create_package, lock_package
from catalog.aggregate import Aggregate, load_aggregates
from catalog.changes import FeatureChange, PackageChanges, ProviderChange
from catalog.models import Package, PackageDocument, Status
from config.rules import Problem, RuleViolation
from features.platform import not_offered_reasons, running_platform
from integrations.actors import Actor

# What a copy does not take over: keys and counts of the original, and that it was offered.
_OWN = {"uuid", "created_at", "updated_at", "revision", "ever_active", "status", "retired", "stock_qty"}
MADE_BEFORE = "made_before"
_LONGEST = Package._meta.get_field("name").max_length or 0


def duplicate_package(
    *,
    key: UUID,
    by: Actor,
    name: str = "",
    reason: str = "",
    problems: tuple[Problem, ...] = (),
    expected: Precondition | None = None,
    new_key: UUID | None = None,
) -> Saved:
    """Copies a package, with its features and providers, as a draft that is not retired.

    Without a name the copy is called after the original. Stock starts at 0: a count is not copied, and
    neither is a feature that no package can be given any more. With a `new_key` the copy gets that key, and
    is made once: where it is there already nothing is changed.
    Raises PackageGone, StaleWrite, or RuleViolation.
    """

    def make() -> Saved:
        original = original_of(key, expected)
        values = copied_values(original.package) | ({"name": name} if name else {})
        changes = PackageChanges(
            values=values,
            features=copied_features(original),
            providers=copied_providers(original),
            problems=problems,
        )
        return create_package(changes=changes, by=by, reason=reason, key=new_key)

    return make_once(new_key, make) if new_key else make()


def make_once(key: UUID, make: Callable[[], Saved]) -> Saved:
    """The package that `make` makes under this key, or the one that an earlier call made.

    Raises RuleViolation when that was deleted since, besides what `make` raises.
    """
    there = PackageDocument.objects.filter(pk=key).first()
    if there is None and was_there(key):
        raise RuleViolation([Problem("", MADE_BEFORE, "It was made before and deleted since; start anew.")])
    if there is None:
        try:
            with transaction.atomic():
                return make()
        except IntegrityError:
            # Somebody else made it at the same moment, if that is what stands in the way.
            there = PackageDocument.objects.filter(pk=key).first()
            if there is None:
                raise
    return Saved(there, changed=False, before=there)


def original_of(key: UUID, expected: Precondition | None = None) -> Aggregate:
    """What is copied. It is locked where it must be a certain state, so that it can't become another one.

    Raises PackageGone or StaleWrite.
    """
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


def copied_values(package: Package) -> dict[str, Any]:
    """The fields of a copy: a draft that is called after the original."""
    values = {
        field.name: getattr(package, field.name)
        for field in Package._meta.concrete_fields
        if field.name not in _OWN
    }
    return values | {
        "name": copied_name(package.name),
        "status": Status.DRAFT,
        "stock_qty": 0 if package.has_stock else None,
    }


def copied_name(name: str) -> str:
    """What a copy is called when nobody says."""
    return f"{name[: _LONGEST - 7]} (copy)"


def copied_features(original: Aggregate) -> dict[str, FeatureChange | None]:
    """The features of a copy: those that can still be given to a package."""
    platform = running_platform()
    return {
        row.feature_id: FeatureChange(row.value, row.unit_price)
        for row in original.features
        if not not_offered_reasons(row.feature, platform=platform)
    }


def copied_providers(original: Aggregate) -> dict[UUID, ProviderChange | None]:
    """The providers of a copy; one that is switched off is not its default."""
    return {
        row.provider_id: ProviderChange(
            row.active, row.default and row.provider.active, row.settings, row.metadata
        )
        for row in original.providers
    }
