"""The grid as one looks at it: which packages, in which order, and at what cost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from catalog.models import PackageDocument
from tests.catalog.admin.grid.calls import GRID
from tests.catalog.admin.typed import fields_of, page
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def test_packages_stand_by_tier_with_what_they_say(operator: Client) -> None:
    PackageFactory.create(name="High", tier="20", features={"max_rooms": 9})
    PackageFactory.create(name="Low", tier="3", features={"polls": True})

    sent = fields_of(page(operator, GRID), "grid")

    assert [sent[f"{place}/name"] for place in (0, 1)] == [["Low"], ["High"]]
    assert (sent["0/features/polls"], sent["1/features/max_rooms"]) == (["✓"], ["9"])
    assert sent["0/features/max_rooms"] == [""]


def test_a_choice_shows_what_it_names(operator: Client) -> None:
    PackageFactory.create(name="Euro", tier="10")
    PackageFactory.create(name="Dollar", tier="20", currency="USD")
    PackageFactory.create(name="Yearly", tier="30", periodicity_type="year")
    PackageFactory.create(name="Other", service_type="live")
    PackageFactory.create(name="Gone", retired=True)
    sellable(name="On sale", tier="40")

    def names(query: str) -> list[str]:
        sent = fields_of(page(operator, f"{GRID}?{query}"), "grid")
        return [text[0] for name, text in sent.items() if name.endswith("/name") and text[0]]

    assert names("service_type=meet") == ["Euro", "Dollar", "Yearly", "On sale"]
    assert names("service_type=meet&currency=USD") == ["Dollar"]
    assert names("service_type=meet&term=1+year") == ["Yearly"]
    assert names("service_type=meet&status=active") == ["On sale"]
    assert names("service_type=meet&status=retired") == ["Gone"]
    assert names("service_type=meet&tier_from=15&tier_to=30") == ["Dollar", "Yearly"]
    assert names("service_type=live") == ["Other"]


def test_named_packages_stand_in_the_grid_whatever_they_are(operator: Client) -> None:
    one, other = PackageFactory.create(name="One"), PackageFactory.create(name="Other", service_type="live")

    sent = fields_of(page(operator, f"{GRID}?package={one.pk}&package={other.id}"), "grid")

    assert {sent["0/name"][0], sent["1/name"][0]} == {"One", "Other"}
    assert "2/name" not in sent


@pytest.mark.parametrize(
    "query", ["package=nothing", "page=x&service_type=boat", "tier_from=%00", "page=99999999"]
)
def test_an_address_that_means_nothing_is_no_failure(operator: Client, query: str) -> None:
    PackageFactory.create()

    assert operator.get(f"{GRID}?{query}").status_code == 200


def test_a_catalog_without_packages_has_an_empty_column(operator: Client) -> None:
    assert fields_of(page(operator, GRID), "grid")["0/name"] == [""]


def test_no_more_than_one_screen_is_shown_and_the_rest_is_a_step_away(operator: Client) -> None:
    for number in range(26):
        PackageFactory.create(name=f"Tier {number}", tier=str(number))

    content = page(operator, GRID)
    behind = fields_of(page(operator, f"{GRID}?page=2"), "grid")

    assert "page=2" in content
    assert fields_of(content, "grid")["24/name"] == ["Tier 24"]
    assert behind["0/name"] == ["Tier 25"]


def test_what_does_not_apply_says_why(operator: Client) -> None:
    one = PackageFactory.create(name="One")
    other = PackageFactory.create(name="Other", service_type="live", features={"max_viewers": 5})

    content = page(operator, f"{GRID}?package={one.pk}&package={other.pk}")

    assert "Does not apply to Web Meeting, only to Live Streaming, Webcast, Audio Broadcast." in content


def test_a_package_of_which_nothing_is_recorded_is_told(operator: Client) -> None:
    package = PackageFactory.create(name="Unrecorded")
    PackageDocument.objects.all().delete()

    content = page(operator, f"{GRID}?package={package.pk}")

    assert "Not shown, because nothing is recorded of them: Unrecorded." in content


def test_the_ladder_is_judged_as_one_looks(operator: Client) -> None:
    PackageFactory.create(name="Low", tier="10", price=Decimal(20))
    PackageFactory.create(name="High", tier="20", price=Decimal(10))

    assert "Costs less than Low, which stands lower (tier 10)." in page(operator, GRID)


def test_the_grid_costs_the_same_for_one_package_and_for_a_screen_full(operator: Client) -> None:
    PackageFactory.create(features={"max_rooms": 5})
    page(operator, GRID)
    costs = []
    for many in (0, 24):
        for number in range(many):
            PackageFactory.create(tier=str(number), features={"max_rooms": 5, "polls": True})
        with CaptureQueriesContext(connection) as captured:
            page(operator, GRID)
        costs.append(len(captured))

    assert costs[0] == costs[1]
    assert costs[1] <= 7


def test_the_largest_grid_can_be_sent_without_a_script(operator: Client, settings: Settings) -> None:
    rows, columns = 6 + 60, 50

    assert columns * (rows + 1) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
