"""A page that was read before is read again for what changed in it, and is what a new reader would get."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions.delete import delete_package
from catalog.actions.stock import change_stock
from catalog.models import Package, PackageDocument
from catalog.page_cache import PageCache
from providers import actions as providers
from providers.changes import ProviderChanges
from tests.catalog.api.calls import PACKAGES, Api
from tests.catalog.writes import BY, create, update
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes a process that has read nothing of this one."""

    def forget() -> None:
        monkeypatch.setattr("catalog.api.packages.pages", PageCache())

    forget()
    return forget


@pytest.fixture
def three() -> list[Package]:
    provider = ProviderFactory.create()
    return [
        PackageFactory.create(name=name, has_stock=True, stock_qty=5, providers=[provider])
        for name in ("Alfa", "Bravo", "Charlie")
    ]


def texts_sent(api: Api, path: str = PACKAGES) -> list[bool]:
    """Whether the text of each row was sent by the database, for one request that asks it once for the page."""
    with CaptureQueriesContext(connection) as captured:
        api.call("GET", path)
    (statement,) = [query["sql"] for query in captured if "packagedocument" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("%", "%%"), [])
        return [row[0] is not None for row in cursor.fetchall()]


def answered(api: Api, path: str) -> tuple[bytes, str]:
    answer = api.call("GET", path)
    return answer.content, answer["ETag"]


def test_only_what_changed_is_sent_by_the_database(api: Api, three: list[Package]) -> None:
    assert texts_sent(api) == [True, True, True]

    update(three[1], name="Beta")

    assert texts_sent(api) == [False, True, False]


def test_nothing_is_sent_when_the_change_was_elsewhere(api: Api, three: list[Package]) -> None:
    path = f"{PACKAGES}?limit=2"
    before = answered(api, path)

    update(three[2], name="Gamma")

    assert texts_sent(api, path) == [False, False, True]  # the third says that there is another page
    assert answered(api, path) == before


CHANGES: dict[str, Callable[[list[Package]], object]] = {
    "renames the first": lambda three: update(three[0], name="Zulu"),
    "changes two": lambda three: [update(package, price=Decimal(7)) for package in three[:2]],
    "renames and names back": lambda three: [update(three[1], name=name) for name in ("Other", "Bravo")],
    "sells one": lambda three: change_stock(key=three[1].pk, change=-1, by=BY),
    "makes one": lambda three: create(name="Azul"),
    "deletes the first": lambda three: delete_package(key=three[0].pk, by=BY),
    "deletes all": lambda three: [delete_package(key=package.pk, by=BY) for package in three],
    "renames the provider of all": lambda three: providers.update(
        key=three[0].providers.get().provider_id, changes=ProviderChanges(provider_name="New"), by=BY
    ),
    "changes nothing": lambda three: update(three[0], name="Alfa"),
}
QUERIES = (
    "",
    "?limit=1",
    "?limit=2&ordering=-name",
    "?search=bravo",
    "?name=Alfa",
    "?price_min=5&ordering=price",
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_page_that_is_read_again_is_what_a_new_reader_gets(
    api: Api, three: list[Package], change: str, forget: Callable[[], None]
) -> None:
    paths = [PACKAGES + query for query in QUERIES]
    paths.append(str(api.get(f"{PACKAGES}?limit=1")["next"]))
    for path in paths:
        api.call("GET", path)

    CHANGES[change](three)

    again = [answered(api, path) for path in paths]
    forget()
    assert again == [answered(api, path) for path in paths]


def test_a_storefront_reads_again_what_it_may_see(api: Api, forget: Callable[[], None]) -> None:
    storefront = Api("offers:read")
    packages = [sellable(), sellable()]
    before = answered(storefront, PACKAGES)
    update(packages[0], short_description="New words")

    again = answered(storefront, PACKAGES)

    forget()
    assert again == answered(storefront, PACKAGES) != before


def test_a_text_that_was_broken_by_hand_is_not_kept_beyond_its_repair(api: Api, three: list[Package]) -> None:
    PackageDocument.objects.filter(pk=three[0].pk).update(text='{"name":"Broken"}')
    assert api.names() == ["Broken", "Bravo", "Charlie"]

    call_command("check_catalog", "--repair", verbosity=0)

    assert api.names() == ["Alfa", "Bravo", "Charlie"]


def test_a_compressed_page_follows_a_change(api: Api, three: list[Package]) -> None:
    def compressed() -> Any:
        return api.call("GET", PACKAGES, Accept_Encoding="gzip")

    before = compressed()
    update(three[0], name="Zulu")

    after = compressed()

    assert after["ETag"] != before["ETag"]
    assert after.content != before.content
