"""A page of the feed is read from an index, however deep it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.models import FeedEntry
from config.identity import uuid7
from tests.catalog.api.calls import Api

COUNT = 5000


@pytest.fixture(scope="module")
def _long_feed(django_db_setup: None, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock(), transaction.atomic():
        FeedEntry.objects.bulk_create(_entry(number) for number in range(COUNT))
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE catalog_feedentry")
        yield
        transaction.set_rollback(True)


def _entry(number: int) -> FeedEntry:
    return FeedEntry(
        kind="deleted",
        package_uuid=uuid7(),
        revision=1,
        commercial=number % 50 == 0,
        actor_kind="command",
        actor_name="test",
        paths=["/name"],
    )


@pytest.fixture
def plan_of(_long_feed: None, django_db_blocker: Any) -> Any:
    """The plan of the statement that reads a page, and what the page says."""

    def plan(api: Api, path: str) -> tuple[str, Any]:
        with CaptureQueriesContext(connection) as captured:
            page = api.get(path)
        statement = next(q["sql"] for q in captured.captured_queries if "feedentry" in q["sql"])
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}".replace("%", "%%"), [])
            return json.dumps(cursor.fetchone()[0]), page

    with django_db_blocker.unblock(), transaction.atomic():
        yield plan
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("query", "index"),
    [("", "catalog_feedentry_position_key"), ("&commercial=true", "catalog_feed_commercial")],
)
@pytest.mark.parametrize("after", [0, 2500, COUNT - 10])
def test_a_page_starts_where_its_index_says(plan_of: Any, after: int, query: str, index: str) -> None:
    plan, page = plan_of(Api(), f"/api/v1/changes?after={after}&limit=5{query}")

    assert f'"Index Name": "{index}"' in plan
    assert '"Sort"' not in plan
    assert '"Index Cond": "(\\"position\\" > ' in plan
    assert all(entry["cursor"] > after for entry in page["results"])
