"""Creating and changing many packages in one transaction: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from catalog.actions.duplicate import make_once
from catalog.actions.prepare import matrix_for, providers_for
from catalog.actions.save import (
    PackageGone,
    Precondition,
    Saved,
    StaleWrite,
    create_package,
    update_package,
)
from catalog.aggregate import load_aggregates
from catalog.changes import PackageChanges
from catalog.models import PackageDocument
from config.rules import Problem, RuleViolation
from integrations.actors import Actor

T = TypeVar("T")


@dataclass(frozen=True)
class PackageWrite:
    """What is wanted of one package; without a `key` a new one is made.

    `expected` says which state the write was made for: another one is told, and nothing is written. With a
    `new_key` the new package gets that key, and is made once: where it is there already nothing is changed.
    """

    changes: PackageChanges
    key: UUID | None = None
    expected: Precondition | None = None
    new_key: UUID | None = None


@dataclass
class ManyRefused(Exception):
    """Why nothing was stored, by the place of the write among those that were asked for.

    `stale` has the documents of now, of packages that somebody else changed meanwhile; `gone` the places of
    packages that are not there any more.
    """

    problems: Mapping[int, tuple[Problem, ...]] = field(default_factory=dict)
    stale: Mapping[int, PackageDocument] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()


def save_packages(writes: Sequence[PackageWrite], *, by: Actor, reason: str = "") -> list[Saved]:
    """Makes every write or none, each changed package with one revision; answers in the order of `writes`.

    Raises ManyRefused with everything that stands in the way of any of them, and ValueError when two writes
    are for one package. A package without its document raises NotRecorded.
    """
    keys = [write.key for write in writes if write.key]
    settled = [key for write in writes if (key := write.key or write.new_key)]
    if len(set(settled)) < len(settled):
        raise ValueError("Two writes for one package.")
    with transaction.atomic():
        _lock(writes, keys)
        return _all_of([_one(write, by=by, reason=reason) for write in writes])


def _lock(writes: Sequence[PackageWrite], keys: Iterable[UUID]) -> None:
    """Takes every lock that the writes will ask for, each kind in key order, before the first of them."""
    matrix_for({code for write in writes for code in write.changes.features})
    providers_for({key for write in writes for key in write.changes.providers})
    load_aggregates(keys, lock=True)


def _one(write: PackageWrite, *, by: Actor, reason: str) -> Callable[[], Saved]:
    key, new_key = write.key, write.new_key

    def make() -> Saved:
        return create_package(changes=write.changes, by=by, reason=reason, key=new_key)

    if key is None:
        return (lambda: make_once(new_key, make)) if new_key else make
    return lambda: update_package(
        key=key, changes=write.changes, by=by, reason=reason, expected=write.expected
    )


def _all_of(acts: Sequence[Callable[[], Saved]]) -> list[Saved]:
    """What each gives; every one is tried, so that all that is wrong is told at once."""
    saved: list[Saved] = []
    problems: dict[int, tuple[Problem, ...]] = {}
    stale: dict[int, PackageDocument] = {}
    gone: set[int] = set()
    for place, act in enumerate(acts):
        try:
            saved.append(act())
        except RuleViolation as broken:
            problems[place] = broken.problems
        except StaleWrite as error:
            stale[place] = error.document
        except PackageGone:
            gone.add(place)
    if problems or stale or gone:
        raise ManyRefused(problems, stale, frozenset(gone))
    return saved
