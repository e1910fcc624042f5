"""Trying and doing one thing after another."""

from __future__ import annotations

import pytest
from uuid_utils.compat import uuid7

from catalog.actions import publish
from catalog.actions.attempt import Kind, done, tried
from catalog.actions.duplicate import duplicate_package
from catalog.models import FeedEntry, Package, PackageRevision
from tests.catalog.writes import BY, update
from tests.factories.package import PackageFactory, sellable

pytestmark = pytest.mark.django_db


def test_what_is_tried_says_what_would_change_and_keeps_nothing() -> None:
    package = sellable()
    told = FeedEntry.objects.count()

    outcome = tried(lambda: publish.retire(key=package.pk, by=BY))

    assert outcome.kind == Kind.DONE
    assert [change.text for change in outcome.changes] == ["Retired no → yes"]
    assert (PackageRevision.objects.count(), FeedEntry.objects.count()) == (1, told)
    assert not Package.objects.get().retired


def test_what_is_done_is_kept() -> None:
    package = sellable()

    outcome = done(lambda: publish.retire(key=package.pk, by=BY))

    assert outcome.kind == Kind.DONE
    assert Package.objects.get().retired


def test_what_is_so_already_is_unchanged() -> None:
    package = sellable()

    assert tried(lambda: publish.activate(key=package.pk, by=BY)).kind == Kind.UNCHANGED


def test_every_reason_in_the_way_is_told() -> None:
    package = PackageFactory.create(price=None)

    outcome = done(lambda: publish.activate(key=package.pk, by=BY))

    assert outcome.kind == Kind.IMPOSSIBLE
    assert len(outcome.why) == 3


def test_what_is_gone_is_told() -> None:
    assert done(lambda: publish.retire(key=uuid7(), by=BY)).why == ("It is not there any more.",)


def test_what_was_shown_is_done() -> None:
    package = sellable()
    mark = tried(lambda: publish.retire(key=package.pk, by=BY)).mark
    update(package, name="Another name")

    assert done(lambda: publish.retire(key=package.pk, by=BY), mark=mark).kind == Kind.DONE


def test_what_would_do_something_else_than_was_shown_is_not_done() -> None:
    package = PackageFactory.create(status="inactive", retired=True)
    mark = tried(lambda: publish.unretire(key=package.pk, by=BY)).mark
    other = tried(lambda: publish.hide(key=package.pk, by=BY)).mark

    outcome = done(lambda: publish.unretire(key=package.pk, by=BY), mark=other)

    assert mark != other
    assert outcome.kind == Kind.ANOTHER
    assert Package.objects.get().retired


def test_what_was_shown_and_done_since_is_unchanged() -> None:
    package = sellable()
    mark = tried(lambda: publish.retire(key=package.pk, by=BY)).mark
    publish.retire(key=package.pk, by=BY)

    assert done(lambda: publish.retire(key=package.pk, by=BY), mark=mark).kind == Kind.UNCHANGED


def test_a_copy_under_a_key_is_made_once() -> None:
    package, key = PackageFactory.create(), uuid7()

    outcomes = [done(lambda: duplicate_package(key=package.pk, by=BY, new_key=key)) for _ in range(2)]

    assert [outcome.kind for outcome in outcomes] == [Kind.DONE, Kind.UNCHANGED]
    assert {outcome.document.pk for outcome in outcomes if outcome.document} == {key}
    assert Package.objects.count() == 2


def test_a_copy_that_was_deleted_is_not_made_again() -> None:
    package, key = PackageFactory.create(), uuid7()
    duplicate_package(key=package.pk, by=BY, new_key=key)
    Package.objects.get(pk=key).delete()

    outcome = done(lambda: duplicate_package(key=package.pk, by=BY, new_key=key))

    assert outcome.why == ("It was made before and deleted since; start anew.",)


def test_a_copy_of_what_was_changed_since_it_was_shown_is_not_made() -> None:
    package, key = PackageFactory.create(), uuid7()
    mark = tried(lambda: duplicate_package(key=package.pk, by=BY, new_key=key)).mark
    update(package, tier="20")

    outcome = done(lambda: duplicate_package(key=package.pk, by=BY, new_key=key), mark=mark)

    assert outcome.kind == Kind.ANOTHER
    assert Package.objects.count() == 1
