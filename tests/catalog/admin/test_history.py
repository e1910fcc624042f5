"""The history of a package: what was done, two revisions side by side, and the way back."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.actions.delete import delete_package
from catalog.actions.save import update_package
from catalog.changes import PackageChanges
from catalog.models import Package
from features.models import Feature
from integrations.actors import Actor
from tests.catalog.admin.typed import LIST, change_url, page, texts
from tests.catalog.writes import BY, changes, numbers, revisions, update
from tests.factories.package import PackageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def history(package: Package, *below: str) -> str:
    return f"{LIST}{package.pk}/history/{'/'.join(below)}"


def restore_url(package: Package, number: int) -> str:
    return history(package, str(number), "restore", "")


def words(html: str) -> str:
    """What a reader sees of a page, in one line."""
    main = html[html.index('<div id="content-main">') :]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


@pytest.fixture
def package() -> Package:
    """At revision 3: more rooms at another price, then another name, each with its reason."""
    package = PackageFactory.create(name="Basic", features={"max_rooms": 10})
    wanted = changes(price=Decimal("17.9"), features={"max_rooms": 20})
    update_package(key=package.pk, changes=wanted, by=BY, reason="Costs went up.")
    client = Actor.api_client("billing")
    update_package(key=package.pk, changes=PackageChanges({"name": "Standard"}), by=client)
    return Package.objects.get(pk=package.pk)


def sent(package: Package, number: int, **typed: Any) -> dict[str, Any]:
    return {"seen": str(package.revision), "reason": "", **typed}


# --- Reading ---------------------------------------------------------------------------------------


def test_the_page_of_a_package_leads_to_its_history(operator: Client, package: Package) -> None:
    assert f'href="{history(package)}"' in page(operator, change_url(package))


def test_the_history_says_who_did_what_when_and_why(operator: Client, package: Package) -> None:
    shown = words(page(operator, history(package)))

    newest, middle, first = re.split(r"\b(?=[321] (?:now )?\d{4}-)", shown)[1:]
    assert "billing API client" in newest
    assert "Wording Name Basic → Standard" in newest
    assert "olivia" in middle
    assert "Commercial Price 14.99 → 17.90 EUR Max rooms 10 → 20 Costs went up." in middle
    assert f"{revisions(package)[1].recorded_at:%Y-%m-%d %H:%M} UTC" in middle
    assert "The first revision" in first


def test_two_revisions_stand_side_by_side(operator: Client, package: Package) -> None:
    shown = words(page(operator, f"{history(package, 'compare', '')}?from=1&to=3"))

    assert "What Revision 1 Revision 3" in shown
    for cells in ("Name Basic Standard", "Price 14.99 EUR 17.90 EUR", "Max rooms 10 20"):
        assert cells in shown


def test_two_of_the_same_promise_say_so(operator: Client, package: Package) -> None:
    assert "Both promise the same." in page(operator, f"{history(package, 'compare', '')}?from=2&to=2")


@pytest.mark.parametrize("query", ["", "?from=1", "?from=x&to=2", "?from=1&to=-1", "?from=²&to=1"])
def test_who_chose_no_two_is_asked_to(operator: Client, package: Package, query: str) -> None:
    response = operator.get(f"{history(package, 'compare', '')}{query}", follow=True)

    assert "Choose two revisions" in texts(response)


def test_what_never_was_is_not_found(operator: Client, package: Package) -> None:
    urls = [
        f"{history(package, 'compare', '')}?from=1&to=9",
        f"{history(package, 'compare', '')}?from=99999999999&to=1",
        restore_url(package, 9),
        f"{LIST}0190163d-8694-739b-aea5-966c26f8ad90/history/",
        f"{LIST}nonsense/history/",
    ]

    statuses = {url: operator.get(url, follow=True).status_code for url in urls}

    assert statuses.pop(urls[1]) in (200, 404)
    assert set(statuses.values()) == {404}


def test_a_long_history_has_pages(operator: Client) -> None:
    package = PackageFactory.create()
    for number in range(55):
        update(package, tier=str(number))

    first = page(operator, history(package))
    second = page(operator, f"{history(package)}?before=7")

    assert f"{history(package)}?before=7" in first
    assert "Tier 3 → 4" not in words(first)
    assert "Tier 3 → 4" in words(second)
    assert "Older revisions" not in second


def test_the_history_costs_the_same_for_one_revision_and_for_twenty(operator: Client) -> None:
    package, costs = PackageFactory.create(), []
    page(operator, history(package))
    for count in (0, 20):
        for number in range(count):
            update(package, tier=str(number))
        with CaptureQueriesContext(connection) as captured:
            page(operator, history(package))
        costs.append(len(captured))

    assert costs[0] == costs[1]


def test_the_history_of_a_deleted_package_stays_readable(operator: Client, package: Package) -> None:
    delete_package(key=package.pk, by=BY)

    content = page(operator, history(package))

    assert "Max rooms 10 → 20" in words(content)
    assert "This package was deleted" in content
    assert "Restore" not in words(content)
    assert operator.get(restore_url(package, 1)).status_code == 404


def test_the_pages_send_no_inline_script_or_style(operator: Client, package: Package) -> None:
    update(package, name="<script>alert(1)</script>")

    for url in (history(package), f"{history(package, 'compare', '')}?from=1&to=4", restore_url(package, 1)):
        content = page(operator, url)
        assert "<script>" not in content
        for inline in (" style=", "<style", " onclick=", "javascript:"):
            assert inline not in content


# --- Restoring -------------------------------------------------------------------------------------


def test_restoring_asks_first_and_shows_what_would_change(operator: Client, package: Package) -> None:
    shown = words(page(operator, restore_url(package, 1)))

    assert "Price 17.90 EUR 14.99 EUR" in shown
    assert numbers(package) == [1, 2, 3]


def test_a_revision_is_restored_with_its_reason(operator: Client, package: Package) -> None:
    response = operator.post(restore_url(package, 1), sent(package, 1, reason="A slip."), follow=True)

    assert Package.objects.get().name == "Basic"
    assert "Revision 1 is restored, as revision 4." in texts(response)
    last = revisions(package)[-1]
    assert (last.actor_name, last.reason) == ("admin", "Restored from revision 1. A slip.")
    assert LogEntry.objects.get().change_message == "Restored revision 1."


def test_what_is_promised_already_is_not_restored(operator: Client, package: Package) -> None:
    content = page(operator, restore_url(package, 3))
    operator.post(restore_url(package, 3), sent(package, 3))

    assert "as in revision 3 already" in words(content)
    assert numbers(package) == [1, 2, 3]


def test_what_stands_in_the_way_is_said_and_nothing_is_done(operator: Client, package: Package) -> None:
    update(package, features={"max_rooms": None})
    Feature.objects.filter(pk="max_rooms").update(deprecated=True)
    package.refresh_from_db()

    response = operator.post(restore_url(package, 1), sent(package, 1, reason="Kept."))

    shown = response.content.decode()
    assert "This stands in the way: Max rooms: Is no longer offered for new use." in words(shown)
    assert 'value="Kept."' in shown
    assert numbers(package) == [1, 2, 3, 4]


def test_what_somebody_changed_meanwhile_is_shown_before_it_is_overwritten(
    operator: Client, package: Package
) -> None:
    before = sent(package, 1)
    update(package, tier="30")

    response = operator.post(restore_url(package, 1), before)

    assert "Somebody changed the package meanwhile" in texts(response)
    assert "Tier 30 none" in words(response.content.decode())
    assert 'name="seen" value="4"' in response.content.decode()
    assert numbers(package) == [1, 2, 3, 4]


def test_nothing_is_restored_without_what_was_seen(operator: Client, package: Package) -> None:
    operator.post(restore_url(package, 1), {})

    assert numbers(package) == [1, 2, 3]


# --- Who may ---------------------------------------------------------------------------------------


def test_who_may_look_reads_and_compares_and_restores_nothing(viewer: Client, package: Package) -> None:
    shown = words(page(viewer, history(package)))
    page(viewer, f"{history(package, 'compare', '')}?from=1&to=2")

    assert "Restore" not in shown
    assert viewer.get(restore_url(package, 1)).status_code == 403
    assert viewer.post(restore_url(package, 1), sent(package, 1)).status_code == 403
    assert numbers(package) == [1, 2, 3]


def test_who_may_change_restores(viewer: Client, package: Package) -> None:
    User.objects.get().user_permissions.add(Permission.objects.get(codename="change_package"))

    viewer.post(restore_url(package, 1), sent(package, 1))

    assert numbers(package) == [1, 2, 3, 4]


def test_who_may_not_look_sees_nothing(client: Client, package: Package) -> None:
    client.force_login(User.objects.create_user("clerk", is_staff=True))

    for url in (history(package), f"{history(package, 'compare', '')}?from=1&to=2", restore_url(package, 1)):
        assert client.get(url).status_code == 403


def test_others_are_sent_to_log_in(client: Client, package: Package) -> None:
    for url in (history(package), restore_url(package, 1)):
        assert client.get(url).status_code == 302
