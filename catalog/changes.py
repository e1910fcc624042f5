"""What somebody wants of a package: the one shape in which every door hands a write to the actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, Literal
from uuid import UUID

from config.rules import Problem


class Unset(Enum):
    """Not said: what is there stays, or the default is taken."""

    UNSET = "unset"


UNSET: Literal[Unset.UNSET] = Unset.UNSET


@dataclass(frozen=True)
class Merge:
    """Keys to set in settings or metadata; those given null are removed, the others stay."""

    changes: Mapping[str, Any]


@dataclass(frozen=True)
class FeatureChange:
    """A feature's value (a whole number, or True) and its price of a unit."""

    value: Any = UNSET
    unit_price: Decimal | None | Literal[Unset.UNSET] = UNSET


@dataclass(frozen=True)
class ProviderChange:
    """How a provider is attached; settings and metadata replace what is there, or are a `Merge`."""

    active: bool | Literal[Unset.UNSET] = UNSET
    default: bool | Literal[Unset.UNSET] = UNSET
    settings: Any = UNSET
    metadata: Any = UNSET


@dataclass(frozen=True)
class PackageChanges:
    """A write to one package.

    `values` has package fields by name. Features (by code) and providers (by key) are set one by one,
    None removes; with `replace_features` or `replace_providers` those not named are removed and
    what is not said of a named one falls back to its default. `problems` is what the caller could
    not even read: it is told together with the broken rules, and nothing is stored.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    features: Mapping[str, FeatureChange | None] = field(default_factory=dict)
    providers: Mapping[UUID, ProviderChange | None] = field(default_factory=dict)
    replace_features: bool = False
    replace_providers: bool = False
    problems: tuple[Problem, ...] = ()
