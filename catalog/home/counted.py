"""Counts that go no further than anybody reads, and the first few names beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

# More than anybody mends by hand; whoever wants to know opens the list, which counts further.
MOST_COUNTED = 1_000
NAMED = 5


@dataclass(frozen=True)
class Named:
    """A package, as people know it; `note` is what is said of it alone."""

    key: UUID
    name: str
    note: str = ""


@dataclass(frozen=True)
class Counted:
    """How many there are, up to MOST_COUNTED, and the first of them."""

    count: int = 0
    first: tuple[Named, ...] = ()

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than are counted."""
        return self.count >= MOST_COUNTED


def named(keys: Sequence[UUID] | None, names: Iterable[str] | None) -> tuple[Named, ...]:
    """Two columns of a statement, side by side; None is what it says for none."""
    return tuple(Named(key, name) for key, name in zip(keys or (), names or (), strict=True))
