"""A stand-in for what builds on features, so that these tests need no package."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from features.dependents import Holder, NoDependents, Usage, registry
from features.entries import FeatureChange
from integrations.actors import Actor


@dataclass
class FakeDependents:
    """Packages by name, each with the codes that it has; records what it is told."""

    packages: dict[str, set[str]] = field(default_factory=dict)
    told: list[tuple[tuple[FeatureChange, ...], Actor, str]] = field(default_factory=list)
    followed: list[tuple[tuple[str, ...], Actor, bool]] = field(default_factory=list)
    asked: list[set[str]] = field(default_factory=list)
    failure: Exception | None = None

    def usage(self, codes: Collection[str], *, holders: int) -> Mapping[str, Usage]:
        self.asked.append(set(codes))
        found = {}
        for code in codes:
            names = sorted(name for name, has in self.packages.items() if code in has)
            found[code] = Usage(len(names), tuple(Holder(n, f"/admin/p/{n}") for n in names[:holders]))
        return found

    def would_revise(self, changes: Sequence[FeatureChange]) -> int:
        codes = {change.code for change in changes}
        return sum(not codes.isdisjoint(has) for has in self.packages.values())

    def changed(self, changes: Sequence[FeatureChange], *, by: Actor, reason: str) -> int:
        self.told.append((tuple(changes), by, reason))
        if self.failure is not None:
            raise self.failure
        return self.would_revise(changes)

    def matrix_changed(self, paths: Sequence[str], *, by: Actor, commercial: bool) -> None:
        self.followed.append((tuple(paths), by, commercial))


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
