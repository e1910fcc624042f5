"""From a package and the changes wanted of it to the package as it would become. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from catalog import key_values, notifications, rules
from catalog.aggregate import Aggregate, features_by_code, providers_by_key
from catalog.changes import UNSET, Difference, FeatureChange, Merge, PackageChanges, Presence, ProviderChange
from catalog.models import PackageFeature, PackageProvider, Status
from config.identity import id_of
from config.json_rules import canonical, escape
from config.rules import Problem, row_rules
from features.models import Feature
from providers.models import Provider

_PAIRS = ("package_settings", "package_metadata")
_COUNTED_KINDS = ("limit", "allowance")
T = TypeVar("T")


def matrix_for(codes: Iterable[str]) -> dict[str, Feature]:
    """The features with these codes, held against a change of the matrix until the transaction ends."""
    wanted = list(codes)
    return features_by_code(wanted, held=True) if wanted else {}


def providers_for(keys: Iterable[UUID]) -> dict[UUID, Provider]:
    """The providers with these keys, held against a change until the transaction ends."""
    wanted = list(keys)
    return providers_by_key(wanted, held=True) if wanted else {}


def apply(
    before: Aggregate,
    changes: PackageChanges,
    *,
    matrix: Mapping[str, Feature],
    providers: Mapping[UUID, Provider],
) -> tuple[Aggregate, list[Problem]]:
    """A changed copy of `before`, and what could not be applied."""
    after = before.copied()
    _set_values(after, changes.values)
    found = _set_features(after, changes, matrix)
    found += _set_providers(after, changes, providers)
    after.sort()
    return after, found


def _set_values(after: Aggregate, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(after.package, name, _stored(name, getattr(after.package, name), value))
    if after.package.status == Status.ACTIVE:
        after.package.ever_active = True


def _stored(name: str, current: Any, value: Any) -> Any:
    if name in _PAIRS:
        return _pairs(current, value)
    if isinstance(value, Difference):
        return (current or 0) + value.by
    if name == "notification_preferences" and not notifications.problems(value):
        return notifications.normal(value)
    return value


def _pairs(current: list[dict[str, Any]], value: Any) -> Any:
    if isinstance(value, Merge):
        value = key_values.merged(current, dict(value.changes))
    value = key_values.as_pairs(value)
    return canonical(value)


def _presence_problem(there: bool, presence: Presence, twice: Problem, thing: str) -> Problem | None:
    if presence == "new" and there:
        return twice
    if presence == "there" and not there:
        return Problem("", "not_there", f"The package does not have this {thing}.")
    return None


# --- Features ------------------------------------------------------------------------------------


def _set_features(after: Aggregate, changes: PackageChanges, matrix: Mapping[str, Feature]) -> list[Problem]:
    if changes.replace_features:
        after.features = [row for row in after.features if row.feature_id in changes.features]
    found: list[Problem] = []
    for code, change in changes.features.items():
        row, place = after.feature(code), f"/features/{escape(code)}"
        unexpected = change and _presence_problem(
            row is not None, change.presence, rules.feature_twice(), "feature"
        )
        if change is None:
            after.features = [other for other in after.features if other is not row]
        elif unexpected:
            found.append(unexpected.below(place))
        elif row is None and code not in matrix:
            found.append(rules.unknown_feature(code).below(place))
        else:
            if row is None:
                row = PackageFeature(package=after.package, feature=matrix[code], kind=matrix[code].kind)
                after.features.append(row)
            found += _set_feature(row, change, fresh=changes.replace_features)
    return found


def _set_feature(row: PackageFeature, change: FeatureChange, *, fresh: bool) -> list[Problem]:
    if change.unit_price is not UNSET:
        row.unit_price = change.unit_price
    elif fresh:
        row.unit_price = None
    if change.never_unlimited and change.value is True and row.kind in _COUNTED_KINDS:
        return [Problem(f"/features/{row.feature_id}/value", "limit_and_unlimited", _DENIED)]
    if change.value is not UNSET:
        return [p.below(f"/features/{row.feature_id}") for p in set_value(row, change.value)]
    if fresh or row.pk is None:
        row.limit_value, row.unlimited = None, False
        return [
            Problem(
                f"/features/{row.feature_id}/value",
                "value_required",
                _required(row),
            )
        ]
    return []


_DENIED = "Here true means unlimited, which unlimited: false denies; give a limit."
_INCLUDED = {
    "switch": "Give true: this feature is included, or left out of the package.",
    "usage": "Give true: this feature is measured and charged, without a limit.",
}
# The words of the rules that hold the stored row, which would be broken next.
_SENTENCES = {rule.code: rule.sentence for rule in row_rules(PackageFeature)}


def _required(row: PackageFeature) -> str:
    return _INCLUDED.get(row.kind, _SENTENCES["value_required"])


def set_value(row: PackageFeature, value: Any) -> list[Problem]:
    """Gives a package's feature its value as its kind wants it; what does not fit is told."""
    counted = row.kind in _COUNTED_KINDS
    row.limit_value, row.unlimited = None, counted and value is True
    if value is True:
        return []
    if value is False or value is None:
        return [Problem("/value", "value_required", _required(row))]
    if not counted:
        return [Problem("/value", "value_not_allowed", _SENTENCES["value_not_allowed"])]
    if not isinstance(value, int):
        return [Problem("/value", "wrong_type", "Give a whole number above 0, or say unlimited.")]
    row.limit_value = value
    return []


