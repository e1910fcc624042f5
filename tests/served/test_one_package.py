"""Many who change one package at once: each change is there, and no reader sees half of one."""

from __future__ import annotations

from collections import Counter
from functools import partial
from threading import Event
from typing import Any

import orjson

from catalog.models import Package, PackageRevision
from features.models import Feature
from features.platform import not_offered_reasons, running_platform
from tests.at_once import at_once
from tests.catalog.api.calls import of
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory
from tests.served.client import Client
from tests.served.conftest import Connect

SETTERS = 50


def revisions(package: Package) -> list[PackageRevision]:
    return list(PackageRevision.objects.filter(package_uuid=package.pk).order_by("number"))


def defaults(document: dict[str, Any]) -> int:
    return [provider["default"] for provider in document["providers"]].count(True)


def seen_until(done: Event, client: Client, package: Package) -> list[dict[str, Any]]:
    """Every document that a reader is shown until then, and one more."""
    seen = []
    while not done.is_set():
        seen.append(client.send("GET", of(package)).json)
    return [*seen, client.send("GET", of(package)).json]


def test_there_is_one_default_provider_at_every_moment(connect: Connect) -> None:
    providers = ProviderFactory.create_batch(SETTERS)
    package = PackageFactory.create(providers=providers)
    setters = [
        partial(connect().send, "PATCH", of(package, "providers", provider.id), {"default": True})
        for provider in providers
    ]
    done = Event()

    def set_all() -> list[Any]:
        try:
            return at_once(setters)
        finally:
            done.set()

    answers, *views = at_once([set_all, *[partial(seen_until, done, connect(), package) for _ in range(2)]])

    assert Counter(answer.status for answer in answers) == {200: SETTERS}
    seen = [document for view in views for document in view]
    assert {defaults(document) for document in seen} == {1}
    kept = revisions(package)
    assert [revision.number for revision in kept] == list(range(1, len(kept) + 1))
    assert {defaults(orjson.loads(revision.text)) for revision in kept} == {1}
    assert seen[-1]["revision"] == kept[-1].number


def test_different_features_are_all_added(connect: Connect) -> None:
    platform = running_platform()
    offered = [
        feature
        for feature in Feature.objects.order_by("code")
        if "meet" in feature.service_types and not not_offered_reasons(feature, platform=platform)
    ][:20]
    for together in (2, 20):
        package = PackageFactory.create()
        codes = {feature.code for feature in offered[:together]}

        answers = at_once(
            [
                partial(connect().send, "POST", of(package, "features"), {"code": code, "value": True})
                for code in codes
            ]
        )

        assert [answer.status for answer in answers] == [201] * together
        shown = connect().send("GET", of(package)).json
        assert {feature["code"] for feature in shown["features"]} == codes
        assert shown["revision"] == len(revisions(package)) == 1 + together
