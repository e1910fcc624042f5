"""From what is typed in the grid to packages, without a script."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.models import Package, PackageRevision
from tests.catalog.admin.grid.calls import GRID, opened, press, reviewed
from tests.catalog.admin.typed import fields_of, texts
from tests.catalog.writes import document, numbers
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def test_what_is_typed_is_reviewed_in_words_and_then_saved(operator: Client) -> None:
    package = sellable(name="Basic", features={"max_rooms": 5})

    sent = reviewed(operator, opened(operator, _0_price="17,90", _0_max_rooms="∞"))
    assert numbers(package) == [1]
    response = press(operator, {**sent, "reason": ["Spring"]}, "_save")

    assert "1 package saved" in texts(response)
    assert document(package)["price"] == 17.9
    assert PackageRevision.objects.get(number=2).reason == "Spring"


def test_the_review_says_what_changes(operator: Client) -> None:
    sellable(name="Basic", features={"max_rooms": 5})

    content = press(operator, opened(operator, _0_price="17.90"), "_review").content.decode()

    for words in ("Basic", "becomes revision 2", "14.99 EUR", "17.90 EUR", "Save 1 package"):
        assert words in content


def test_an_empty_column_becomes_a_draft(operator: Client) -> None:
    sent = opened(
        operator,
        f"{GRID}?service_type=live&currency=EUR",
        _0_name="Live 1",
        _0_price="9",
        _0_max_viewers="50",
    )

    response = press(operator, reviewed(operator, sent), "_save")

    made = Package.objects.get()
    assert (made.name, made.service_type, made.status, made.currency) == ("Live 1", "live", "draft", "EUR")
    assert "1 package made as drafts" in texts(response)


def test_another_column_is_added_with_everything_typed_kept(operator: Client) -> None:
    sent = opened(operator, _0_name="One", _0_price="much")

    again = fields_of(press(operator, sent, "_add").content.decode(), "grid")

    assert (again["0/name"], again["0/price"], again["1/name"]) == (["One"], ["much"], [""])


def test_what_is_wrong_is_told_beside_its_cell_and_nothing_typed_is_lost(operator: Client) -> None:
    PackageFactory.create(name="Basic")
    sent = opened(operator, _0_price="dear", _0_max_rooms="0", _1_tier="20")

    content = press(operator, sent, "_review").content.decode()

    again = fields_of(content, "grid")
    assert (again["0/price"], again["0/features/max_rooms"], again["1/tier"]) == (["dear"], ["0"], ["20"])
    assert 'href="#cell-0-price"' in content
    assert 'id="cell-0-price"' in content
    assert "Give the package a name." in content
    assert Package.objects.get().revision == 1


def test_back_from_the_review_everything_typed_is_there(operator: Client) -> None:
    PackageFactory.create(name="Basic")
    sent = reviewed(operator, opened(operator, _0_price="17.90", _1_name="Plus"))

    again = fields_of(press(operator, sent, "_edit").content.decode(), "grid")

    assert (again["0/price"], again["1/name"], again["0/name"]) == (["17.90"], ["Plus"], ["Basic"])


def test_a_review_of_nothing_says_so(operator: Client) -> None:
    PackageFactory.create()

    assert "nothing to save" in texts(press(operator, opened(operator), "_review"))


def test_a_grid_of_named_packages_shows_what_was_added(operator: Client) -> None:
    url = f"{GRID}?package={PackageFactory.create(name='One', tier='10').pk}"

    response = press(
        operator, reviewed(operator, opened(operator, url, _1_name="Two", _1_tier="20"), url), "_save", url
    )

    assert fields_of(response.content.decode(), "grid")["1/name"] == ["Two"]
