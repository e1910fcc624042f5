"""Documents side by side: which lines there are, what stands in them, and what is the same."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from catalog.changes import FeatureChange
from catalog.comparison.compared import compared
from catalog.comparison.lines import Line, Part
from catalog.differences import parsed
from catalog.models import Package, PackageDocument
from features.models import Feature
from tests.catalog.writes import update
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def documents(*packages: Package) -> list[dict[str, Any]]:
    return [parsed(PackageDocument.objects.get(pk=package.pk).text) for package in packages]


def parts(*packages: Package, only_differences: bool = False) -> tuple[Part, ...]:
    return compared(documents(*packages), Feature.objects.by_code(), only_differences=only_differences)


def lines(*packages: Package, only_differences: bool = False) -> dict[str, Line]:
    found = parts(*packages, only_differences=only_differences)
    return {line.label: line for part in found for line in part.lines}


def texts(line: Line) -> list[str]:
    return [cell.text for cell in line.cells]


def test_a_field_stands_in_a_line_with_a_cell_for_each_document() -> None:
    found = lines(PackageFactory.create(price=Decimal("9.9")), PackageFactory.create(price=Decimal(12)))

    assert texts(found["Price"]) == ["9.90 EUR", "12.00 EUR"]
    assert found["Price"].differs


def test_a_cell_that_says_what_the_first_one_says_is_the_same() -> None:
    found = lines(*(PackageFactory.create(tier=tier) for tier in ("10", "20", "10")))

    assert [cell.is_same for cell in found["Tier"].cells] == [False, False, True]


def test_equal_numbers_in_other_currencies_are_not_the_same() -> None:
    found = lines(PackageFactory.create(currency="EUR"), PackageFactory.create(currency="USD"))

    assert found["Price"].differs
    assert not found["Sign-up fee"].differs


def test_a_number_and_its_unit_are_one_thing() -> None:
    monthly = PackageFactory.create(trial_period=2, trial_interval="week")
    daily = PackageFactory.create(trial_period=2, trial_interval="day")

    assert texts(lines(monthly, daily)["Trial"]) == ["2 weeks", "2 days"]


def test_what_is_none_has_no_unit_to_differ_in() -> None:
    one, other = PackageFactory.create(trial_interval="week"), PackageFactory.create(trial_interval="day")

    assert not lines(one, other)["Trial"].differs


def test_differences_only_leaves_out_what_is_the_same_and_parts_without_lines() -> None:
    one, other = PackageFactory.create(name="A", tier="10"), PackageFactory.create(name="A", tier="20")

    found = parts(one, other, only_differences=True)

    assert [(part.title, [line.label for line in part.lines]) for part in found] == [
        ("Price and term", ["Tier"])
    ]


def test_equal_documents_have_no_difference() -> None:
    package = PackageFactory.create()

    assert parts(package, package, only_differences=True) == ()


# --- Features --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("matrix")
def test_features_stand_in_their_groups_in_the_order_of_the_matrix_with_units() -> None:
    package = PackageFactory.create(
        features={"recording": True, "dial_in_minutes": 500, "max_participants": 25, "max_storage": 5}
    )

    found = [(part.title, [(line.label, line.unit) for line in part.lines]) for part in parts(package)]

    assert found[-3:] == [
        ("Capacity", [("Max participants", "")]),
        ("Conversation", [("Dial-in minutes", "minutes per month")]),
        ("Recording", [("Recording", ""), ("Max storage", "GB")]),
    ]


@pytest.mark.usefixtures("matrix")
def test_a_feature_that_one_package_lacks_is_nothing_there() -> None:
    has = PackageFactory.create(features={"polls": True})

    cells = lines(has, PackageFactory.create())["Polls"].cells

    assert [(cell.text, cell.is_there) for cell in cells] == [("included", True), ("–", False)]


@pytest.mark.usefixtures("matrix")
def test_unlimited_a_number_and_a_unit_price_are_said() -> None:
    one = PackageFactory.create()
    update(one, features={"max_storage": True})
    other = PackageFactory.create()
    update(other, features={"max_storage": FeatureChange(5, Decimal("0.15"))})

    cells = lines(one, other)["Max storage"].cells

    assert [(cell.text, cell.note) for cell in cells] == [("unlimited", ""), ("5", "0.15 EUR a unit")]


@pytest.mark.usefixtures("matrix")
def test_what_the_matrix_said_otherwise_then_has_a_line() -> None:
    package = PackageFactory.create(features={"max_storage": 5})
    now, then = documents(package, package)
    then["features"] = [{**then["features"][0], "aggregation_type": "max_agg"}]

    found = compared([then, now], Feature.objects.by_code(), only_differences=True)

    assert [line.label for part in found for line in part.lines] == ["Max storage: aggregation type"]


# --- Rows by key -------------------------------------------------------------------------------------


def test_providers_and_their_settings_have_lines() -> None:
    provider = ProviderFactory.create(provider_name="BBB")
    found = lines(PackageFactory.create(providers=[provider]), PackageFactory.create())

    assert texts(found["BBB"]) == ["default", "–"]


def test_settings_metadata_and_notifications_are_held_against_each_other_by_key() -> None:
    one = PackageFactory.create(
        package_settings={"color": "red"},
        package_metadata={"channel": 1},
        notification_preferences=[{"event": "renewed", "channels": ["email"]}],
    )
    other = PackageFactory.create(package_settings={"color": "blue"})

    found = lines(one, other)

    assert texts(found["Setting color"]) == ["red", "blue"]
    assert texts(found["Metadata channel"]) == ["1", "–"]
    assert texts(found["Renewed"]) == ["email", "–"]


def test_a_null_is_something_else_than_no_key() -> None:
    one = PackageFactory.create(package_settings={"color": None})

    assert lines(one, PackageFactory.create())["Setting color"].differs


def test_a_field_that_nobody_has_placed_is_shown() -> None:
    document = documents(PackageFactory.create())[0] | {"color_of_the_year": "teal"}

    found = compared([document], {}, only_differences=False)

    assert ("Color of the year", "teal") in [
        (line.label, line.cells[0].text) for part in found for line in part.lines
    ]
