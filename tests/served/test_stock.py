"""Two hundred customers and a hundred pieces."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from catalog.models import Package, PackageRevision
from integrations.models import IdempotencyKey
from tests.at_once import at_once
from tests.catalog.api.calls import of
from tests.factories.package import PackageFactory
from tests.served.conftest import Connect

TAKE = {"change": -1}


@pytest.fixture
def package(server: object) -> Package:
    return PackageFactory.create(has_stock=True, stock_qty=100)


def left(package: Package) -> int | None:
    package.refresh_from_db()
    return package.stock_qty


def test_half_of_those_who_take_one_get_one(connect: Connect, package: Package) -> None:
    takers = [partial(connect().send, "POST", of(package, "stock"), TAKE) for _ in range(200)]

    answers = at_once(takers)

    assert Counter((answer.status, answer.code) for answer in answers) == {
        (200, ""): 100,
        (409, "out_of_stock"): 100,
    }
    assert sorted(answer.json["stock_qty"] for answer in answers if answer.status == 200) == list(range(100))
    assert left(package) == connect().send("GET", of(package)).json["stock_qty"] == 0
    assert PackageRevision.objects.filter(package_uuid=package.pk).count() == 1


def test_nobody_gets_two_by_asking_twice(connect: Connect, package: Package) -> None:
    takers = [
        partial(connect().send_until_answered, "POST", of(package, "stock"), TAKE, key=f"taker-{number}")
        for number in range(200)
        for _ in range(2)
    ]

    answers = at_once(takers)

    pairs = list(zip(answers[::2], answers[1::2], strict=True))
    assert all((one.status, one.code) == (other.status, other.code) for one, other in pairs)
    taken = [(one, other) for one, other in pairs if one.status == 200]
    assert len(taken) == 100
    assert all(one.body == other.body for one, other in taken)
    assert {one.code for one, _ in pairs if one.status != 200} == {"out_of_stock"}
    assert left(package) == 0
    assert IdempotencyKey.objects.count() == 100
