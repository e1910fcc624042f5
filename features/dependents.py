"""What stands above the matrix: whoever builds on features registers itself here.

The matrix must not know what a package is, yet it has to say which packages have a feature, and
they have to be brought up to date when one changes. One implementation is registered when the
process starts; without any, nothing depends on any feature.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from features.entries import FeatureChange
from integrations.actors import Actor


@dataclass(frozen=True)
class Holder:
    """One package that has a feature: how people know it, and its page in the admin (empty: none)."""

    name: str
    admin_url: str = ""


@dataclass(frozen=True)
class Usage:
    """How many packages have a feature, and the first of them by name, as many as were asked for."""

    count: int = 0
    holders: tuple[Holder, ...] = ()


UNUSED = Usage()

Implementation = TypeVar("Implementation")


class Dependents(Protocol):
    """What the matrix asks of those who build on it. Codes that it doesn't know are no error."""

    def usage(self, codes: Collection[str], *, holders: int) -> Mapping[str, Usage]:
        """Who has these features, with at most `holders` of them named for each code.

        A code that nobody has may be missing from the answer. Costs the same number of statements
        for one code and for all of them; `holders=0` is the cheap way to the counts alone.
        """

    def would_revise(self, changes: Sequence[FeatureChange]) -> int:
        """How many packages `changed` would revise for these changes; reads only."""

    def changed(self, changes: Sequence[FeatureChange], *, by: Actor, reason: str) -> int:
        """Bring those who have these features up to date; returns how many packages got a revision.

        Called inside the transaction of the sync, after the rows of the features were written and
        while they are locked. Where `change.value` is set, every package that has the feature gets
        that value. An error rolls the whole sync back.
        """

    def matrix_changed(self, paths: Sequence[str], *, by: Actor, commercial: bool) -> None:
        """Tell those who follow the matrix what readers of it see changed.

        `/code` is a feature that is new, `/code/field` what is different of one. `commercial` is False when
        all of it is mere wording. Called in every transaction that changes the matrix.
        """


class NoDependents:
    """Nobody builds on features."""

    def usage(self, codes: Collection[str], *, holders: int) -> Mapping[str, Usage]:
        return {}

    def would_revise(self, changes: Sequence[FeatureChange]) -> int:
        return 0

    def changed(self, changes: Sequence[FeatureChange], *, by: Actor, reason: str) -> int:
        return 0

    def matrix_changed(self, paths: Sequence[str], *, by: Actor, commercial: bool) -> None:
        return None


class Registry(Generic[Implementation]):
    """Holds the one implementation of those who build on something: `nobody`, until one registers."""

    def __init__(self, nobody: Implementation) -> None:
        self._registered = nobody

    def register(self, dependents: Implementation) -> None:
        """Make `dependents` the implementation; called once, from the `ready()` of the app above."""
        self._registered = dependents

    @property
    def current(self) -> Implementation:
        return self._registered


registry: Registry[Dependents] = Registry(NoDependents())
