"""What a write reads of the history: the newest revision, however long the history is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.catalog.writes import update
from tests.factories.package import PackageFactory

pytestmark = pytest.mark.django_db


def rows_read(node: dict[str, Any], table: str) -> int:
    """So many rows of a table a plan read when it ran."""
    own = node["Actual Rows"] if node.get("Relation Name") == table else 0
    return int(own) + sum(rows_read(below, table) for below in node.get("Plans", []))


def test_a_write_reads_one_revision_of_a_package_with_many() -> None:
    package = PackageFactory.create()
    for number in range(20):
        update(package, name=f"Basic {number}")
    with CaptureQueriesContext(connection) as captured:
        update(package, name="Basic")
    (statement,) = [
        query["sql"]
        for query in captured
        if "FROM catalog_packagerevision" in query["sql"] and "digest" in query["sql"]
    ]

    with connection.cursor() as cursor:
        # So small a table would be read from end to end otherwise.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        (shown,) = cursor.fetchone() or ("[]",)

    plan = json.loads(shown) if isinstance(shown, str) else shown
    assert rows_read(plan[0]["Plan"], "catalog_packagerevision") == 1
