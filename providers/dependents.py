"""What stands above providers: whoever attaches them to something registers itself here.

A provider must not know what a package is, yet it has to say which packages it is attached to, and
they have to be brought up to date when it changes. One implementation is registered when the
process starts; without any, nothing depends on any provider.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from features.dependents import Registry, Usage
from integrations.actors import Actor


class Dependents(Protocol):
    """What providers ask of those who build on them. Keys that it doesn't know are no error."""

    def packages_with(self, providers: Collection[UUID], *, holders: int) -> Mapping[UUID, Usage]:
        """Which packages these providers are attached to, active there or not.

        At most `holders` packages are named for each. A provider that has none may be missing from
        the answer. Costs the same number of statements for one provider and for all of them.
        """

    def packages_defaulting_to(self, providers: Collection[UUID], *, holders: int) -> Mapping[UUID, Usage]:
        """The same for the packages of which these providers are the default."""

    def changed(self, providers: Collection[UUID], *, by: Actor, reason: str) -> int:
        """Bring the packages with these providers up to date; returns how many changed for readers.

        Called inside the transaction of the change, after a provider's name, type, service type or
        `active` was written and while its row is locked. An error rolls the change back.
        """

    def provider_changed(self, key: UUID, paths: Sequence[str], *, by: Actor) -> None:
        """Tell those who follow providers what their readers see changed: JSON pointers into the document.

        The empty one is the whole provider, made or deleted. Called in every transaction that changes one.
        """


class NoDependents:
    """Nobody builds on providers."""

    def packages_with(self, providers: Collection[UUID], *, holders: int) -> Mapping[UUID, Usage]:
        return {}

    def packages_defaulting_to(self, providers: Collection[UUID], *, holders: int) -> Mapping[UUID, Usage]:
        return {}

    def changed(self, providers: Collection[UUID], *, by: Actor, reason: str) -> int:
        return 0

    def provider_changed(self, key: UUID, paths: Sequence[str], *, by: Actor) -> None:
        return None


registry: Registry[Dependents] = Registry(NoDependents())
