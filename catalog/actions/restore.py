"""Making an earlier promise again, as a new revision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from catalog.actions.prepare import matrix_for, providers_for
from catalog.actions.save import Precondition, Saved, update_package
from catalog.changes import FeatureChange, Guard, PackageChanges, ProviderChange
from catalog.differences import parsed
from catalog.history import revision_of
from catalog.models import Package
from config.differences import named
from config.identity import parse_identity
from config.json_rules import escape
from config.rules import Problem
from features.models import Feature
from integrations.actors import Actor
from providers.models import Provider

# What a document says of a package and a restored one does not take back: keys, times and counts.
_OWN = {"uuid", "created_at", "updated_at", "revision", "ever_active", "stock_qty"}
_VALUES = [field.name for field in Package._meta.concrete_fields if field.name not in _OWN]
_AMOUNTS = ("price", "signup_fee")
# What a value means follows from these: 60 minutes are not 60 hours.
_MEANING = ("field_suffix", "aggregation_type", "periodicity", "periodicity_type")

Document = Mapping[str, Any]


def restore_package(
    *,
    key: UUID,
    number: int,
    by: Actor,
    reason: str = "",
    expected: Precondition | None = None,
    guard: Guard | None = None,
) -> Saved:
    """Makes a package what one of its revisions promised; the count of stock stays as it is.

    Changes nothing where that is promised already. Raises RevisionUnknown, PackageGone, StaleWrite, or
    RuleViolation with everything that stands in the way; nothing is stored then.
    """
    promise = parsed(revision_of(key, number).text)
    with transaction.atomic():
        changes = _changes(promise, guard)
        return update_package(
            key=key,
            changes=changes,
            by=by,
            reason=f"Restored from revision {number}. {reason}".rstrip(),
            expected=expected,
        )


def _changes(promise: Document, guard: Guard | None) -> PackageChanges:
    """What was promised, as changes; what is not there any more, or not what it was, is a problem."""
    features = {row["code"]: row for row in promise["features"]}
    providers = {_provider_key(row): row for row in promise["providers"]}
    problems = [
        *_changed_features(features, matrix_for(features)),
        *_missing_providers(providers, providers_for(providers)),
    ]
    return PackageChanges(
        values={name: _value(name, promise[name]) for name in _VALUES if name in promise},
        features={code: _feature(row) for code, row in features.items()},
        providers={key: _provider(row) for key, row in providers.items()},
        replace_features=True,
        replace_providers=True,
        problems=tuple(problems),
        guard=guard,
    )


def _value(name: str, value: Any) -> Any:
    return Decimal(value) if name in _AMOUNTS and value is not None else value


def _feature(row: Document) -> FeatureChange:
    price = row["unit_price"]
    return FeatureChange(row["value"], None if price is None else Decimal(price))


def _provider(row: Document) -> ProviderChange:
    return ProviderChange(row["active"], row["default"], row["settings"], row["metadata"])


def _provider_key(row: Document) -> UUID:
    key = parse_identity(row["provider"], prefix=Provider.id_prefix)
    if key is None:
        raise ValueError(f"A revision names a provider {row['provider']!r}, which is no id.")
    return key


# --- What stands in the way ----------------------------------------------------------------------


def _changed_features(rows: Mapping[str, Document], matrix: Mapping[str, Feature]) -> Iterator[Problem]:
    """Features that are no longer what was promised; what is not there or not offered, every write is told."""
    for code, feature in matrix.items():
        row, place = rows[code], f"/features/{escape(code)}"
        changed = [name for name in _MEANING if getattr(feature, name) != row.get(name)]
        if feature.kind != row["kind"]:
            detail = f"{row['name']} was a feature of the kind {row['kind']}; it is {feature.kind} now."
            yield Problem(place, "feature_kind_changed", detail)
        elif changed:
            yield Problem(place, "feature_meaning_changed", _meaning(feature, row, changed))


def _meaning(feature: Feature, row: Document, changed: list[str]) -> str:
    said = (
        f"{named(name)} was {row.get(name) or 'none'}, is {getattr(feature, name) or 'none'}"
        for name in changed
    )
    return f"{row['name']} does not mean the same any more: {'; '.join(said)}."


def _missing_providers(rows: Mapping[UUID, Document], there: Mapping[UUID, Provider]) -> Iterator[Problem]:
    for key, row in rows.items():
        if key not in there:
            place = f"/providers/{row['provider']}"
            yield Problem(
                place, "unknown_provider", f"The provider {row['provider_name']} is not there any more."
            )
