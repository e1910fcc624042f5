"""What somebody wants of a package: the one shape in which every door hands a write to the actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, Protocol
from uuid import UUID

from catalog.aggregate import Aggregate
from config.rules import Problem


class Guard(Protocol):
    """Raises when the caller may not make `after` of `before`."""

    def __call__(self, before: Aggregate | None, after: Aggregate) -> None: ...


class Unset(Enum):
    """Not said: what is there stays, or the default is taken."""

    UNSET = "unset"


UNSET: Literal[Unset.UNSET] = Unset.UNSET


@dataclass(frozen=True)
class Merge:
    """Keys to set in settings or metadata; those given null are removed, the others stay."""

    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """A count that moves by so much from what it is when the write happens."""

    by: int


Presence = Literal["either", "new", "there"]


@dataclass(frozen=True)
class FeatureChange:
    """A feature's value (a whole number, or True) and its price of a unit.

    `presence` says whether the package must not have the feature yet, or must have it. With
    `never_unlimited`, True is refused where it would mean that use has no limit.
    """

    value: Any = UNSET
    unit_price: Decimal | Literal[Unset.UNSET] | None = UNSET
    presence: Presence = "either"
    never_unlimited: bool = False


@dataclass(frozen=True)
class ProviderChange:
    """How a provider is attached; settings and metadata replace what is there, or are a `Merge`."""

    active: bool | Literal[Unset.UNSET] = UNSET
    default: bool | Literal[Unset.UNSET] = UNSET
    settings: Any = UNSET
    metadata: Any = UNSET
    presence: Presence = "either"


@dataclass(frozen=True)
class PackageChanges:
    """A write to one package.

    `values` has package fields by name. Features (by code) and providers (by key) are set one by one,
    None removes; with `replace_features` or `replace_providers` those not named are removed and
    what is not said of a named one falls back to its default. `problems` is what the caller could
    not even read: it is told together with the broken rules, and nothing is stored. `guard` is asked, before
    anything is stored, whether the caller may make of the package (None: a new one) what it would become;
    it raises when not.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    features: Mapping[str, FeatureChange | None] = field(default_factory=dict)
    providers: Mapping[UUID, ProviderChange | None] = field(default_factory=dict)
    replace_features: bool = False
    replace_providers: bool = False
    problems: tuple[Problem, ...] = ()
    guard: Guard | None = None
