"""The list of packages: what it shows, how it is searched, filtered and ordered."""

from __future__ import annotations

import html
import re
from decimal import Decimal

import pytest
from django.test import Client

from catalog.admin import list_page
from features.models import Feature
from tests.catalog.admin.typed import LIST, page
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def listed(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{LIST}?{query}", follow=True)
    assert response.status_code == 200
    return [package.name for package in response.context["cl"].result_list]


def cells(client: Client) -> dict[str, str]:
    """The texts of the only row by their column."""
    row = page(client, LIST).split("<tbody>")[1]
    found = re.findall(r'<t[dh] class="field-(\w+)"[^>]*>(.*?)</t[dh]>', row, re.DOTALL)
    return {name: re.sub(r"<[^>]*>", "", text).strip() for name, text in found}


def test_a_row_says_everything_that_is_worth_a_look(operator: Client) -> None:
    sellable(name="Basic", price=Decimal("1234.5"), currency="USD", periodicity=6, tier="10")

    row = cells(operator)

    assert row["package"] == "Basic"
    assert row["type"] == "Web Meeting"
    assert row["state"] == "Active"
    assert row["priced"] == "$1,234.50 / 6 months"
    assert row["shown_tier"] == "10"
    assert row["availability"] == "Can be sold"
    assert row["feature_count"] == "1"
    assert row["changed"] == "just now"


def test_a_package_that_can_not_be_sold_shows_its_first_reason_and_how_many_more(operator: Client) -> None:
    PackageFactory.create(price=None)

    assert cells(operator)["availability"] == "Draft +3"
    assert "The price is not decided; set one (0 is free)." in page(operator, LIST)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"price": None}, "Not decided"),
        ({"price": Decimal(0)}, "Free"),
        ({"price": Decimal(99), "currency": "JPY", "periodicity": 0}, "¥99 once"),
        ({"price": Decimal("1.5"), "currency": "KWD", "periodicity_type": "year"}, "KWD 1.500 / year"),
    ],
)
def test_prices_are_written_as_their_currency_writes_them(
    operator: Client, values: dict[str, object], text: str
) -> None:
    PackageFactory.create(**values)

    assert cells(operator)["priced"].replace("\xa0", " ") == text


def test_is_ordered_by_name_as_people_order_names(operator: Client) -> None:
    for name in ("Plan 10", "Éclair", "plan 2", "zeta", "eagle"):
        PackageFactory.create(name=name)

    assert listed(operator) == ["eagle", "Éclair", "plan 2", "Plan 10", "zeta"]


def test_tiers_are_ordered_by_their_numbers(operator: Client) -> None:
    for tier in ("10", "2", "1"):
        PackageFactory.create(name=f"tier {tier}", tier=tier)

    assert listed(operator, "o=5") == ["tier 1", "tier 2", "tier 10"]


def test_search_finds_words_of_names_and_descriptions_without_their_accents(operator: Client) -> None:
    PackageFactory.create(name="São Paulo", description="für große Teams")
    PackageFactory.create(name="Lisboa")

    assert listed(operator, "q=sao+GROSSE") == ["São Paulo"]
    assert listed(operator, "q=sao+lisboa") == []


def test_search_finds_a_package_by_any_spelling_of_its_key(operator: Client) -> None:
    package = PackageFactory.create(name="Mine")
    PackageFactory.create(name="Other")

    for spelling in (package.id, package.ulid, str(package.uuid)):
        assert listed(operator, f"q={spelling}") == ["Mine"]


def test_filters_leave_only_what_was_asked_for(operator: Client) -> None:
    provider = ProviderFactory.create()
    sellable(name="sold", providers=[provider], features={"polls": True})
    PackageFactory.create(name="live", service_type="live", currency="USD", hidden=True)
    PackageFactory.create(name="over", retired=True)

    assert listed(operator, "service_type=live") == ["live"]
    assert listed(operator, "status=active") == ["sold"]
    assert listed(operator, "sellable=yes") == ["sold"]
    assert listed(operator, "sellable=no&retired=no") == ["live"]
    assert listed(operator, "retired=yes") == ["over"]
    assert listed(operator, "hidden=yes") == ["live"]
    assert listed(operator, "currency=USD") == ["live"]
    assert listed(operator, "feature=polls") == ["sold"]
    assert listed(operator, f"provider={provider.pk}") == ["sold"]


def test_packages_are_found_by_a_feature_that_the_platform_has_lost(operator: Client) -> None:
    sellable(name="has it", features={"polls": True})
    PackageFactory.create(name="has it not")
    Feature.objects.filter(pk="polls").update(since="99.0")

    assert listed(operator, "feature=polls") == ["has it"]


@pytest.mark.parametrize(
    "query", ["provider=x", "service_type=%00", "tier=%00", "q=%00", "sellable=maybe", "p=99", "o=77", "zz=1"]
)
def test_what_no_link_of_the_page_says_is_no_fault(operator: Client, query: str) -> None:
    PackageFactory.create()

    assert operator.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_only_currencies_in_use_are_offered(operator: Client) -> None:
    for currency in ("EUR", "JPY", "EUR"):
        PackageFactory.create(currency=currency, price=None)
    PackageFactory.create(currency="", price=None)

    content = page(operator, LIST)

    offered = content.split('name="currency"')[1].split("</select>")[0]
    assert sorted(re.findall(r'value="([A-Z]+)"', offered)) == ["EUR", "JPY"]


def test_counting_stops_where_nobody_looks_any_more(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    PackageFactory.create_batch(3)
    monkeypatch.setattr(list_page, "MOST_COUNTED", 2)

    assert "2 packages or more" in page(operator, LIST)


def chips(content: str) -> dict[str, str]:
    """The links that take a filter away, by what they take away."""
    found = re.findall(r'class="chip"\s+href="([^"]*)"\s+aria-label="([^"]*), remove"', content)
    return {html.unescape(label): html.unescape(link) for link, label in found}


def test_each_filter_in_force_is_a_chip_that_takes_it_away(operator: Client) -> None:
    PackageFactory.create(name="Basic")

    shown = chips(page(operator, f"{LIST}?q=basic&status=draft&sellable=no&o=4"))

    assert shown == {
        "Search: basic": "?o=4&sellable=no&status=draft",
        "Status: Draft": "?o=4&q=basic&sellable=no",
        "Availability: Can't be sold": "?o=4&q=basic&status=draft",
    }


def test_without_filters_there_are_no_chips(operator: Client) -> None:
    assert chips(page(operator, LIST)) == {}


def test_what_the_form_sends_empty_is_left_out_of_the_address(operator: Client) -> None:
    response = operator.get(f"{LIST}?q=&status=draft&currency=&sellable=")

    assert (response.status_code, response.headers["Location"]) == (302, f"{LIST}?status=draft")


def test_a_catalog_without_packages_says_what_to_do_first(operator: Client) -> None:
    content = page(operator, LIST)

    assert "No packages yet" in content
    assert "Add the first package" in content


def test_a_search_that_finds_nothing_says_how_to_find_more(operator: Client) -> None:
    PackageFactory.create()

    content = page(operator, f"{LIST}?q=nothing")

    assert "No packages like that" in content
    assert "show all packages" in content
