"""A review or a preview that is sent a second time: new packages are made once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from catalog.models import Package
from config.identity import uuid7
from tests.catalog.admin.exchange.calls import applied, exported, previewed, sent
from tests.catalog.admin.grid.calls import GRID, opened, press, reviewed
from tests.catalog.admin.typed import fields_of, page, texts
from tests.catalog.exchange.files import edited, workbook
from tests.catalog.writes import document, numbers, update
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

NEW = workbook(("id", "", "", None), ("name", "", "", "Plus"))


def with_key(fields: dict[str, list[str]], key: object) -> dict[str, list[str]]:
    """The form with another key for its new package."""
    columns = [f"{c.split()[0]} new {key}" if " new " in c else c for c in fields["column"]]
    return {**fields, "column": columns}


def answered(response: Any) -> None:
    assert len(response.redirect_chain) == 1
    assert "1 package saved already" in texts(response)


def test_the_review_of_a_grid_makes_its_packages_once(operator: Client) -> None:
    fields = reviewed(operator, opened(operator, _0_name="Plus"))
    press(operator, fields, "_save")

    answered(press(operator, fields, "_save"))

    assert Package.objects.get().name == "Plus"


def test_the_preview_of_a_file_makes_its_packages_once(operator: Client) -> None:
    fields = previewed(operator, NEW)
    applied(operator, fields)

    answered(applied(operator, fields))

    assert Package.objects.get().name == "Plus"


def test_the_packages_that_were_changed_with_it_stand_in_nobodys_way(operator: Client) -> None:
    basic = sellable(name="Basic")
    fields = reviewed(operator, opened(operator, _0_price="17.90", _1_name="Plus"))
    press(operator, fields, "_save")

    answered(press(operator, fields, "_save"))

    assert numbers(basic) == [1, 2]
    assert Package.objects.count() == 2


def test_the_packages_that_were_imported_with_it_stand_in_nobodys_way(operator: Client) -> None:
    basic = sellable(name="Basic")
    fields = previewed(operator, edited(exported(operator), D5="17.90", E3="Plus"))
    applied(operator, fields)

    answered(applied(operator, fields))

    assert numbers(basic) == [1, 2]
    assert Package.objects.count() == 2


def test_what_others_changed_since_is_shown_without_a_second_package(operator: Client) -> None:
    basic = sellable(name="Basic")
    fields = reviewed(operator, opened(operator, _0_price="17.90", _1_name="Plus"))
    press(operator, fields, "_save")
    update(basic, price=Decimal(20))

    response = press(operator, fields, "_save")
    again = fields_of(response.content.decode(), "grid")
    decided = {**again, f"pick/{again['asked'][0]}": ["mine"]}
    press(operator, reviewed(operator, decided), "_save")

    assert document(basic)["price"] == 17.9
    assert Package.objects.filter(name="Plus").count() == 1


def test_a_preview_that_others_came_before_keeps_the_keys_it_settled(operator: Client) -> None:
    basic = sellable(name="Basic")
    fields = previewed(operator, edited(exported(operator), D5="17.90", E3="Plus"))
    update(basic, tier="15")

    again = fields_of(applied(operator, fields).content.decode(), "import-preview")

    assert again["column"][1] == fields["column"][1]


def test_back_to_the_grid_after_it_was_saved_the_package_stands_there(operator: Client) -> None:
    fields = reviewed(operator, opened(operator, _0_name="Plus"))
    press(operator, fields, "_save")

    again = fields_of(press(operator, fields, "_edit").content.decode(), "grid")

    assert again["column"] == [f"0 {Package.objects.get().pk} 1"]


def test_a_grid_of_named_packages_shows_what_was_made_before(operator: Client) -> None:
    url = f"{GRID}?package={PackageFactory.create(name='One', tier='10').pk}"
    fields = reviewed(operator, opened(operator, url, _1_name="Two", _1_tier="20"), url)
    press(operator, fields, "_save", url)

    response = press(operator, fields, "_save", url)

    assert fields_of(response.content.decode(), "grid")["1/name"] == ["Two"]


def test_two_reviews_of_the_same_texts_are_two_packages(operator: Client) -> None:
    typed = opened(operator, _0_name="Plus")

    press(operator, reviewed(operator, typed), "_save")
    press(operator, reviewed(operator, typed), "_save")

    assert Package.objects.filter(name="Plus").count() == 2


def test_back_to_the_grid_and_reviewed_again_it_is_the_same_package(operator: Client) -> None:
    fields = reviewed(operator, opened(operator, _0_name="Plus"))
    back = fields_of(press(operator, fields, "_edit").content.decode(), "grid")
    again = reviewed(operator, back)

    press(operator, fields, "_save")
    answered(press(operator, again, "_save"))

    assert again["column"] == back["column"] == fields["column"]
    assert Package.objects.get().name == "Plus"


def test_what_was_typed_otherwise_since_it_was_made_is_shown_over_it(operator: Client) -> None:
    fields = reviewed(operator, opened(operator, _0_name="Plus", _0_tier="10"))
    back = fields_of(press(operator, fields, "_edit").content.decode(), "grid")
    again = reviewed(operator, back | {"0/name": ["Plus XL"]})
    press(operator, fields, "_save")

    response = press(operator, again, "_save")

    assert "Made already:" in texts(response)
    shown = fields_of(response.content.decode(), "grid")
    assert (shown["0/name"], shown["0/tier"]) == (["Plus XL"], ["10"])
    press(operator, reviewed(operator, shown), "_save")
    assert (Package.objects.get().name, Package.objects.get().revision) == ("Plus XL", 2)


def test_a_refused_review_keeps_the_keys_that_were_settled(operator: Client) -> None:
    fields = reviewed(operator, opened(operator, _0_name="Plus"))
    back = fields_of(press(operator, fields, "_edit").content.decode(), "grid")

    refused = fields_of(press(operator, back | {"0/price": ["dear"]}, "_review").content.decode(), "grid")

    assert refused["column"] == fields["column"]


@pytest.mark.parametrize("button", ["_review", "_save", "_edit"])
def test_a_key_of_another_package_overwrites_nothing(operator: Client, button: str) -> None:
    fields = reviewed(operator, opened(operator, _0_name="Plus"))
    other = sellable(name="Other")

    press(operator, with_key(fields, other.pk), button)

    assert Package.objects.get().name == "Other"
    assert numbers(other) == [1]


def test_an_imported_key_of_another_package_overwrites_nothing(operator: Client) -> None:
    fields = previewed(operator, NEW)
    other = sellable(name="Other")

    applied(operator, with_key(fields, other.pk))

    assert Package.objects.get().name == "Other"
    assert numbers(other) == [1]


@pytest.mark.parametrize("key", [uuid4(), "-" * 36])
def test_a_key_that_no_page_of_ours_settles_is_no_failure(operator: Client, key: object) -> None:
    fields = reviewed(operator, opened(operator, _0_name="Plus"))

    response = press(operator, with_key(fields, key), "_save")

    assert response.status_code == 200


def test_what_was_made_and_deleted_since_is_not_made_again(operator: Client) -> None:
    fields = reviewed(operator, opened(operator, _0_name="Plus"))
    press(operator, fields, "_save")
    made = Package.objects.get()
    operator.post(f"/admin/catalog/package/{made.pk}/delete/", {"post": "yes"})

    response = press(operator, fields, "_save")

    assert "deleted since" in response.content.decode()
    assert Package.objects.count() == 0


def test_one_key_in_two_columns_is_one_package(operator: Client) -> None:
    key = uuid7()
    columns = {"column": [f"0 new {key}", f"1 new {key}"], "0/name": ["One"], "1/name": ["Two"]}

    press(operator, columns, "_save")

    assert Package.objects.count() == 1


def test_what_was_previewed_has_a_key_and_the_grid_has_none(operator: Client) -> None:
    preview = sent(operator, NEW).content.decode()

    assert " new " in fields_of(preview, "import-preview")["column"][0]
    assert "0 new" not in page(operator, GRID)
