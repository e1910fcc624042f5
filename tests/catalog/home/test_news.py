"""What changed since the last visit: whose visit, who did it, and what, in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from catalog import feed
from catalog.actions.delete import delete_package
from catalog.actions.save import update_package
from catalog.actions.stock import change_stock
from catalog.home import news as module
from catalog.home.news import News, news
from catalog.home.visits import PAUSE, Span, mark_seen, visited
from catalog.models import FeedKind, Visit
from features import sync
from integrations.actors import Actor
from providers import actions
from providers.changes import ProviderChanges
from tests.catalog.home.switching import switch
from tests.catalog.writes import changes
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory
from tests.factories.user import UserFactory
from tests.factories.visit import VisitFactory

pytestmark = pytest.mark.django_db

OLIVIA, BILLING = Actor.operator("olivia"), Actor.api_client("billing")


@pytest.fixture
def user() -> User:
    return UserFactory.create()


def head() -> int:
    """The end of the feed, with all that this test did numbered."""
    connection.check_constraints()
    return feed.head()


def since(position: int, *kinds: FeedKind) -> News:
    return news(Span(position, head()), kinds=kinds or tuple(FeedKind))


def told(found: News) -> list[tuple[str, list[tuple[str, tuple[str, ...]]]]]:
    return [(author.name, [(s.name, s.texts) for s in author.stories]) for author in found.authors]


def save(package: Any, by: Actor, **wanted: Any) -> None:
    update_package(key=package.pk, changes=changes(**wanted), by=by)


# --- Visits --------------------------------------------------------------------------------------


def visit(user: User, at: datetime) -> Span:
    head()
    return visited(user.pk, at=at)


def test_to_a_first_visit_everything_is_news(user: User) -> None:
    PackageFactory.create()

    assert visit(user, timezone.now()) == Span(0, head())


def test_within_a_visit_the_news_stay_and_grow(user: User) -> None:
    now = timezone.now()
    first = visit(user, now)
    PackageFactory.create()

    second = visit(user, now + PAUSE)

    assert (second.since, second.head) == (first.since, first.head + 1)


def test_after_a_pause_what_was_shown_is_known(user: User) -> None:
    PackageFactory.create()
    now = timezone.now()
    first = visit(user, now)
    PackageFactory.create()

    second = visit(user, now + PAUSE + timedelta(seconds=1))

    assert (second.since, second.head) == (first.head, first.head + 1)


def test_what_is_marked_as_seen_is_known_and_what_came_later_is_news(user: User) -> None:
    PackageFactory.create()
    read = visit(user, timezone.now())
    PackageFactory.create()
    visit(user, timezone.now())

    mark_seen(user.pk, up_to=read.head)

    assert visit(user, timezone.now()) == Span(read.head, read.head + 1)


def test_nobody_marks_what_was_never_shown(user: User) -> None:
    PackageFactory.create()
    read = visit(user, timezone.now())
    mark_seen(user.pk, up_to=10**9)

    assert Visit.objects.get(user=user).since == read.head


def test_each_operator_has_visits_of_their_own(user: User) -> None:
    PackageFactory.create()
    mark_seen(user.pk, up_to=visit(user, timezone.now()).head)

    assert visit(UserFactory.create(), timezone.now()).since == 0


def test_a_feed_that_went_back_leaves_nothing_behind_its_end(user: User) -> None:
    VisitFactory.create(user=user, since=500, shown=600)
    PackageFactory.create()

    span = visit(user, timezone.now())

    assert span == Span(head(), head())


def test_a_visit_takes_one_statement(user: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        visited(user.pk, at=timezone.now())


# --- News ----------------------------------------------------------------------------------------


def test_changes_are_told_by_author_and_package_the_latest_first() -> None:
    basic, team = PackageFactory.create(name="Basic"), PackageFactory.create(name="Team")
    start = head()
    save(basic, OLIVIA, tier="10")
    save(team, BILLING, tier="20")
    save(basic, OLIVIA, name="Basic 2")
    save(team, OLIVIA, tier="30")

    assert told(since(start)) == [
        ("olivia", [("Team", ("Tier 20 → 30",)), ("Basic 2", ("Name Basic → Basic 2", "Tier none → 10"))]),
        ("billing", [("Team", ("Tier none → 20",))]),
    ]


def test_what_was_made_and_deleted_is_said() -> None:
    start = head()
    package = PackageFactory.create(name="Short-lived")
    delete_package(key=package.pk, by=OLIVIA)

    found = since(start)

    assert told(found) == [
        ("olivia", [("Short-lived", ("Deleted",))]),
        ("factory", [("Short-lived", ("Added",))]),
    ]
    assert found.authors[0].stories[0].is_gone


def test_moves_of_the_stock_are_counted_and_not_listed() -> None:
    package = sellable(has_stock=True, stock_qty=5)
    start = head()
    for _ in range(3):
        change_stock(key=package.pk, change=-1, by=BILLING)

    (author,) = since(start).authors

    assert (author.stories, author.stock) == ((), 1)


def test_a_package_that_fell_short_by_its_provider_says_why() -> None:
    provider = ProviderFactory.create(provider_name="BBB")
    sellable(name="Basic", providers=[provider])
    start = head()
    switch(provider, on=False, by=OLIVIA)

    stories = dict(told(since(start))[0][1])

    assert stories == {"Basic": ("BBB everywhere on → off", "Can't be sold: default provider is off")}


def test_a_provider_that_changed_is_told_by_its_name() -> None:
    provider = ProviderFactory.create(provider_name="BBB")
    start = head()
    actions.update(key=provider.pk, changes=ProviderChanges(active=False), by=OLIVIA)

    assert told(since(start)) == [("olivia", [("BBB", ("Switched on or off",))])]


def test_changes_of_the_matrix_are_told_by_feature() -> None:
    start = head()
    sync.apply(by=Actor.command("sync_features"))

    (author,) = since(start).authors

    assert author.stories[0].name == "Feature matrix"
    assert author.stories[0].texts[0] == "Max accounts: added"
    assert author.stories[0].more > 0


def test_only_the_kinds_that_are_asked_for_are_told() -> None:
    start = head()
    PackageFactory.create()
    ProviderFactory.create()

    found = since(start, FeedKind.PROVIDER_CHANGED)

    assert [s.kind for author in found.authors for s in author.stories] == ["provider"]


def test_so_many_things_are_named_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STORIES", 2)
    start = head()
    for _ in range(5):
        PackageFactory.create()

    (author,) = since(start).authors

    assert (len(author.stories), author.more) == (2, 3)


def test_after_a_long_absence_only_the_latest_are_read_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "WINDOW", 2)
    start = head()
    for number in range(4):
        PackageFactory.create(name=f"P{number}")

    found = since(start)

    assert found.is_cut
    assert [s.name for s in found.authors[0].stories] == ["P3", "P2"]


def test_nothing_is_nothing() -> None:
    assert since(head()) == News((), 0, is_cut=False)


def test_the_news_cost_the_same_for_one_change_and_for_thirty(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    start = head()
    for _ in range(30):
        PackageFactory.create()
    ProviderFactory.create()
    end = head()

    with django_assert_max_num_queries(3):
        news(Span(start, end), kinds=tuple(FeedKind))
