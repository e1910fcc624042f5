"""The home page: what an operator is told, where each line leads, and what it costs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from features.models import Feature
from providers.models import Provider
from tests.catalog.admin.typed import change_url, page
from tests.catalog.home.switching import switch
from tests.catalog.writes import update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

HOME = "/admin/"
LIST = "/admin/catalog/package/"
CODENAMES = ("view_package", "view_provider", "view_feature")


def words(html: str) -> str:
    """What a reader sees of a page, in one line."""
    main = html[html.index('<div id="content-main"') :]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def links(html: str) -> list[str]:
    main = html[html.index('<div id="content-main"') :]
    return [url.replace("&amp;", "&") for url in re.findall(r'href="([^"]*)"', main)]


def clerk(client: Client, *codenames: str) -> Client:
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return client


def troubles() -> dict[str, Any]:
    """A catalog in which each card has something to say."""
    package = sellable(name="Without price")
    update(package, price=None)
    provider = ProviderFactory.create(provider_name="BBB Off")
    orphan = sellable(name="Orphan", providers=[provider])
    switch(provider, on=False)
    few = sellable(name="Few left", has_stock=True, stock_qty=2)
    FeatureFactory.create(code="old", name="Old feature")
    old = PackageFactory.create(name="Old style", features={"old": True})
    Feature.objects.filter(pk="old").update(deprecated=True)
    return {"package": package, "provider": provider, "orphan": orphan, "few": few, "old": old}


def test_each_line_leads_to_where_it_is_mended(operator: Client) -> None:
    made = troubles()

    found = links(page(operator, HOME))

    assert f"{change_url(made['package'])}#id_price" in found
    assert f"{change_url(made['orphan'])}#section-providers" in found
    assert f"/admin/providers/provider/{made['provider'].pk}/change/" in found
    assert f"{change_url(made['few'])}#id_stock_change" in found
    assert f"{change_url(made['old'])}#section-features" in found
    assert f"{LIST}?status=active&retired=no&sellable=no&reason=no_price" in found


def test_a_count_leads_to_the_list_of_just_those(operator: Client) -> None:
    troubles()
    wanted = {
        f"{LIST}?status=active&retired=no&sellable=no&reason=no_price": "Without price",
        f"{LIST}?status=active&retired=no&stock=low": "Few left",
        f"{LIST}?feature=old": "Old style",
        f"{LIST}?status=draft&retired=no": "Old style",
    }
    found = links(page(operator, HOME))

    for url, name in wanted.items():
        assert url in found
        shown = operator.get(url).context["cl"].result_list
        assert [package.name for package in shown] == [name]


def test_what_is_low_is_said_in_words(operator: Client) -> None:
    troubles()

    shown = words(page(operator, HOME))

    assert "10 or fewer left 1 package" in shown
    assert "Few left 2 left" in shown
    assert "BBB Off default of 1 package Switched off." in shown


def test_when_nothing_needs_anybody_that_is_said(operator: Client) -> None:
    sellable()

    assert "Nothing needs you" in words(page(operator, HOME))


def test_nothing_is_said_of_what_an_operator_may_not_look_at(viewer: Client) -> None:
    sellable()
    ProviderFactory.create(active=False)

    shown = words(page(viewer, HOME))

    assert "Nothing that you may look at needs anybody." in shown
    assert "every provider" not in shown


def test_a_draft_alone_disturbs_nobody(operator: Client) -> None:
    sellable()
    PackageFactory.create(name="Later")

    shown = words(page(operator, HOME))

    assert "Nothing needs you" in shown
    assert "Later" in shown


def test_the_first_day_begins_with_three_steps(operator: Client) -> None:
    found = links(page(operator, HOME))

    assert found[:3] == [
        "/admin/features/feature/",
        "/admin/providers/provider/add/",
        "/admin/catalog/package/add/",
    ]


def test_numbers_by_service_and_status_lead_to_the_list(operator: Client) -> None:
    sellable()
    PackageFactory.create(service_type="live")

    found = links(page(operator, HOME))

    assert f"{LIST}?status=active&service_type=meet" in found
    assert f"{LIST}?status=draft&service_type=live" in found
    assert f"{LIST}?status=inactive&service_type=meet" not in found


def test_what_changed_is_told_until_it_is_marked_as_seen(operator: Client) -> None:
    update(sellable(name="Basic"), tier="10")
    connection.check_constraints()
    content = page(operator, HOME)
    seen = re.search(r'name="seen"\s+value="(\d+)"', content)

    assert seen
    assert "olivia just now Basic just now Tier none → 10" in words(content)
    operator.post(HOME, {"seen": seen[1]})
    assert "Since your last visit Nothing changed." in words(page(operator, HOME))


@pytest.mark.parametrize("seen", ["", "x", "-1", "²", "9" * 40])
def test_a_nonsense_mark_is_no_error(operator: Client, seen: str) -> None:
    page(operator, HOME)

    assert operator.post(HOME, {"seen": seen}).status_code == 302


def test_names_are_shown_as_texts(operator: Client) -> None:
    update(sellable(name="<b>Bold</b>"), price=None)
    connection.check_constraints()

    content = page(operator, HOME)

    assert "<b>Bold" not in content
    for inline in (" style=", "<style", " onclick=", "javascript:"):
        assert inline not in content


# --- Who may see what ------------------------------------------------------------------------------


def test_who_may_see_nothing_is_shown_nothing(client: Client) -> None:
    made = troubles()
    connection.check_constraints()

    shown = words(page(clerk(client), HOME))

    for name in ("Without price", "BBB Off", "Old feature", made["old"].name):
        assert name not in shown


def test_who_may_see_providers_alone_is_told_no_package(client: Client) -> None:
    troubles()
    connection.check_constraints()

    shown = words(page(clerk(client, "view_provider"), HOME))

    assert "BBB Off" in shown
    assert "Orphan" not in shown
    assert "Without price" not in shown


def test_who_may_see_packages_alone_is_told_no_provider(client: Client) -> None:
    troubles()
    connection.check_constraints()

    shown = words(page(clerk(client, "view_package"), HOME))

    assert "Without price" in shown
    assert "Providers that can't serve" not in shown
    assert "Old feature" not in shown


def test_others_are_sent_to_log_in(client: Client) -> None:
    assert client.get(HOME).status_code == 302


# --- What it costs ---------------------------------------------------------------------------------


def test_the_page_costs_the_same_for_little_and_for_much(client: Client) -> None:
    viewer, costs = clerk(client, *CODENAMES), []
    for _ in range(3):
        for _ in range(4):
            troubled = sellable(providers=[ProviderFactory.create()])
            update(troubled, price=None)
            switch(Provider.objects.latest("uuid"), on=False)
            FeatureFactory.create(deprecated=True)
        connection.check_constraints()
        with CaptureQueriesContext(connection) as captured:
            page(viewer, HOME)
        costs.append(len(captured))

    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= 15
