"""Loads among other writers: locks in the order of everybody, few statements, and nothing half done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core import serializers
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions import arrive
from catalog.actions.hold import Arriving, Held, hold
from catalog.models import Package
from config.identity import uuid7
from features import sync
from features.models import Feature
from integrations.actors import Actor
from providers import actions
from providers.changes import ProviderChanges
from providers.models import Provider
from tests.at_once import at_once
from tests.catalog.loads import Row, feature, load, package, provider
from tests.catalog.writes import BY, document, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory
from tests.features.entries import changing
from tests.served import kept

BBB = {"host_url": "https://bbb.example.com/bigbluebutton/"}
ROUNDS = 4


def statements(file: Path, *rows: Row) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        load(file, *rows)
    return [query["sql"] for query in captured]


def whole(key: UUID, attached: Provider, **fields: Any) -> list[Row]:
    """A package with everything, the package last."""
    return [
        provider(key, attached.pk, default=True),
        feature(key, "chat"),
        feature(key, "rooms", limit_value=5),
        package(key, **fields),
    ]


@pytest.fixture
def attached(db: None) -> Provider:
    FeatureFactory.create(code="chat")
    FeatureFactory.create(code="rooms", allowance=True)
    return ProviderFactory.create()


@pytest.mark.django_db
def test_everything_is_locked_in_order_before_anything_is_written(attached: Provider, tmp_path: Path) -> None:
    there = PackageFactory.create(providers=[attached])

    said = statements(tmp_path / "one.json", *whole(there.pk, attached))

    steps = [
        r"features_feature .* FOR SHARE",
        r"providers_provider .* FOR SHARE",
        r'"catalog_package" .* FOR NO KEY UPDATE',
        r"^(INSERT|UPDATE)",
    ]
    found = [next(place for place, sql in enumerate(said) if re.search(step, sql)) for step in steps]
    assert found == sorted(found)


@pytest.mark.django_db
def test_more_rows_take_no_more_statements(attached: Provider, tmp_path: Path) -> None:
    few = statements(tmp_path / "few.json", *whole(uuid7(), attached))
    many = [row for _ in range(30) for row in whole(uuid7(), attached)]

    new = statements(tmp_path / "many.json", *many)
    again = statements(tmp_path / "many.json", *many)

    assert len(new) == len(few)
    assert len(again) <= len(few)


@pytest.mark.django_db
def test_what_features_refer_to_is_looked_at_between_batches(
    attached: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row for _ in range(3) for row in whole(uuid7(), attached)]
    monkeypatch.setattr(arrive, "BATCH", 2)

    said = statements(tmp_path / "rows.json", *rows)

    assert [len(document(one)["features"]) for one in Package.objects.all()] == [2, 2, 2]
    looked_at = [sql for sql in said if re.match("SET CONSTRAINTS .*kind_of_feature.* IMMEDIATE", sql)]
    assert len(looked_at) == 2


# --- Who else writes -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_loads_of_the_same_packages_in_opposite_order(attached: Provider, tmp_path: Path) -> None:
    keys = [*(PackageFactory.create().pk for _ in range(10)), *(uuid7() for _ in range(10))]

    def bring(name: str, order: list[UUID]) -> None:
        for number in range(ROUNDS):
            rows = [row for key in order for row in whole(key, attached, tier=f"{name}{number}")]
            load(tmp_path / f"{name}.json", *rows)

    at_once([partial(bring, "a", keys), partial(bring, "b", keys[::-1])])

    last = f"{ROUNDS - 1}"
    assert {document(one)["tier"] for one in Package.objects.all()} in ({f"a{last}"}, {f"b{last}"})
    assert Package.objects.count() == 20
    kept.check()


@pytest.mark.django_db(transaction=True)
def test_loads_of_packages_while_their_provider_is_renamed(attached: Provider, tmp_path: Path) -> None:
    keys = [PackageFactory.create(providers=[attached]).pk for _ in range(10)]

    def rename() -> None:
        for number in range(3 * ROUNDS):
            changes = ProviderChanges(provider_name=f"Renamed {number}")
            actions.update(key=attached.pk, changes=changes, by=BY)

    def bring() -> None:
        for number in range(ROUNDS):
            order = [*keys, uuid7()][:: 1 if number % 2 else -1]
            rows = [row for key in order for row in whole(key, attached, tier=str(number))]
            load(tmp_path / "loaded.json", *rows)

    at_once([rename, bring])

    names = {document(one)["providers"][0]["provider_name"] for one in Package.objects.all()}
    assert names == {f"Renamed {3 * ROUNDS - 1}"}
    kept.check()


@pytest.mark.django_db(transaction=True)
def test_loads_of_packages_and_features_while_the_matrix_changes(tmp_path: Path) -> None:
    by = Actor.command("test")
    sync.apply(by=by)
    keys = [PackageFactory.create(features={"polls": True}).pk for _ in range(5)]
    captions = Feature.objects.get(code="captions")
    [dumped] = serializers.serialize("python", [captions])

    def release() -> None:
        for number in range(ROUNDS):
            sync.apply(by=by, extra=changing("polls", name=f"Polls {number}"))

    def bring(name: str, *others: Row) -> None:
        for number in range(ROUNDS):
            rows = [feature(key, code) for key in keys[::-1] for code in ("polls", "captions")]
            load(tmp_path / f"{name}.json", *rows, *(package(key, tier=str(number)) for key in keys), *others)

    at_once(
        [
            release,
            partial(bring, "packages"),
            partial(
                bring, "both", ("features.feature", "captions", {**dumped["fields"], "description": "Loaded"})
            ),
        ]
    )

    shown = [{one["code"]: one["name"] for one in document(p)["features"]} for p in Package.objects.all()]
    assert shown == [{"polls": f"Polls {ROUNDS - 1}", "captions": captions.name}] * 5
    kept.check()


@pytest.mark.django_db(transaction=True)
def test_loads_of_providers_and_packages_while_packages_are_written(
    attached: Provider, tmp_path: Path
) -> None:
    there = [PackageFactory.create(providers=[attached], features={"chat": True}) for _ in range(6)]

    def write(order: list[Package]) -> None:
        for number in range(ROUNDS):
            for one in order:
                update(one, name=f"Written {number}", features={"rooms": number + 1 if number % 2 else None})

    def bring() -> None:
        for number in range(ROUNDS):
            fields = {"provider_name": f"Loaded {number}", "provider_type": "bbb", "properties": BBB}
            rows = [provider(one.pk, attached.pk, settings={"round": number}) for one in there[::-1]]
            row = ("providers.provider", attached.pk, {**fields, "service_type": "meet"})
            load(tmp_path / "loaded.json", *rows, row)

    at_once([partial(write, there), partial(write, there[::-1]), bring])

    shown = [document(one) for one in there]
    assert {one["providers"][0]["provider_name"] for one in shown} == {f"Loaded {ROUNDS - 1}"}
    assert {one["name"] for one in shown} == {f"Written {ROUNDS - 1}"}
    kept.check()


# --- When there is no way around -----------------------------------------------------------------


@pytest.fixture
def _impatient(transactional_db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    yield
    connection.close()


@pytest.mark.usefixtures("_impatient")
def test_a_load_that_can_not_have_its_locks_says_what_to_do(attached: Provider, tmp_path: Path) -> None:
    there = PackageFactory.create()
    rows = [*whole(uuid7(), attached), *whole(there.pk, attached)]
    with closing(connection.copy()) as other:
        other.set_autocommit(False)
        other.cursor().execute("SELECT 1 FROM catalog_package WHERE uuid = %s FOR UPDATE", [there.pk])

        with pytest.raises(CommandError) as said:
            load(tmp_path / "busy.json", *rows)

    assert str(said.value) == "Nothing was loaded: somebody was writing the same. Load it again."
    assert [one.name for one in Package.objects.all()] == [there.name]


@pytest.mark.django_db(transaction=True)
def test_a_package_that_is_made_meanwhile_is_not_overwritten(
    attached: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = uuid7()

    def made_before_it_is_written(rows: Arriving) -> Held:
        held = hold(rows)
        at_once([lambda: PackageFactory.create(uuid=key, name="Made")])
        return held

    monkeypatch.setattr(arrive, "hold", made_before_it_is_written)

    with pytest.raises(CommandError, match="Load it again"):
        load(tmp_path / "loaded.json", package(key))
    assert document(Package.objects.get())["name"] == "Made"
