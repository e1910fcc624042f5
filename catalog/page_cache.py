"""Pages of packages that this process has read, good for as long as nothing changed.

Each page is kept with the mark of the change feed that stood before it was read. While the mark of now is
the same, nothing that readers can see has changed since, and the page is what the database would answer; so
one small statement takes the place of a large one. Nothing is ever trusted without it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from catalog import feed
from integrations.api.rendering import Body

# So much is kept of all pages together, in bytes.
MOST = 32 * 2**20


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
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._size = 0

    def page(self, key: Hashable, read: Callable[[], Page]) -> Page:
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

    def _kept(self, key: Hashable, mark: feed.Mark | None) -> Page | None:
        with self._lock:
            page = self._pages.get(key) if mark == self._mark else None
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def _keep(self, key: Hashable, mark: feed.Mark | None, page: Page) -> None:
        if mark is None or len(page.body.content) > self._most:
            return
        with self._lock:
            if mark != self._mark:
                self._pages.clear()
                self._mark, self._size = mark, 0
            replaced = self._pages.pop(key, None)
            self._pages[key] = page
            self._size += len(page.body.content) - (len(replaced.body.content) if replaced else 0)
            while self._size > self._most:
                _, oldest = self._pages.popitem(last=False)
                self._size -= len(oldest.body.content)


pages = PageCache()
