"""Pages of packages are read from indexes, whatever their ordering and however deep."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.actions.record import record_all
from catalog.models import Package
from tests.catalog.api.calls import PACKAGES, Api
from tests.factories.package import BY

COUNT = 2000


@pytest.fixture(scope="module")
def many(django_db_setup: None, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock(), transaction.atomic():
        made = Package.objects.bulk_create(_package(number) for number in range(COUNT))
        record_all([package.pk for package in made], by=BY)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE catalog_packagedocument")
        yield
        transaction.set_rollback(True)


def _package(number: int) -> Package:
    return Package(
        name=f"Plan {number % 700}",
        tier=str(number % 30),
        price=None if number % 3 == 0 else number % 50,
        currency="EUR" if number % 2 else "USD",
        status="active" if number % 7 == 0 else "draft",
        service_type="live" if number % 40 == 0 else "meet",
        short_description=f"word{number}",
        package_metadata=[{"key": "crm", "value": number}],
    )


@pytest.fixture
def plan_of(many: None, django_db_blocker: Any) -> Any:
    """The plan of the statement that reads the page of a query, and what the page says."""

    def plan(api: Api, path: str) -> tuple[str, Any]:
        with CaptureQueriesContext(connection) as captured:
            page = api.get(path)
        statement = next(q["sql"] for q in captured.captured_queries[::-1] if "packagedocument" in q["sql"])
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}".replace("%", "%%"), [])
            return json.dumps(cursor.fetchone()[0]), page

    with django_db_blocker.unblock(), transaction.atomic():
        yield plan
        transaction.set_rollback(True)


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize(
    ("ordering", "index"),
    [
        ("id", "catalog_packagedocument_pkey"),
        ("name", "catalog_document_by_name"),
        ("tier", "catalog_document_by_tier"),
        ("price", "catalog_document_by_price"),
        ("created_at", "catalog_document_by_created"),
        ("updated_at", "catalog_document_by_updated"),
    ],
)
def test_every_page_starts_where_its_index_says(plan_of: Any, ordering: str, index: str, sign: str) -> None:
    api = Api()
    first, page = plan_of(api, f"{PACKAGES}?ordering={sign}{ordering}&limit=200")

    deep, _ = plan_of(api, page["next"])

    for plan in (first, deep):
        assert f'"Index Name": "{index}"' in plan
        assert '"Sort"' not in plan
    assert '"Index Cond": "(ROW(' in deep or (ordering == "id" and '"Index Cond": "(' in deep)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("service_type=live", "catalog_document_by_type"),
        ("service_type=meet&status=active", "catalog_document_by_type"),
        ("search=word1234", "catalog_document_search"),
        ("metadata=crm:77", "catalog_document_metadata"),
        ("feature=polls", "catalog_document_features"),
        ("provider=01kajh2v7pf0x8n4mz6c3d5rqe", "catalog_document_providers"),
        ("name=plan%2069", "catalog_document_by_name"),
    ],
)
def test_a_filter_is_answered_by_its_index(plan_of: Any, query: str, index: str) -> None:
    plan, _ = plan_of(Api(), f"{PACKAGES}?{query}")

    assert f'"Index Name": "{index}"' in plan


def test_a_storefront_reads_from_the_index_of_offers(plan_of: Any) -> None:
    plan, page = plan_of(Api("offers:read"), f"{PACKAGES}?limit=20")

    assert '"Index Name": "catalog_document_offers"' in plan
    assert len(page["results"]) == 20


def test_a_filter_is_planned_for_its_value_and_a_list_once(plan_of: Any) -> None:
    api = Api()
    for _ in range(12):
        api.get(f"{PACKAGES}?limit=3")
        api.get(f"{PACKAGES}?feature=polls&limit=3")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%packagedocument%%'"
        )
        kept = [statement for (statement,) in cursor.fetchall() if "LIMIT" in statement]

    assert any("WHERE" not in statement for statement in kept)
    assert not any("feature_codes" in statement for statement in kept)
