"""GET /packages: pages, orderings, filters and search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from catalog.models import PackageDocument
from features.models import Feature
from providers.models import Provider
from tests.catalog.api.calls import PACKAGES, Api, errors
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

SHELF: list[dict[str, Any]] = [
    {"name": "Plan 10", "tier": "10", "price": Decimal("5")},
    {"name": "Plan 9", "tier": "2", "price": None, "currency": ""},
    {"name": "plan 9", "tier": "2", "price": Decimal("5")},
    {"name": "Ápice", "tier": "", "price": Decimal("0")},
    {"name": "Zebra", "tier": "10b", "price": None, "currency": ""},
    {"name": "Plan 9", "tier": "10", "price": Decimal("0.5")},
    {"name": "Zebra", "tier": "2", "price": None, "currency": ""},
]
EXPECTED = {
    "name": ["Ápice", "Plan 9", "plan 9", "Plan 9", "Plan 10", "Zebra", "Zebra"],
    "tier": ["Ápice", "Plan 9", "plan 9", "Zebra", "Plan 10", "Plan 9", "Zebra"],
    "price": ["Plan 9", "Zebra", "Zebra", "Ápice", "Plan 9", "Plan 10", "plan 9"],
    "id": [shelved["name"] for shelved in SHELF],
    "created_at": [shelved["name"] for shelved in SHELF],
    "updated_at": [shelved["name"] for shelved in SHELF],
}


def pages(api: Api, path: str | None, *, direction: str = "next") -> Iterator[Any]:
    while path:
        page = api.get(path)
        yield page
        path = page[direction]


# --- Pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("ordering", EXPECTED)
def test_pages_lose_no_row_in_either_direction(api: Api, ordering: str, sign: str) -> None:
    for row in SHELF:
        PackageFactory.create(**row)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    PackageDocument.objects.update(created_at=moment, updated_at=moment)

    there = list(pages(api, f"{PACKAGES}?ordering={sign}{ordering}&limit=2"))
    back = list(pages(api, there[-1]["previous"], direction="previous"))

    expected = EXPECTED[ordering][::-1] if sign else EXPECTED[ordering]
    assert [row["name"] for page in there for row in page["results"]] == expected
    assert [page["results"] for page in back[::-1]] == [page["results"] for page in there[:-1]]
    assert (there[0]["previous"], back[-1]["previous"], len(there)) == (None, None, 4)


def test_every_list_is_its_own_whatever_was_read_before(api: Api) -> None:
    storefront = Api("offers:read")
    for number in range(3):
        sellable(name=f"Offer {number}")
        PackageFactory.create(name=f"Draft {number}")
    drafts, offers = [f"Draft {n}" for n in range(3)], [f"Offer {n}" for n in range(3)]

    read = {
        (query, client): [
            row["name"] for page in pages(client, f"{PACKAGES}?{query}") for row in page["results"]
        ]
        for _ in range(2)
        for query in ("ordering=name&limit=2", "ordering=name&limit=2&status=draft", "ordering=-name")
        for client in (api, storefront)
    }

    assert list(read.values()) == [
        [*drafts, *offers],
        offers,
        drafts,
        [],
        [*drafts, *offers][::-1],
        offers[::-1],
    ]


def test_a_page_stands_still_while_rows_come_and_go(api: Api) -> None:
    rows = PackageFactory.create_batch(4)
    first = api.get(f"{PACKAGES}?limit=2")

    api.delete(f"{PACKAGES}/{rows[1].id}")
    PackageFactory.create()
    second = api.get(first["next"])

    assert [row["id"] for row in second["results"]] == [rows[2].id, rows[3].id]


def test_links_keep_the_filters(api: Api) -> None:
    for name in ("Alpha", "Other", "Alpha"):
        PackageFactory.create(name=name)

    page = api.get(f"{PACKAGES}?name=alpha&limit=1&ordering=-name&currency=EUR")

    assert [row["name"] for row in api.get(page["next"])["results"]] == ["Alpha"]
    for part in ("name=alpha", "limit=1", "ordering=-name", "currency=EUR"):
        assert part in page["next"]


@pytest.mark.parametrize(("limit", "count"), [("", 50), ("limit=1", 1), ("limit=200", 51)])
def test_a_page_has_as_many_rows_as_are_asked_for(api: Api, limit: str, count: int) -> None:
    PackageFactory.create_batch(51)

    assert len(api.get(f"{PACKAGES}?{limit}")["results"]) == count


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=1.0",
        "limit=%D9%A5",
        "limit=",
        "limit=1&limit=2",
        "cursor=x",
        "cursor=",
        "ordering=colour",
        "ordering=--name",
        "page=2",
        "service_type=fax",
        "status=Active",
        "status=",
        "hidden=1",
        "retired=True",
        "sellable=yes",
        "price_min=ten",
        "price_max=NaN",
        "price_min=Infinity",
        "provider=5",
        "provider=pkg_01kajh2v7pf0x8n4mz6c3d5rqe",
        "id=5",
        "search=ab",
        "search=%20a%20b",
        "metadata=key",
        "updated_since=yesterday",
        "updated_since=2026-01-01T00:00:00",
        "currency=euro",
        "currency=eur",
        "provider_type=fax",
        "price_min=1e9999999",
        "Name=A",
    ],
)
def test_a_query_that_can_not_be_used_is_told(api: Api, query: str) -> None:
    problem = api.get(f"{PACKAGES}?{query}", status=400)

    assert problem["type"].endswith(":bad_query")
    assert {pointer for pointer, _ in errors(problem)} == {f"?{query.partition('=')[0]}"}


def test_all_that_is_wrong_with_a_query_is_told_at_once(api: Api) -> None:
    problem = api.get(f"{PACKAGES}?limit=0&colour=red&status=x", status=400)

    assert {"?limit", "?colour"} <= {pointer for pointer, _ in errors(problem)}


def test_a_cursor_is_good_for_its_own_ordering_only(api: Api) -> None:
    PackageFactory.create_batch(2)
    cursor = api.get(f"{PACKAGES}?limit=1")["next"].partition("cursor=")[2]

    api.get(f"{PACKAGES}?limit=1&ordering=name&cursor={cursor}", status=400)
    api.get(f"{PACKAGES}?limit=1&cursor={cursor[:-1]}", status=400)


def test_a_page_costs_one_statement(api: Api, django_assert_num_queries: Any) -> None:
    PackageFactory.create_batch(20, features={}, providers=[ProviderFactory.create()])
    api.names()  # the process knows the token now

    with django_assert_num_queries(1):
        assert len(api.names("search=package&sellable=false&ordering=-price")) == 20


# --- Filters -------------------------------------------------------------------------------------


@pytest.fixture
def provider() -> Provider:
    return ProviderFactory.create()


@pytest.fixture
def shelf(matrix: dict[str, Feature], provider: Provider) -> None:
    sellable(name="Basic", price=Decimal(5), tier="10", providers=[provider])
    sellable(
        name="Gold",
        price=Decimal(10),
        hidden=True,
        providers=[provider],
        features={"polls": True, "max_rooms": 5},
    )
    PackageFactory.create(
        name="Radio", service_type="audcast", price=Decimal(3), currency="USD", tier="x", retired=True
    )
    PackageFactory.create(
        name="Draft",
        price=None,
        currency="",
        features={"polls": True},
        package_metadata=[
            {"key": "crm", "value": 12},
            {"key": "a:b", "value": True},
            {"key": "none", "value": None},
            {"key": "list", "value": [1]},
        ],
        short_description="Für Größere, São Paulo",
        description="100% of it_all",
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("service_type=audcast", ["Radio"]),
        ("status=draft", ["Draft", "Radio"]),
        ("hidden=true", ["Gold"]),
        ("hidden=false&retired=false", ["Basic", "Draft"]),
        ("retired=true", ["Radio"]),
        ("sellable=true", ["Basic", "Gold"]),
        ("sellable=false", ["Draft", "Radio"]),
        ("currency=USD", ["Radio"]),
        ("name=GOLD", ["Gold"]),
        ("price_min=5", ["Basic", "Gold"]),
        ("price_max=5.00", ["Basic", "Radio"]),
        ("price_min=3.5&price_max=9", ["Basic"]),
        ("tier=x", ["Radio"]),
        ("provider_type=bbb", ["Basic", "Gold"]),
        ("feature=polls", ["Draft", "Gold"]),
        ("feature=polls&feature=max_rooms", ["Gold"]),
        ("feature=nothing", []),
        ("metadata=crm:12", ["Draft"]),
        ("metadata=crm:12&metadata=a:b:true", ["Draft"]),
        ("metadata=none:null", ["Draft"]),
        ("metadata=crm:13", []),
        ("search=gold", ["Gold"]),
        ("search=grossere", ["Draft"]),
        ("search=SAO%20paulo", ["Draft"]),
        ("search=paulo%20gold", []),
        ("search=100%25", ["Draft"]),
        ("search=%25%25%25", []),
        ("search=i__a", []),
        ("updated_since=2999-01-01T00:00:00Z", []),
        ("updated_since=2026-01-01T00:00:00%2B02:00", ["Basic", "Draft", "Gold", "Radio"]),
    ],
)
def test_filters(api: Api, shelf: None, query: str, found: list[str]) -> None:
    assert api.names(f"{query}&ordering=name") == found


@pytest.mark.parametrize("name", ["id", "uuid", "ulid"])
def test_packages_with_a_provider_by_any_spelling_of_its_key(
    api: Api, shelf: None, provider: Provider, name: str
) -> None:
    assert api.names(f"provider={getattr(provider, name)}&ordering=name") == ["Basic", "Gold"]


def test_many_packages_are_read_at_once(api: Api) -> None:
    rows = PackageFactory.create_batch(4)

    query = "&".join(f"id={row.id}" for row in rows[:3])

    assert api.names(query) == [row.name for row in rows[:3]]


def test_at_most_two_hundred_are(api: Api) -> None:
    key = "01kajh2v7pf0x8n4mz6c3d5rqe"

    assert api.get(f"{PACKAGES}?{'&'.join([f'id={key}'] * 200)}")["results"] == []
    assert errors(api.get(f"{PACKAGES}?{'&'.join([f'id={key}'] * 201)}", status=400)) == {("?id", "repeated")}


def test_what_changed_since_then(api: Api) -> None:
    old, new = PackageFactory.create_batch(2)
    moment = PackageDocument.objects.get(pk=new.pk).updated_at
    PackageDocument.objects.filter(pk=old.pk).update(updated_at=moment - timedelta(microseconds=1))

    since = moment.isoformat().replace("+00:00", "Z")

    assert api.names(f"updated_since={since}") == [new.name]
