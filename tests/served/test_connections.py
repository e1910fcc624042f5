"""Two hundred connections at once."""

from __future__ import annotations

from functools import partial

import pytest

from catalog.models import Package
from tests.at_once import at_once
from tests.catalog.api.calls import PACKAGES, of
from tests.factories.package import PackageFactory
from tests.served.client import Client
from tests.served.conftest import Connect

CONNECTIONS = 200


@pytest.fixture
def shown(server: object) -> Package:
    return PackageFactory.create()


@pytest.fixture
def sold(server: object) -> Package:
    return PackageFactory.create(has_stock=True, stock_qty=CONNECTIONS)


def test_none_is_refused_and_no_request_fails(connect: Connect, shown: Package, sold: Package) -> None:
    def shop(client: Client) -> list[int]:
        page = client.send("GET", f"{PACKAGES}?limit=20")
        one = client.send("GET", of(shown))
        again = client.send("GET", of(shown), if_none_match=one.headers["etag"])
        bought = client.send("POST", of(sold, "stock"), {"change": -1})
        return [answer.status for answer in (page, one, again, bought)]

    clients = [connect() for _ in range(CONNECTIONS)]
    at_once([client.connect for client in clients])

    answers = at_once([partial(shop, client) for client in clients])

    assert answers == [[200, 200, 304, 200]] * CONNECTIONS
    assert connect().send("GET", of(sold)).json["stock_qty"] == 0
