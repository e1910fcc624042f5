"""Pages that a process keeps are the pages that the database would answer, always."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions.delete import delete_package
from catalog.actions.stock import change_stock
from catalog.listed import ListedPage
from catalog.models import FeedHead, Package, PackageDocument
from catalog.page_cache import PageCache
from features.models import Feature
from providers import actions as providers
from providers.changes import ProviderChanges
from tests.catalog.api.calls import PACKAGES, Api, read
from tests.catalog.writes import BY, create, update
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.api.packages.pages", PageCache())


def asked(api: Api, path: str = PACKAGES, *, status: int = 200, **headers: str) -> list[str]:
    """The statements of one request that are about packages."""
    with CaptureQueriesContext(connection) as captured:
        api.call("GET", path, status=status, **headers)
    return [query["sql"] for query in captured if "packagedocument" in query["sql"]]


def test_a_page_that_nothing_changed_is_not_read_again(api: Api) -> None:
    PackageFactory.create_batch(3)
    first = api.call("GET", PACKAGES)

    assert asked(api) == []

    second = api.call("GET", PACKAGES)
    assert (second.content, second["ETag"]) == (first.content, first["ETag"])


CHANGES: dict[str, Callable[[Package], object]] = {
    "a change": lambda package: update(package, name="Other"),
    "a movement of stock": lambda package: change_stock(key=package.pk, change=-1, by=BY),
    "a new package": lambda package: create(name="New"),
    "a deletion": lambda package: delete_package(key=package.pk, by=BY),
    "a provider that is renamed": lambda package: providers.update(
        key=package.providers.get().provider_id, changes=ProviderChanges(provider_name="Renamed"), by=BY
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen_at_once(api: Api, change: str) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=5, providers=[ProviderFactory.create()])
    before = api.call("GET", PACKAGES)

    CHANGES[change](package)

    after = api.call("GET", PACKAGES)
    now = list(PackageDocument.objects.order_by("pk").values_list("text", flat=True))
    assert after.content.decode().endswith(f'"results":[{",".join(now)}]}}')
    assert after["ETag"] != before["ETag"]


def test_what_was_repaired_past_the_actions_is_seen(api: Api) -> None:
    package = PackageFactory.create()
    api.call("GET", PACKAGES)
    Package.objects.filter(pk=package.pk).update(price=Decimal(3))

    call_command("check_catalog", "--repair", verbosity=0)

    assert api.get(PACKAGES)["results"][0]["price"] == 3


def test_each_query_and_each_kind_of_reader_has_pages_of_its_own(api: Api) -> None:
    storefront = Api("offers:read")
    PackageFactory.create(name="Draft")

    answers = {
        path: [reader.call("GET", path).content for reader in (api, storefront) for _ in range(2)]
        for path in (PACKAGES, f"{PACKAGES}?limit=1", f"{PACKAGES}?name=Draft", f"{PACKAGES}?name=Nothing")
    }

    for all_of_them, again, offers, offers_again in answers.values():
        assert (again, offers_again) == (all_of_them, offers)
        assert b"Draft" not in offers
    assert [b"Draft" in found[0] for found in answers.values()] == [True, True, True, False]


def test_links_name_the_host_that_was_asked(api: Api) -> None:
    PackageFactory.create_batch(2)

    links = [api.get(f"{PACKAGES}?limit=1", Host=host)["next"] for host in ("testserver", "localhost")]

    assert [link.split("/")[2] for link in links] == ["testserver", "localhost"]


def test_nobody_gets_a_kept_page_without_a_token(api: Api) -> None:
    PackageFactory.create()
    api.call("GET", PACKAGES)
    api.headers = {}

    api.call("GET", PACKAGES, status=401)


def test_a_kept_page_is_compressed_for_who_accepts_it(api: Api) -> None:
    PackageFactory.create_batch(2)
    plain = api.call("GET", PACKAGES)

    compressed = [api.call("GET", PACKAGES, Accept_Encoding="gzip") for _ in range(2)]

    for answer in compressed:
        assert answer["Content-Encoding"] == "gzip"
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["ETag"] == plain["ETag"][:-1] + '-gzip"'
        assert int(answer["Content-Length"]) == len(answer.content)
        assert gzip.decompress(answer.content) == plain.content
    assert "Content-Encoding" not in api.call("GET", PACKAGES, Accept_Encoding="gzip;q=0")


def test_a_client_that_has_a_kept_page_is_told_so(api: Api) -> None:
    PackageFactory.create()
    etag = api.etag(PACKAGES)

    answer = api.call("GET", PACKAGES, If_None_Match=etag, status=304)

    assert answer.content == b""
    assert asked(api, status=304, If_None_Match=etag) == []


def test_the_same_head_of_another_database_keeps_nothing(api: Api) -> None:
    PackageFactory.create(name="Here")
    assert api.names() == ["Here"]
    head = FeedHead.objects.get()

    # What a backup that is put back looks like: the same position, given at another moment.
    PackageDocument.objects.update(text='{"name":"There"}', etag='"there"')
    FeedHead.objects.update(moved_at=head.moved_at.replace(microsecond=1))

    assert read(api.call("GET", PACKAGES))["results"] == [{"name": "There"}]


def test_the_pages_that_were_not_asked_for_the_longest_go_first(
    api: Api, monkeypatch: pytest.MonkeyPatch, matrix: dict[str, Feature]
) -> None:
    PackageFactory.create(name="Plan")
    size = len(api.call("GET", PACKAGES).content)
    monkeypatch.setattr("catalog.api.packages.pages", PageCache(most=int((2 * size + 3000) * 2.5)))
    first, second, third = (f"{PACKAGES}?limit={limit}" for limit in (1, 2, 3))

    for path in (first, second, first, third):
        api.call("GET", path)

    assert [bool(asked(api, path)) for path in (first, third, second)] == [False, False, True]


def test_many_small_pages_take_no_more_than_few_large_ones(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    PackageFactory.create()
    cache: PageCache[ListedPage] = PageCache(most=20_000)
    monkeypatch.setattr("catalog.api.packages.pages", cache)

    for number in range(50):
        api.call("GET", f"{PACKAGES}?name=nothing{number}")

    assert 5 < len(cache) < 10


def test_what_a_long_question_takes_counts_even_if_nothing_is_found(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    PackageFactory.create()
    cache: PageCache[ListedPage] = PageCache(most=100_000)
    monkeypatch.setattr("catalog.api.packages.pages", cache)

    for number in range(100, 130):
        api.call("GET", f"{PACKAGES}?search={'+'.join(['words'] * 100)}+{number}")

    assert 5 < len(cache) < 10
