"""What a process keeps of the pages that it read, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection

from catalog.models import FeedHead
from catalog.page_cache import PageCache
from tests.factories.package import PackageFactory


@dataclass(frozen=True)
class Page:
    text: str
    size: int = 100


Reader = Callable[[Page | None], Page]


def reading(*texts: str) -> tuple[Reader, list[Page | None]]:
    """A reader that finds one text after the other, and what it was handed each time."""
    found, handed = iter(texts), []

    def read(before: Page | None) -> Page:
        handed.append(before)
        return Page(next(found))

    return read, handed


def move_the_head() -> None:
    FeedHead.objects.update(position=FeedHead.objects.get().position + 1)


@pytest.mark.django_db
def test_a_transaction_reads_what_it_wrote_itself() -> None:
    PackageFactory.create()
    connection.check_constraints()
    cache: PageCache[Page] = PageCache()
    read, handed = reading("before", "after")

    found = [cache.page(("key",), read).text for _ in range(2)]

    assert found == ["before", "after"]
    assert handed == [None, None]


@pytest.mark.django_db(transaction=True)
def test_a_page_is_read_again_by_what_it_was_when_the_head_moved() -> None:
    PackageFactory.create()
    cache: PageCache[Page] = PageCache()
    read, handed = reading("before", "after")
    cache.page(("key",), read)

    move_the_head()
    found = [cache.page(("key",), read).text for _ in range(2)]

    assert found == ["after", "after"]
    assert handed == [None, Page("before")]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_before_anything_happened() -> None:
    FeedHead.objects.all().delete()
    cache: PageCache[Page] = PageCache()
    read, handed = reading("one", "two")

    found = [cache.page(("key",), read).text for _ in range(2)]

    assert found == ["one", "two"]
    assert handed == [None, None]


@pytest.mark.django_db(transaction=True)
def test_a_page_that_grew_too_large_is_not_kept_in_its_old_form() -> None:
    PackageFactory.create()
    cache: PageCache[Page] = PageCache(most=500)
    cache.page(("key",), lambda before: Page("small"))
    move_the_head()
    cache.page(("key",), lambda before: Page("large", size=1000))

    read, handed = reading("again")
    cache.page(("key",), read)

    assert len(cache) == 1
    assert handed == [None]
