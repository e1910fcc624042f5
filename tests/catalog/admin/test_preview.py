"""The pricing table of a ladder, as an operator checks it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.catalog.admin.test_history import words
from tests.catalog.admin.typed import LIST, page
from tests.catalog.writes import update
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

PREVIEW = f"{LIST}preview/"


def shown(client: Client, query: str = "") -> str:
    return words(page(client, f"{PREVIEW}?{query}")).replace("\xa0", " ").replace("\u202f", " ")


def test_the_page_shows_a_ladder_in_the_chosen_language(operator: Client) -> None:
    sellable(name="Basic", price=Decimal("9.9"), trial_period=14, features={"max_duration": 60})

    found = shown(operator, "language=de-DE")

    for text in ("9,90 € pro Monat", "Kostenlose Testphase: 14 Tage", "Max duration 60 Minuten"):
        assert text in found


def test_the_language_of_the_table_is_told_to_readers(operator: Client) -> None:
    sellable()

    assert 'lang="pt-BR"' in page(operator, f"{PREVIEW}?language=pt-BR")


def test_where_the_words_stay_english_that_is_said(operator: Client) -> None:
    sellable()

    assert "the words around them are English" in shown(operator, "language=pl-PL")
    assert "the words around them are English" not in shown(operator, "language=fr-FR")


def test_what_customers_are_not_shown_is_marked_outside_of_their_table(operator: Client) -> None:
    update(sellable(name="Sold out", tier="10"), has_stock=True, stock_qty=0)
    sellable(name="Secret", tier="20", hidden=True)
    PackageFactory.create(name="Next", tier="30", features={"polls": True})

    found = shown(operator, "show=all")
    mine, theirs = found.split("What customers see")

    assert "Sold out Out of stock" in mine
    assert "Secret Hidden" in mine
    assert "Next Draft" in mine
    assert "Hidden" not in theirs
    assert "Out of stock" not in theirs


def test_an_upgrade_that_is_none_is_told_to_the_operator(operator: Client) -> None:
    sellable(name="Basic", tier="10", price=Decimal(10), features={"polls": True})
    sellable(name="Team", tier="20", price=Decimal(5), features={"max_rooms": 1})

    found = shown(operator).split("What customers see")[0]

    assert "Costs less than Basic, which stands lower (tier 10)." in found
    assert "Polls is not included, but it is in Basic" in found


def test_a_ladder_without_fault_is_ready(operator: Client) -> None:
    sellable(tier="10")

    assert "Ready Every package can be sold" in shown(operator)


def test_a_package_leads_to_its_ladder(operator: Client) -> None:
    sellable(name="Newest", currency="USD")
    package = sellable(name="Yearly", periodicity=1, periodicity_type="year")

    assert "Yearly" in shown(operator, f"package={package.id}")
    assert "Newest" not in shown(operator, f"package={package.id}")


def test_before_there_is_a_package_the_page_says_so(operator: Client) -> None:
    assert "No package to show" in shown(operator)


def test_a_ladder_of_drafts_says_how_to_see_them(operator: Client) -> None:
    PackageFactory.create(name="Next")

    found = shown(operator, "service_type=meet")

    assert "Drafts and hidden too” to see" in found


@pytest.mark.parametrize(
    "query",
    [
        "service_type=x",
        "service_type=meet&currency=%00&term=%00",
        "term=9999999999-month&service_type=meet",
        "term=²-month&service_type=meet",
        "package=nonsense",
        "package=%00",
        "language=%00",
    ],
)
def test_nonsense_in_the_address_is_no_error(operator: Client, query: str) -> None:
    sellable()

    page(operator, f"{PREVIEW}?{query}")


def test_a_term_that_is_none_is_no_error_where_there_is_nothing_to_show(operator: Client) -> None:
    assert "No package to show" in shown(operator, "service_type=meet&term=1-%00")


def test_a_package_leads_to_its_own_ladder(operator: Client) -> None:
    sellable(name="Monthly")
    ended = sellable(name="Yearly", periodicity_type="year", status="inactive")

    content = page(operator, f"{PREVIEW}?package={ended.pk}")

    assert '<option value="1-year" selected>' in content


def test_the_page_costs_the_same_for_one_tier_and_for_eight(operator: Client) -> None:
    costs = []
    for count in (1, 7):
        for number in range(count):
            sellable(tier=str(count * 10 + number))
        page(operator, PREVIEW)
        with CaptureQueriesContext(connection) as captured:
            page(operator, PREVIEW)
        costs.append(len(captured))

    assert costs[0] == costs[1] <= 8
