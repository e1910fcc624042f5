"""Packages side by side, found, chosen and shared by the address."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.admin.compare import columns
from catalog.models import Package
from tests.catalog.admin.test_history import words
from tests.catalog.admin.typed import LIST, change_url, page, texts
from tests.catalog.writes import update
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

COMPARE = f"{LIST}compare/"


def address(*packages: Package, **more: str) -> str:
    return f"{COMPARE}?{urlencode([*(('package', str(p.pk)) for p in packages), *more.items()])}"


def chosen_in_the_list(client: Client, *packages: Package) -> Any:
    sent = {"action": "compare", "_selected_action": [str(package.pk) for package in packages], "index": "0"}
    return client.post(LIST, sent, follow=True)


def links(html: str) -> list[str]:
    return [url.replace("&amp;", "&") for url in re.findall(r'href="([^"]*)"', html)]


@pytest.fixture
def pair() -> list[Package]:
    basic = PackageFactory.create(name="Basic", tier="10", features={"max_rooms": 5, "polls": True})
    return [basic, PackageFactory.create(name="Team", tier="20", features={"max_rooms": 9, "polls": True})]


def test_fields_and_features_stand_side_by_side(operator: Client, pair: list[Package]) -> None:
    shown = words(page(operator, address(*pair)))

    for cells in ("Tier 10 20", "Max rooms 5 9", "Polls included included"):
        assert cells in shown


def test_the_address_asks_for_the_differences_only(operator: Client, pair: list[Package]) -> None:
    shown = words(page(operator, address(*pair, show="differences")))

    assert "Max rooms 5 9" in shown
    assert "Polls" not in shown


def test_what_says_the_same_everywhere_is_said_so(operator: Client) -> None:
    pair = [PackageFactory.create(name="Twin"), PackageFactory.create(name="Twin")]

    assert "All of them say the same" in page(operator, address(*pair, show="differences"))


def test_each_column_leads_to_the_package_its_history_and_other_comparisons(
    operator: Client, pair: list[Package]
) -> None:
    basic, team = pair

    found = links(page(operator, address(*pair)))

    assert {change_url(team), f"{LIST}{team.pk}/history/"} <= set(found)
    assert address(team, basic, show="all") in found
    assert address(basic, show="all") in found


def test_columns_stand_in_the_order_of_the_address_each_once(operator: Client, pair: list[Package]) -> None:
    basic, team = pair

    response = operator.get(address(team, basic, team))

    assert [column.name for column in response.context["columns"]] == ["Team", "Basic"]


def test_an_id_is_as_good_as_a_uuid(operator: Client, pair: list[Package]) -> None:
    response = operator.get(f"{COMPARE}?package={pair[0].id}&package={pair[1].ulid}")

    assert len(response.context["columns"]) == 2


def test_what_is_gone_or_never_was_is_said_and_the_others_are_shown(
    operator: Client, pair: list[Package]
) -> None:
    gone = pair[1].pk
    Package.objects.filter(pk=gone).delete()

    content = page(operator, f"{address(*pair)}&package=nonsense")

    assert "One package: not there any more" in content
    assert "One package: no package has such an id" in content
    assert "Add another package" in content


def test_more_than_fit_are_left_out_and_that_is_said(
    operator: Client, pair: list[Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "MOST", 1)

    response = operator.get(address(*pair))

    assert len(response.context["columns"]) == 1
    assert "One package: left out" in response.content.decode()


def test_without_packages_the_page_says_how_to_begin(operator: Client) -> None:
    assert "Nothing to compare yet" in page(operator, COMPARE)


def test_without_a_script_a_package_is_looked_for_and_added_by_a_link(
    operator: Client, pair: list[Package]
) -> None:
    basic, team = pair

    content = page(operator, address(basic, q="team"))

    assert address(basic, team, show="all") in links(content)
    assert "No package has" in page(operator, address(basic, q="nothing like it"))


@pytest.mark.parametrize("query", ["q=%00", "package=%00", "show=x", "package=", "q=%25"])
def test_nonsense_in_the_address_is_no_error(operator: Client, query: str) -> None:
    page(operator, f"{COMPARE}?{query}")


def test_names_are_shown_as_texts(operator: Client) -> None:
    bold = [PackageFactory.create(name="<b>Bold</b>"), PackageFactory.create()]

    content = page(operator, address(*bold, q="bold"))

    assert "<b>Bold" not in content
    for inline in (" style=", "<style", " onclick=", "javascript:"):
        assert inline not in content


def test_the_page_costs_the_same_for_two_packages_and_for_twenty(operator: Client) -> None:
    packages, costs = [PackageFactory.create(features={"polls": True}) for _ in range(20)], []
    page(operator, address(*packages))
    for count in (2, 20):
        with CaptureQueriesContext(connection) as captured:
            page(operator, address(*packages[:count], q="package"))
        costs.append(len(captured))

    assert costs[0] == costs[1] <= 5


# --- Looking for packages ----------------------------------------------------------------------------


def test_what_is_typed_is_answered_with_packages_and_what_tells_them_apart(operator: Client) -> None:
    package = sellable(name="Meetings", tier="20")

    answer = operator.get(f"{COMPARE}search/", {"q": "meetings"}).json()

    assert answer == {
        "results": [
            {
                "id": str(package.pk),
                "name": "Meetings",
                "words": "Web Meeting · tier 20 · €14.99 / month · Active",
            }
        ]
    }


# --- From the list -----------------------------------------------------------------------------------


def test_the_list_leads_to_a_comparison_of_what_is_chosen(operator: Client, pair: list[Package]) -> None:
    response = chosen_in_the_list(operator, *pair)

    assert response.redirect_chain[0][0] == address(*pair)


def test_one_alone_is_not_compared(operator: Client, pair: list[Package]) -> None:
    assert "Choose 2 to 25 packages" in texts(chosen_in_the_list(operator, pair[0]))


# --- Revisions ---------------------------------------------------------------------------------------


def test_two_revisions_show_what_did_not_change_when_asked(operator: Client, pair: list[Package]) -> None:
    update(pair[0], features={"max_rooms": 6})
    url = f"{LIST}{pair[0].pk}/history/compare/?from=1&to=2"

    assert "Polls" not in words(page(operator, url))
    shown = words(page(operator, f"{url}&show=all"))
    assert "Polls included included" in shown
    assert "Max rooms 5 6" in shown


def test_another_order_of_the_settings_is_a_difference(operator: Client) -> None:
    first, second = {"key": "a", "value": 1}, {"key": "b", "value": 2}
    package = PackageFactory.create(package_settings=[first, second])
    update(package, package_settings=[second, first])

    content = page(operator, f"{LIST}{package.pk}/history/compare/?from=1&to=2")

    assert "Package settings reordered" in content
    assert "Both promise the same" not in content


def test_a_unit_of_nothing_is_a_difference_too(operator: Client) -> None:
    package = PackageFactory.create(tier="10")
    update(package, trial_interval="week", tier="20")

    content = page(operator, f"{LIST}{package.pk}/history/compare/?from=1&to=2")

    assert "Trial unit day → week" in content


# --- Who may -----------------------------------------------------------------------------------------


def test_who_may_look_at_packages_compares_them(viewer: Client, pair: list[Package]) -> None:
    page(viewer, address(*pair))
    page(viewer, f"{COMPARE}search/?q=x")
    page(viewer, f"{LIST}preview/")


def test_who_may_not_look_sees_nothing(client: Client, pair: list[Package]) -> None:
    client.force_login(User.objects.create_user("clerk", is_staff=True))

    for url in (address(*pair), f"{COMPARE}search/?q=x", f"{LIST}preview/"):
        assert client.get(url).status_code == 403
