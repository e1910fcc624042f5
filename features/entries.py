"""A feature as plain values: what releases carry, what a plan compares, what dependents are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from features.choices import FeatureKind

# How a feature is called, shown and placed, and not what it is.
WORDING = frozenset({"name", "description", "group", "position", "feature_settings", "feature_metadata"})
# What the number in a package's feature means. A change of any of them changes what customers have.
MEANING = (
    "aggregation_type",
    "field_suffix",
    "consumable",
    "quota",
    "periodicity_type",
    "periodicity",
)


@dataclass(frozen=True)
class FeatureEntry:
    """One row of the matrix, immutable; field names are the model's.

    An empty `service_types` or `licenses` stands for all of them. `release` is the release of the
    matrix that last wrote the row, empty for a row that came in by a fixture.
    """

    code: str
    name: str
    description: str
    group: str
    position: int
    aggregation_type: str
    field_suffix: str
    consumable: bool
    quota: bool
    periodicity_type: str
    periodicity: int
    service_types: tuple[str, ...]
    licenses: tuple[str, ...]
    since: str
    release: str
    deprecated: bool = False
    feature_settings: Mapping[str, Any] = field(default_factory=dict)
    feature_metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> FeatureKind:
        return FeatureKind.of(consumable=self.consumable, quota=self.quota)


ENTRY_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(FeatureEntry))


def differing(before: FeatureEntry, after: FeatureEntry) -> tuple[str, ...]:
    """The names of the fields in which two entries differ, in the order of `FeatureEntry`."""
    return tuple(name for name in ENTRY_FIELDS if getattr(before, name) != getattr(after, name))


@dataclass(frozen=True)
class NewValue:
    """The value that a release gives to existing packages for a feature whose meaning it changes.

    `limit` is an amount above 0 and `unlimited` False, or `limit` is None: then *unlimited* for a
    limit or an allowance when `unlimited` is True, and plain `true` for a switch or usage when not.
    """

    limit: int | None = None
    unlimited: bool = False

    def fits(self, kind: FeatureKind) -> bool:
        """Whether a package can have this value for a feature of `kind`."""
        has_amount = self.limit is not None or self.unlimited
        return has_amount is kind.has_amount

    def __str__(self) -> str:
        if self.unlimited:
            return "unlimited"
        return "true" if self.limit is None else str(self.limit)


@dataclass(frozen=True)
class FeatureChange:
    """What a release did to one feature that existed before.

    `value` is set exactly when the meaning changed and the release carries a value for the packages
    that have the feature; it fits the kind of `after`.
    """

    before: FeatureEntry
    after: FeatureEntry
    value: NewValue | None = None

    @property
    def code(self) -> str:
        return self.after.code

    @property
    def changed_fields(self) -> tuple[str, ...]:
        return differing(self.before, self.after)

    @property
    def visible_fields(self) -> tuple[str, ...]:
        """Those that readers of the matrix see: not by which release a feature was written last."""
        return tuple(name for name in self.changed_fields if name != "release")

    @property
    def is_commercial(self) -> bool:
        """Whether any of it is more than mere wording."""
        return not set(self.visible_fields) <= WORDING

    @property
    def changes_meaning(self) -> bool:
        return not set(MEANING).isdisjoint(self.changed_fields)

    @property
    def deprecates(self) -> bool:
        return self.after.deprecated and not self.before.deprecated
