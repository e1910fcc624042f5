"""A stand-in for what builds on providers, so that these tests need no package."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from features.dependents import Holder, Usage
from integrations.actors import Actor
from providers.dependents import NoDependents, registry
from providers.models import Provider

SECRET = "pl41n-s3cr3t-th4t-must-n3v3r-sh0w"


@dataclass
class FakeDependents:
    """Packages by name, each with its providers and its default; records what it is told."""

    attached: dict[str, set[UUID]] = field(default_factory=dict)
    default: dict[str, UUID] = field(default_factory=dict)
    told: list[tuple[tuple[UUID, ...], Actor, str]] = field(default_factory=list)
    followed: list[tuple[UUID, tuple[str, ...], Actor]] = field(default_factory=list)
    asked: list[set[UUID]] = field(default_factory=list)
    failure: Exception | None = None

    def attach(self, package: str, provider: Provider, *, default: bool = False) -> None:
        self.attached.setdefault(package, set()).add(provider.pk)
        if default:
            self.default[package] = provider.pk

    def packages_with(self, providers: Collection[UUID], *, holders: int) -> Mapping[UUID, Usage]:
        self.asked.append(set(providers))
        return {
            key: self._usage([n for n, has in self.attached.items() if key in has], holders)
            for key in providers
        }

    def packages_defaulting_to(self, providers: Collection[UUID], *, holders: int) -> Mapping[UUID, Usage]:
        return {
            key: self._usage([n for n, has in self.default.items() if key == has], holders)
            for key in providers
        }

    def changed(self, providers: Collection[UUID], *, by: Actor, reason: str) -> int:
        self.told.append((tuple(providers), by, reason))
        if self.failure is not None:
            raise self.failure
        return 0

    def provider_changed(self, key: UUID, paths: Sequence[str], *, by: Actor) -> None:
        self.followed.append((key, tuple(paths), by))

    def _usage(self, names: list[str], holders: int) -> Usage:
        named = tuple(Holder(name, f"/admin/p/{name}") for name in sorted(names)[:holders])
        return Usage(len(names), named)


@pytest.fixture(autouse=True)
def _nobody_depends() -> Iterator[None]:
    before = registry.current
    registry.register(NoDependents())
    yield
    registry.register(before)


@pytest.fixture
def dependents() -> FakeDependents:
    fake = FakeDependents()
    registry.register(fake)
    return fake