# --- Providers -----------------------------------------------------------------------------------


def _set_providers(
    after: Aggregate, changes: PackageChanges, providers: Mapping[UUID, Provider]
) -> list[Problem]:
    if changes.replace_providers:
        after.providers = [row for row in after.providers if row.provider_id in changes.providers]
    found: list[Problem] = []
    for key, change in changes.providers.items():
        row, place = after.provider(key), f"/providers/{id_of(key, prefix=Provider.id_prefix)}"
        unexpected = change and _presence_problem(
            row is not None, change.presence, rules.provider_twice(), "provider"
        )
        if change is None:
            after.providers = [other for other in after.providers if other is not row]
        elif unexpected:
            found.append(unexpected.below(place))
        elif key not in providers:
            found.append(rules.unknown_provider(key).below(place))
        else:
            if row is None:
                row = PackageProvider(
                    package=after.package,
                    provider=providers[key],
                    service_type=after.package.service_type,
                )
                after.providers.append(row)
            row.provider = providers[key]
            _set_provider(row, change, fresh=changes.replace_providers)
    _follow_service_type(after)
    if not changes.replace_providers:
        _hand_over_default(after, changes)
    return found


def _set_provider(row: PackageProvider, change: ProviderChange, *, fresh: bool) -> None:
    row.active = _said(change.active, True if fresh else row.active)
    row.default = _said(change.default, False if fresh else row.default)
    row.settings = _object(row.settings, change.settings, fresh=fresh)
    row.metadata = _object(row.metadata, change.metadata, fresh=fresh)


def _said(value: Any, otherwise: T) -> T:
    return otherwise if value is UNSET else value


def _object(current: dict[str, Any], value: Any, *, fresh: bool) -> Any:
    if value is UNSET:
        return {} if fresh else current
    if isinstance(value, Merge):
        together = {**current, **value.changes}
        value = {k: v for k, v in together.items() if v is not None or k not in value.changes}
    return canonical(value)


def _follow_service_type(after: Aggregate) -> None:
    for row in after.providers:
        row.service_type = after.package.service_type


def _hand_over_default(after: Aggregate, changes: PackageChanges) -> None:
    """Making one provider the default takes it from the one that was, in the same step."""
    chosen = {key for key, change in changes.providers.items() if change and change.default is True}
    if chosen:
        for row in after.providers:
            row.default = row.default and row.provider_id in chosen
