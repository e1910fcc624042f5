"""What is done to many packages from the list: shown first, then done."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from uuid_utils.compat import uuid7

from catalog.actions.delete import delete_package
from catalog.admin import list_actions
from catalog.admin.many import page as many_page
from catalog.admin.many.deeds import DEEDS
from catalog.models import FeedEntry, Package, PackageRevision
from integrations.actors import Actor
from tests.catalog.admin.many import choose, press, run, said, sent_by
from tests.catalog.admin.typed import LIST, page, texts
from tests.catalog.writes import update
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def post(client: Client, deed: str, **sent: str) -> Any:
    return client.post(f"{LIST}many/{deed}/", sent, follow=True)


# --- Looking -------------------------------------------------------------------------------------


def test_what_would_happen_is_shown_and_nothing_is_done(operator: Client) -> None:
    package = sellable(name="Basic", status="inactive")
    told = FeedEntry.objects.count()

    shown = said(choose(operator, "activate", package))

    assert "Nothing has been done yet." in shown
    assert "1 Will be activated" in shown
    assert "Status inactive → active" in shown
    assert "Can be sold" in shown
    assert Package.objects.get().status == "inactive"
    assert (PackageRevision.objects.count(), FeedEntry.objects.count()) == (1, told)


def test_what_is_impossible_is_grouped_by_what_stands_in_the_way(operator: Client) -> None:
    bare = [PackageFactory.create(name=name, price=None) for name in ("One", "Two")]

    shown = said(choose(operator, "activate", *bare))

    assert "2 Can't be activated" in shown
    for sentence in (
        "The price is not decided; set one (0 is free). 2 ",
        "No provider is the default; attach one and make it the default. 2 ",
        "The package has no features; add what a customer gets. 2 ",
    ):
        assert f"{sentence}One Two" in shown


def test_what_is_so_already_needs_no_change(operator: Client) -> None:
    shown = said(choose(operator, "activate", sellable(name="Basic")))

    assert "1 No change needed" in shown
    assert "Will be activated" not in shown


@pytest.mark.parametrize(
    ("deed", "before", "change"),
    [
        ("activate", {"status": "inactive"}, "Status inactive → active"),
        ("deactivate", {}, "Status active → inactive"),
        ("retire", {}, "Retired no → yes"),
        ("unretire", {"retired": True, "status": "inactive"}, "Retired yes → no"),
        ("hide", {}, "Hidden no → yes"),
        ("unhide", {"hidden": True}, "Hidden yes → no"),
    ],
)
def test_each_deed_is_shown_and_done(
    deed: str, before: dict[str, Any], change: str, operator: Client
) -> None:
    package = sellable(**before)

    shown = choose(operator, deed, package)
    done = press(operator, deed, shown)

    assert change in said(shown)
    assert change in said(done)
    assert PackageRevision.objects.filter(package_uuid=package.pk).count() == 2
    assert "1 No change needed" in said(choose(operator, deed, package))


def test_a_name_is_shown_as_a_text(operator: Client) -> None:
    response = choose(operator, "retire", sellable(name="<b>Bold</b>"))

    assert "<b>Bold" not in response.content.decode()


def test_all_that_match_the_filter_can_be_chosen(operator: Client) -> None:
    chosen = [PackageFactory.create() for _ in range(3)]

    response = choose(operator, "hide", chosen[0], select_across="1")

    assert "3 Will be hidden" in said(response)


def test_too_many_at_once_are_refused(operator: Client) -> None:
    response = post(operator, "retire", keys=" ".join(uuid7().hex for _ in range(10_001)))

    assert "Choose at most 10,000 packages at a time" in texts(response)


def test_too_many_in_the_list_are_refused(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_actions, "keys_of", lambda queryset, *, most: None)

    response = choose(operator, "retire", sellable())

    assert "Choose at most 10,000 packages at a time" in texts(response)
    assert not Package.objects.filter(retired=True).exists()


# --- Doing ---------------------------------------------------------------------------------------


def test_does_what_can_be_done_and_says_why_not_of_the_others(operator: Client) -> None:
    ready = sellable(name="Ready", status="inactive")
    bare = PackageFactory.create(name="Bare", price=None)

    shown = said(run(operator, "activate", ready, bare))

    assert "1 Activated" in shown
    assert {p.name: p.status for p in Package.objects.all()} == {"Ready": "active", "Bare": "draft"}


def test_one_revision_for_each_package_by_the_operator_with_the_reason(operator: Client) -> None:
    run(operator, "deactivate", sellable(), sellable(), reason="Autumn cleaning")

    found = PackageRevision.objects.filter(number=2, actor_kind="operator", actor_name="admin")
    assert [revision.reason for revision in found] == ["Autumn cleaning"] * 2
    assert set(Package.objects.values_list("status", flat=True)) == {"inactive"}


def test_the_history_of_each_package_says_so(operator: Client) -> None:
    package = sellable()

    run(operator, "retire", package)

    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.change_message) == (str(package.pk), "Retired.")


def test_done_again_needs_no_change(operator: Client) -> None:
    shown = choose(operator, "retire", sellable())
    press(operator, "retire", shown)

    again = press(operator, "retire", shown)

    assert "1 No change needed" in said(again)
    assert PackageRevision.objects.count() == 2
    assert LogEntry.objects.count() == 1


def test_a_copy_is_made_once_however_often_the_page_is_sent(operator: Client) -> None:
    shown = choose(operator, "duplicate", sellable(name="Basic"))
    press(operator, "duplicate", shown)

    again = press(operator, "duplicate", shown)

    copy = Package.objects.get(name="Basic (copy)")
    assert copy.status == "draft"
    assert str(copy.pk) in again.content.decode()
    assert Package.objects.count() == 2


def test_the_log_of_a_copy_is_its_own(operator: Client) -> None:
    run(operator, "duplicate", sellable(name="Basic"))

    entry = LogEntry.objects.get()
    assert entry.object_id == str(Package.objects.get(name="Basic (copy)").pk)
    assert entry.is_addition()


def test_what_was_changed_so_that_it_would_do_something_else_is_told_and_not_done(operator: Client) -> None:
    package = sellable(name="Basic", features={"polls": True})
    shown = choose(operator, "duplicate", package)
    update(package, tier="30")

    done = said(press(operator, "duplicate", shown))

    assert "It was changed meanwhile" in done
    assert Package.objects.count() == 1


def test_what_was_deleted_meanwhile_is_told(operator: Client) -> None:
    package = PackageFactory.create()
    shown = choose(operator, "hide", package)
    package.delete()

    done = said(press(operator, "hide", shown))

    assert "It is not there any more. 1 A package that was deleted" in done


@pytest.mark.parametrize(
    ("deed", "typed"),
    [("duplicate", {}), ("price", {"percent": "10"}), ("variant", {"currency": "USD", "periodicity": "1"})],
)
def test_looking_again_keeps_the_others_when_one_was_deleted(
    deed: str, typed: dict[str, str], operator: Client
) -> None:
    kept, gone = sellable(name="Kept"), PackageFactory.create(name="Gone")
    looked = choose(operator, deed, kept, gone)
    delete_package(key=gone.pk, by=Actor.operator("ann"))

    shown = said(press(operator, deed, looked, step="look", **typed))

    assert "It is not there any more. 1 A package that was deleted" in shown
    assert f"1 {DEEDS[deed].words.to_do}" in shown


def test_a_reason_that_is_too_long_is_told_and_nothing_is_done(operator: Client) -> None:
    response = run(operator, "retire", sellable(), reason="x" * 1001)

    assert "Nothing was done: the reason has more than 1,000 characters." in texts(response)
    assert not Package.objects.get().retired


@pytest.mark.parametrize(
    "sent",
    [
        {"keys": "nonsense"},
        {"keys": "", "items": ";;;"},
        {"items": "x"},
        {"looked": "-1"},
        {"looked": "²"},
        {"items": f"{'0' * 32};mark", "step": "run"},
    ],
)
def test_what_can_not_be_read_is_refused_in_words(sent: dict[str, str], operator: Client) -> None:
    for deed in DEEDS:
        response = post(operator, deed, **sent)
        assert response.status_code == 200


def test_the_page_alone_leads_to_the_list(operator: Client) -> None:
    response = operator.get(f"{LIST}many/retire/", follow=True)

    assert "Choose packages in the list first" in texts(response)


def test_there_is_no_page_of_an_unknown_deed(operator: Client) -> None:
    assert operator.get(f"{LIST}many/explode/").status_code == 404


def test_who_may_not_do_it_is_refused(viewer: Client) -> None:
    package = sellable()

    refused = viewer.post(f"{LIST}many/retire/", {"items": f"{package.pk.hex};", "step": "run"})

    assert refused.status_code == 403
    assert not Package.objects.get().retired


# --- Many ----------------------------------------------------------------------------------------


def test_more_than_are_looked_at_together_come_one_after_another(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_page, "AT_ONCE", 2)
    packages = [sellable() for _ in range(3)]

    first = choose(operator, "retire", *packages)
    second = press(operator, "retire", first)
    third = press(operator, "retire", second, step="look")
    press(operator, "retire", third)

    assert "These are the first 2 of 3 packages" in said(first)
    assert "Look at the other 1" in said(second)
    assert Package.objects.filter(retired=True).count() == 3


def test_steps_that_are_more_than_are_done_together_go_on_by_a_button(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = choose(operator, "retire", *[sellable() for _ in range(3)])
    monkeypatch.setattr(many_page, "AT_ONCE", 2)

    first = press(operator, "retire", shown)

    assert "Go on with the other 1" in said(first)
    assert Package.objects.filter(retired=True).count() == 2
    press(operator, "retire", first)
    assert Package.objects.filter(retired=True).count() == 3


def test_a_part_is_only_the_sheet(operator: Client) -> None:
    response = post(operator, "retire", keys=sellable().pk.hex, part="1")

    assert response["X-Part"] == "1"
    assert "<html" not in response.content.decode()
    assert "data-items" in response.content.decode()


def test_what_is_shown_costs_the_same_for_each_package(operator: Client) -> None:
    packages = [sellable() for _ in range(4)]
    page(operator, LIST)
    costs = []
    for count in (1, 2, 3):
        with CaptureQueriesContext(connection) as captured:
            post(operator, "retire", keys=" ".join(p.pk.hex for p in packages[:count]))
        costs.append(len(captured))

    assert costs[2] - costs[1] == costs[1] - costs[0]
    assert costs[1] - costs[0] <= 25


def test_the_form_carries_what_was_shown(operator: Client) -> None:
    package = sellable()

    sent = sent_by(choose(operator, "retire", package))

    assert sent["keys"] == package.pk.hex
    assert sent["items"].startswith(f"{package.pk.hex};")
