"""The statements of the home page are answered from indexes and read a bounded number of rows.

Measured by hand with 100,000 packages, of which 20,000 are drafts: the whole page in 26 ms, the counts in 5 ms.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.home.attention import drafts, fell_short, nearly_sold_out
from catalog.home.counts import counts
from catalog.home.news import news
from catalog.home.visits import Span
from catalog.models import FeedKind
from tests.factories.package import PackageFactory

pytestmark = pytest.mark.django_db


def plan(read: Callable[[], object]) -> str:
    """How PostgreSQL would answer the first statement when reading everything is no choice."""
    with CaptureQueriesContext(connection) as captured:
        read()
    with connection.cursor() as cursor:
        # What other tests left behind in the indexes must not decide.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("REINDEX TABLE catalog_packagedocument; REINDEX TABLE catalog_package")
        cursor.execute("ANALYZE catalog_packagedocument, catalog_package")
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
        )
        cursor.execute("EXPLAIN (COSTS OFF) " + captured[0]["sql"])
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize(
    ("read", "index"),
    [
        (fell_short, "catalog_document_fell_short"),
        (drafts, "catalog_document_drafts"),
        (nearly_sold_out, "catalog_package_stock_left"),
        (counts, "catalog_document_by_"),
    ],
)
def test_a_read_is_that_of_an_index(read: Callable[[], object], index: str) -> None:
    PackageFactory.create()

    assert f"using {index}" in plan(read)


def test_the_feed_is_read_by_position() -> None:
    PackageFactory.create()

    shown = plan(lambda: news(Span(1, 2), kinds=(FeedKind.CREATED,)))

    assert 'Index Cond: (("position" > ' in shown
