"""Several clients at once: nothing is lost, nothing oversold, nobody fails."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pytest

from features import sync
from integrations.actors import Actor
from tests.at_once import at_once
from tests.catalog.api.calls import Api, of
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def api(transactional_db: None) -> Api:
    sync.apply(by=Actor.command("test"))
    return Api()


def test_different_features_are_added_to_one_package(api: Api) -> None:
    package = PackageFactory.create()
    codes = ["polls", "recording", "public_chat", "private_chat", "captions", "shared_notes"]

    at_once([partial(api.post, of(package, "features"), {"code": code, "value": True}) for code in codes])

    shown = api.get(of(package))
    assert {feature["code"] for feature in shown["features"]} == set(codes)
    assert shown["revision"] == 1 + len(codes)


def test_stock_is_never_oversold(api: Api) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=5)

    def take() -> int:
        calls = [api.call_any("POST", of(package, "stock"), {"change": -1}).status_code for _ in range(2)]
        return calls.count(200)

    taken = sum(at_once([take] * 6))

    assert (taken, api.get(of(package))["stock_qty"]) == (5, 0)


def test_different_defaults_leave_exactly_one(api: Api) -> None:
    providers = ProviderFactory.create_batch(5)
    package = PackageFactory.create(providers=providers)

    answers = at_once(
        [
            partial(api.call_any, "PATCH", of(package, "providers", one.id), {"default": True})
            for one in providers
        ]
    )

    assert {answer.status_code for answer in answers} == {200}
    assert sum(one["default"] for one in api.get(of(package))["providers"]) == 1


def test_of_two_who_read_the_same_one_wins(api: Api) -> None:
    package = PackageFactory.create()
    etag = api.etag(of(package))

    answers = at_once(
        [partial(api.call_any, "PATCH", of(package), {"name": f"New {n}"}, if_match=etag) for n in range(5)]
    )

    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 4}


def test_writers_of_packages_providers_and_stock_do_not_block_one_another_for_ever(api: Api) -> None:
    providers = ProviderFactory.create_batch(2)
    packages = [PackageFactory.create(has_stock=True, stock_qty=50, providers=providers) for _ in range(2)]
    provider_api = Api("providers:write", "providers:read")

    def both(first: Any, second: Any) -> list[int]:
        codes = []
        for number in range(4):
            for one in (first, second):
                body = {"name": f"N {number}", "providers": {providers[number % 2].id: {"default": True}}}
                codes.append(api.call_any("PATCH", of(one), body).status_code)
                codes.append(api.call_any("POST", of(one, "stock"), {"change": -1}).status_code)
        return codes

    def rename(provider: Any) -> list[int]:
        path = f"/api/v1/providers/{provider.id}"
        return [
            provider_api.call_any("PATCH", path, {"provider_name": f"{provider.id} {number}"}).status_code
            for number in range(4)
        ]

    answers = at_once(
        [
            lambda: both(*packages),
            lambda: both(*packages[::-1]),
            lambda: rename(providers[0]),
            lambda: rename(providers[1]),
        ]
    )

    assert {code for codes in answers for code in codes} == {200}
    assert {api.get(of(package))["stock_qty"] for package in packages} == {42}
