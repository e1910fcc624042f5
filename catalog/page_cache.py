"""Pages of packages that this process has read, good for as long as nothing changed.

Each page is kept with the mark of the change feed that stood before it was read. While the mark of now is
the same, nothing that readers can see has changed since, and the page is what the database would answer; so
one small statement takes the place of a large one. Nothing is ever trusted without it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from catalog import feed
from integrations.api.rendering import Body

# So much is kept of all pages together, in bytes as `_cost` counts them.
MOST = 32 * 2**20
# What an entry takes besides its texts: its objects and their places.
_OVERHEAD = 1024


Key = tuple[object, ...]


@dataclass(frozen=True)
class Page:
    """The body of an answer, as it was sent, and its ETag."""

    body: Body
    etag: str


class PageCache:
    """The pages of one mark; the one that was not asked for the longest goes first. Safe for threads."""

    def __init__(self, *, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._mark: feed.Mark | None = None
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._pages)

    def page(self, key: Key, read: Callable[[], Page]) -> Page:
        """What `read` answers or would answer; `key` says everything that the page depends on."""
        if connection.in_atomic_block:
            # The mark says nothing of what this transaction itself has changed.
            return read()
        mark = feed.mark()
        page = self._kept(key, mark)
        if page is None:
            page = read()
            self._keep(key, mark, page)
        return page

    def _kept(self, key: Key, mark: feed.Mark | None) -> Page | None:
        with self._lock:
            page = self._pages.get(key) if mark == self._mark else None
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def _keep(self, key: Key, mark: feed.Mark | None, page: Page) -> None:
        if mark is None or _cost(key, page) > self._most:
            return
        with self._lock:
            if mark != self._mark:
                self._pages.clear()
                self._mark, self._size = mark, 0
            replaced = self._pages.pop(key, None)
            self._pages[key] = page
            self._size += _cost(key, page) - (_cost(key, replaced) if replaced else 0)
            while self._size > self._most:
                self._size -= _cost(*self._pages.popitem(last=False))


def _cost(key: Key, page: Page) -> int:
    # Twice: somebody may want it compressed, and that form is kept, too.
    return _OVERHEAD + sum(len(str(part)) for part in key) + 2 * len(page.body.content)


pages = PageCache()
