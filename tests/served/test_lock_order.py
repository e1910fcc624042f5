"""Writers who need the same rows in opposite orders: all get what they asked for, and nobody a deadlock."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.models import Package
from features import sync
from integrations.actors import Actor
from providers.models import Provider
from tests.at_once import at_once
from tests.catalog.api.calls import of
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory
from tests.features.entries import changing
from tests.served import kept
from tests.served.client import Client
from tests.served.conftest import Connect

ROUNDS = 5


def rename(client: Client, provider: Provider) -> set[int]:
    return {
        client.send(
            "PATCH", f"/api/v1/providers/{provider.id}", {"provider_name": f"{provider.id} {number}"}
        ).status
        for number in range(ROUNDS)
    }


def test_renaming_providers_and_attaching_them(connect: Connect) -> None:
    providers = ProviderFactory.create_batch(3)
    packages = [PackageFactory.create(providers=providers[:1]) for _ in range(4)]

    def attach(client: Client, order: Sequence[Package], attached: Sequence[Provider]) -> set[int]:
        answers = set()
        for number in range(ROUNDS):
            for package in order:
                given = {one.id: None if number % 2 else {"default": False} for one in attached}
                answers.add(client.send("PATCH", of(package), {"providers": given}).status)
        return answers

    answers = at_once(
        [
            lambda: rename(connect(), providers[1]),
            lambda: rename(connect(), providers[2]),
            lambda: attach(connect(), packages, providers[1:]),
            lambda: attach(connect(), packages[::-1], providers[:0:-1]),
        ]
    )

    assert set.union(*answers) == {200}
    kept.check()


def test_renaming_two_providers_of_the_same_packages(connect: Connect) -> None:
    providers = ProviderFactory.create_batch(2)
    packages = [PackageFactory.create(providers=providers) for _ in range(30)]

    answers = at_once(
        [
            lambda: rename(connect(), providers[0]),
            lambda: rename(connect(), providers[1]),
            lambda: {
                connect().send("PATCH", of(package), {"tier": "9"}).status for package in packages[::-1]
            },
        ]
    )

    assert set.union(*answers) == {200}
    kept.check()


def test_changing_the_matrix_and_packages_that_have_it(connect: Connect) -> None:
    packages = [PackageFactory.create(features={"polls": True, "max_rooms": 5}) for _ in range(4)]

    def release() -> set[int]:
        for number in range(ROUNDS):
            sync.apply(by=Actor.command("test"), extra=changing("polls", name=f"Polls {number}"))
            sync.apply(by=Actor.command("test"), extra=changing("max_rooms", name=f"Rooms {number}"))
        return set()

    def give(client: Client, *codes: str) -> set[int]:
        return {
            client.send("PATCH", of(package), {"features": {code: value}}).status
            for _ in range(ROUNDS)
            for package in packages
            for code in codes
            for value in (None, {"value": True})
        }

    answers = at_once(
        [
            release,
            lambda: give(connect(), "polls", "max_rooms"),
            lambda: give(connect(), "captions", "polls"),
        ]
    )

    assert set.union(*answers) == {200}
    kept.check()
