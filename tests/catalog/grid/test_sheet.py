"""What was typed in the grid, laid over the packages of now."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from catalog.actions.save_many import ManyRefused
from catalog.grid.review import review, save
from catalog.grid.rows import Row, grid_rows
from catalog.grid.sheet import Sheet, Typed, typed_sheet
from catalog.grid.steps import steps_of
from catalog.grid.writes import cell_problems, rule_problems, write_of
from catalog.models import Package, PackageFeature, PackageRevision
from features.models import Feature
from tests.catalog.writes import BY, document, numbers, update
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


@pytest.fixture
def rows(matrix: dict[str, Feature]) -> dict[str, Row]:
    return grid_rows(matrix.values())


def over(package: Package, place: str = "0", **texts: str) -> Typed:
    """Texts typed over a package as it is; `max_rooms` and the like are features."""
    return Typed(place, package.pk, package.revision, _named(texts))


def new(place: str, **texts: str) -> Typed:
    return Typed(place, None, None, _named(texts))


def _named(texts: dict[str, str]) -> dict[str, str]:
    fields = ("name", "tier", "price", "signup_fee", "currency", "term")
    return {name if name in fields else f"features/{name}": text for name, text in texts.items()}


def sheet(rows: dict[str, Row], *typed: Typed) -> Sheet:
    return typed_sheet(rows, typed, service_type="meet")


def problems(found: Sheet) -> set[tuple[str, str]]:
    writes = [write_of(column) for column in found.changed]
    return {
        (one.place, one.row)
        for one in cell_problems(found.changed, rule_problems(writes, matrix=found.matrix))
    }


# --- Writing ---------------------------------------------------------------------------------------


def test_each_changed_package_gets_one_revision_with_the_reason(rows: dict[str, Row]) -> None:
    first, second, third = (PackageFactory.create(features={"max_rooms": 5}) for _ in range(3))
    typed = [
        over(first, "0", price="20", max_rooms="∞", polls="x"),
        over(second, "1", price="14.99", max_rooms="5"),
        over(third, "2", max_rooms="", tier="30"),
    ]

    save(sheet(rows, *typed), by=BY, reason="Spring prices")

    assert [numbers(package) for package in (first, second, third)] == [[1, 2], [1], [1, 2]]
    assert document(first)["price"] == 20
    assert {row["code"]: row["value"] for row in document(first)["features"]} == {
        "max_rooms": True,
        "polls": True,
    }
    assert document(third)["features"] == []
    assert set(PackageRevision.objects.filter(number=2).values_list("reason", flat=True)) == {"Spring prices"}


def test_what_the_grid_does_not_show_survives(rows: dict[str, Row]) -> None:
    package = sellable(features={"max_rooms": 5}, description="Long", trial_period=14)
    PackageFeature.objects.filter(package=package).update(unit_price=Decimal("0.25"))

    save(sheet(rows, over(package, max_rooms="10")), by=BY, reason="")

    row = PackageFeature.objects.get(package=package)
    assert (row.limit_value, row.unit_price) == (10, Decimal("0.25"))
    stored = Package.objects.get()
    assert (stored.description, stored.trial_period, stored.status) == ("Long", 14, "active")


def test_a_new_column_becomes_a_draft(rows: dict[str, Row]) -> None:
    typed = new("3", name="Plus", tier="20", price="R$ 19,90", currency="BRL", term="1 year", max_rooms="10")

    save(sheet(rows, typed), by=BY, reason="")

    made = Package.objects.get()
    assert (made.name, made.tier, made.price, made.currency) == ("Plus", "20", Decimal("19.9"), "BRL")
    assert (made.status, made.service_type, made.periodicity_type) == ("draft", "meet", "year")
    assert made.features.get().limit_value == 10


def test_a_new_column_in_which_only_the_currency_and_term_stand_is_none(rows: dict[str, Row]) -> None:
    assert sheet(rows, new("3", currency="EUR", term="1 year")).changed == []


def test_everything_wrong_is_told_by_cell(rows: dict[str, Row]) -> None:
    package = PackageFactory.create()
    typed = [over(package, "0", price="dear", name="", max_rooms="0"), new("1", price="5", max_viewers="10")]

    found = problems(sheet(rows, *typed))

    assert found == {
        ("0", "price"),
        ("0", "name"),
        ("0", "features/max_rooms"),
        ("1", "name"),
        ("1", "currency"),
        ("1", "features/max_viewers"),
    }


def test_the_check_finds_what_saving_would_refuse(rows: dict[str, Row]) -> None:
    package = PackageFactory.create(currency="JPY", price=Decimal(100))
    typed = sheet(rows, over(package, price="14.99", term="1 month", currency="jpy"), new("1", tier="x" * 30))

    with pytest.raises(ManyRefused) as refused:
        save(typed, by=BY, reason="")

    told = {(one.place, one.row) for one in cell_problems(typed.changed, refused.value.problems)}
    assert told == problems(typed) == {("0", "price"), ("1", "tier"), ("1", "name")}
    assert Package.objects.get().revision == 1


def test_the_check_costs_the_same_for_one_package_and_for_many(
    rows: dict[str, Row], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    packages = [PackageFactory.create(features={"max_rooms": 5}) for _ in range(6)]
    typed = [over(package, str(place), max_rooms="7") for place, package in enumerate(packages)]

    for some in (typed[:1], typed):
        with django_assert_max_num_queries(5):
            problems(sheet(rows, *some))


# --- Reviewing -------------------------------------------------------------------------------------


def test_the_review_says_in_words_what_saving_would_do_and_stores_nothing(rows: dict[str, Row]) -> None:
    package = sellable(name="Basic", features={"max_rooms": 5})
    typed = [
        over(package, price="17.90", max_rooms=""),
        new("1", name="Plus", price="19", currency="usd", max_storage="10", max_duration="u", polls="x"),
    ]

    reviewed = review(sheet(rows, *typed), by=BY)

    assert [difference.text for difference in reviewed[0].differences] == [
        "Price 14.99 → 17.90 EUR",
        "Max rooms removed",
    ]
    assert reviewed[0].lost_sale
    assert {line.label: line.text for line in reviewed[1].lines} == {
        "Name": "Plus",
        "Price": "19.00 USD",
        "Term": "1 month",
        "Max duration": "unlimited",
        "Max storage": "10 GB",
        "Polls": "✓",
    }
    assert Package.objects.get().revision == 1


# --- The ladder ------------------------------------------------------------------------------------


def test_the_ladder_is_judged_as_it_would_become(rows: dict[str, Row]) -> None:
    low = PackageFactory.create(name="Low", tier="10", price=Decimal(10), features={"max_rooms": 5})
    high = PackageFactory.create(name="High", tier="20", price=Decimal(20), features={"max_rooms": 9})

    assert steps_of(sheet(rows, over(low), over(high, "1"))) == []
    found = steps_of(sheet(rows, over(low, max_rooms="∞"), over(high, "1", price="9")))

    assert {(step.place, step.row) for step in found} == {("1", "features/max_rooms"), ("1", "price")}


def test_a_new_column_stands_on_the_ladder_once_something_is_typed(rows: dict[str, Row]) -> None:
    low = PackageFactory.create(name="Low", tier="10", price=Decimal(10), features={"max_rooms": 5})
    typed = new("1", name="Up", tier="20", price="5", currency="EUR")

    found = steps_of(sheet(rows, over(low), typed))

    assert {(step.place, step.row) for step in found} == {("1", "features/max_rooms"), ("1", "price")}
    assert steps_of(sheet(rows, over(low), new("1", currency="EUR", term="1 month"))) == []


# --- Two people ------------------------------------------------------------------------------------


def test_changes_of_different_cells_go_together(rows: dict[str, Row]) -> None:
    package = PackageFactory.create(tier="10", features={"max_rooms": 5})
    typed = over(package, price="20")
    update(package, tier="30")

    found = sheet(rows, typed)

    (column,) = found.columns
    assert (column.moved["tier"].was, column.moved["tier"].now) == ("10", "30")
    assert column.clashes == {}
    assert column.edits.values == {"price": Decimal(20)}
    assert column.authors == ("olivia",)
    assert found.is_contested


def test_one_cell_that_two_people_changed_has_to_be_decided(rows: dict[str, Row]) -> None:
    package = PackageFactory.create(features={"max_rooms": 5})
    typed = over(package, max_rooms="20", tier="30")
    update(package, features={"max_rooms": 8})

    (column,) = sheet(rows, typed).columns

    assert (column.clashes["features/max_rooms"].was, column.clashes["features/max_rooms"].now) == ("5", "8")
    assert column.texts["features/max_rooms"] == "20"
    assert column.edits.values == {"tier": "30"}
    assert set(column.edits.problems) == {"features/max_rooms"}


def test_two_people_who_typed_the_same_agree(rows: dict[str, Row]) -> None:
    package = PackageFactory.create(features={"max_rooms": 5})
    typed = over(package, max_rooms="1,000")
    update(package, features={"max_rooms": 1000})

    (column,) = sheet(rows, typed).columns

    assert (column.clashes, column.is_changed) == ({}, False)


@pytest.mark.parametrize(("pick", "value"), [("mine", 20), ("theirs", 8)])
def test_what_was_chosen_is_kept(rows: dict[str, Row], pick: str, value: int) -> None:
    package = PackageFactory.create(features={"max_rooms": 5})
    update(package, features={"max_rooms": 8})
    texts = {"features/max_rooms": "20", "tier": "30"}
    typed = Typed("0", package.pk, 2, texts, {"features/max_rooms": pick})  # type: ignore[dict-item]

    save(sheet(rows, typed), by=BY, reason="")

    assert document(package)["features"][0]["value"] == value


def test_what_was_not_decided_is_not_saved(rows: dict[str, Row]) -> None:
    package = PackageFactory.create(features={"max_rooms": 5})
    update(package, features={"max_rooms": 8})
    typed = Typed("0", package.pk, 2, {"features/max_rooms": "20"}, {"features/max_rooms": ""})

    with pytest.raises(ManyRefused):
        save(sheet(rows, typed), by=BY, reason="")

    assert numbers(package) == [1, 2]


def test_a_package_that_was_deleted_leaves_what_was_typed_over_it(rows: dict[str, Row]) -> None:
    package = PackageFactory.create()
    typed = over(package, price="20")
    package.delete()

    found = sheet(rows, typed)

    assert found.columns == []
    assert [dict(lost.texts) for lost in found.lost] == [{"price": "20"}]


def test_a_revision_that_never_was_is_as_good_as_the_last(rows: dict[str, Row]) -> None:
    package = PackageFactory.create()

    (column,) = sheet(rows, Typed("0", package.pk, 99, {"price": "20"})).columns

    assert column.edits.values == {"price": Decimal(20)}


def test_nobody_is_named_who_changed_it_before(rows: dict[str, Row]) -> None:
    package = PackageFactory.create()
    update(package, tier="20")
    package.refresh_from_db()

    (column,) = sheet(rows, over(package, price="20")).columns

    assert (column.authors, column.moved) == ((), {})
