"""What the change feed says of the feature matrix, and of the packages that show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from features import sync
from features.entries import NewValue
from features.models import Feature
from features.releases.files import Release
from integrations.actors import Actor
from tests.catalog.following import said, told_by
from tests.factories.package import PackageFactory
from tests.features.entries import SWITCH, adding, changing, deprecating, removing

pytestmark = pytest.mark.django_db

BY = Actor.command("sync_features")
VOTES = replace(SWITCH, code="votes", since="2.1", release="2.1")


def synced(release: Release | None = None, *, force: bool = False) -> Callable[[], object]:
    return lambda: sync.apply(by=BY, extra=release, force=force)


def test_a_matrix_that_is_filled_is_one_entry_with_every_feature() -> None:
    (entry,) = told_by(synced())

    codes = Feature.objects.order_by("pk").values_list("pk", flat=True)
    assert said(entry)[:3] == ("features_changed", None, True)
    assert sorted(entry.paths) == [f"/{code}" for code in codes]
    assert (entry.package_uuid, entry.provider_uuid, entry.standing) == (None, None, "")
    assert (entry.actor_kind, entry.actor_name) == ("command", "sync_features")


@pytest.mark.usefixtures("matrix")
def test_a_sync_that_changes_nothing_tells_nothing() -> None:
    assert told_by(synced()) == []


@pytest.mark.usefixtures("matrix")
def test_a_new_feature_concerns_no_package() -> None:
    PackageFactory.create(features={"polls": True})

    (entry,) = told_by(synced(adding(VOTES)))

    assert said(entry) == ("features_changed", None, True, ["/votes"])


@pytest.mark.usefixtures("matrix")
def test_a_renamed_feature_is_told_once_and_then_each_package_that_has_it() -> None:
    packages = PackageFactory.create_batch(2, features={"polls": True, "recording": True})
    PackageFactory.create(features={"recording": True})

    changed, *updated = told_by(synced(changing("polls", name="Votes")))

    assert said(changed) == ("features_changed", None, False, ["/polls/name"])
    assert [entry.package_uuid for entry in updated] == sorted(package.pk for package in packages)
    assert [said(entry) for entry in updated] == [("updated", 2, False, ["/features/polls/name"])] * 2


@pytest.mark.usefixtures("matrix")
def test_another_meaning_is_commercial_in_the_matrix_and_in_its_packages() -> None:
    PackageFactory.create(features={"polls": True})
    release = changing("polls", quota=True, new_value=NewValue(limit=10))

    changed, updated = told_by(synced(release, force=True))

    assert said(changed) == ("features_changed", None, True, ["/polls/quota"])
    assert updated.commercial
    assert "/features/polls/value" in updated.paths


@pytest.mark.usefixtures("matrix")
def test_what_packages_do_not_show_of_a_feature_is_told_of_the_matrix_alone() -> None:
    PackageFactory.create(features={"polls": True})

    (entry,) = told_by(synced(changing("polls", description="Other words.")))

    assert said(entry) == ("features_changed", None, False, ["/polls/description"])


@pytest.mark.usefixtures("matrix")
def test_a_feature_that_is_not_offered_any_more_is_commercial() -> None:
    PackageFactory.create(features={"polls": True})

    (entry,) = told_by(synced(deprecating("polls")))

    assert said(entry) == ("features_changed", None, True, ["/polls/deprecated"])


@pytest.mark.usefixtures("matrix")
def test_a_refused_sync_tells_nothing() -> None:
    PackageFactory.create(features={"polls": True})

    def refused() -> None:
        with pytest.raises(sync.SyncRefusedError):
            sync.apply(by=BY, extra=removing("polls"))

    assert told_by(refused) == []


@pytest.mark.usefixtures("matrix")
def test_a_preview_tells_nothing() -> None:
    assert told_by(lambda: sync.preview(extra=adding(VOTES))) == []
