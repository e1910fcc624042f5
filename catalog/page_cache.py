"""Pages of packages that this process has read, good for as long as nothing changed.

Each page is kept with the mark of the change feed that stood before it was read. While the mark of now is
the same, nothing that readers can see has changed since, and the page is what the database would answer; so
one small statement takes the place of a large one. When the mark has moved, the page is read again, with what
is known of it: most of its documents are what they were. Nothing is ever trusted without asking.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, Protocol, TypeVar

from django.db import connection

from catalog import feed

# So much is kept of all pages together, in bytes.
MOST = 32 * 2**20

Key = tuple[object, ...]


class Sized(Protocol):
    """A page; `size` is about what it takes, in bytes."""

    @property
    def size(self) -> int: ...


P = TypeVar("P", bound=Sized)


@dataclass(frozen=True)
class _Kept(Generic[P]):
    page: P
    mark: feed.Mark


class PageCache(Generic[P]):
    """Pages by their keys; the one that was not asked for the longest goes first. Safe for threads."""

    def __init__(self, *, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._pages: OrderedDict[Key, _Kept[P]] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._pages)

    def page(self, key: Key, read: Callable[[P | None], P]) -> P:
        """What `read` answers or would answer; `key` says everything that the page depends on.

        `read` is handed what it answered before, if that is still here.
        """
        if connection.in_atomic_block:
            # The mark says nothing of what this transaction itself has changed.
            return read(None)
        mark = feed.mark()
        kept = self._kept(key)
        if kept and kept.mark == mark:
            return kept.page
        page = read(kept.page if kept else None)
        if mark is not None:
            self._keep(key, _Kept(page, mark))
        return page

    def _kept(self, key: Key) -> _Kept[P] | None:
        with self._lock:
            kept = self._pages.get(key)
            if kept is not None:
                self._pages.move_to_end(key)
            return kept

    def _keep(self, key: Key, kept: _Kept[P]) -> None:
        with self._lock:
            replaced = self._pages.pop(key, None)
            self._size -= _cost(key, replaced) if replaced else 0
            if _cost(key, kept) > self._most:
                return
            self._pages[key] = kept
            self._size += _cost(key, kept)
            while self._size > self._most:
                self._size -= _cost(*self._pages.popitem(last=False))


def _cost(key: Key, kept: _Kept[P]) -> int:
    return sum(len(str(part)) for part in key) + kept.page.size
