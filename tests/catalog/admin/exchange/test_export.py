"""The packages of the grid as a file."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from catalog.grid.columns import MOST_SHOWN
from catalog.models import Package
from tests.catalog.admin.exchange.calls import EXPORT, exported
from tests.catalog.admin.grid.calls import GRID
from tests.catalog.admin.typed import page
from tests.factories.package import PackageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def rows(data: bytes) -> dict[str, list[str]]:
    """The lines of a CSV file by their key."""
    records = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return {record[0]: record[1:] for record in records if record[0]}


def package(**values: object) -> Package:
    return PackageFactory.create(**{"name": "Basic", "tier": "10", "features": {"max_rooms": 5}, **values})


def test_each_package_has_a_column_and_each_row_its_key_label_and_unit(operator: Client) -> None:
    basic = package(features={"max_rooms": 5, "polls": True, "max_duration": True, "max_storage": 50})
    team = package(name="Team", tier="20", price=Decimal("1200"), currency="JPY", periodicity=3)

    found = rows(exported(operator, "csv"))

    assert list(found)[:8] == ["id", "revision", "name", "tier", "price", "signup_fee", "currency", "term"]
    assert found["id"] == ["Package", "", basic.id, team.id]
    assert found["revision"] == ["Revision", "", "1", "1"]
    assert found["name"] == ["Name", "", "Basic", "Team"]
    assert found["price"] == ["Price", "", "14.99", "1200"]
    assert found["term"] == ["Term", "", "1 month", "3 months"]
    assert found["max_rooms"] == ["Max rooms", "in use", "5", "5"]
    assert found["max_storage"][1:] == ["GB in use", "50", ""]
    assert found["polls"][2:] == ["yes", ""]
    assert found["max_duration"][2:] == ["unlimited", ""]


def test_a_workbook_has_the_same_with_numbers_as_numbers(operator: Client) -> None:
    package(name="=cmd()", price=Decimal("14.90"))

    sheet = load_workbook(io.BytesIO(exported(operator))).worksheets[0]
    cells = {str(row[0].value): row[3] for row in sheet.iter_rows()}

    assert (cells["name"].data_type, cells["name"].value) == ("s", "=cmd()")
    assert (cells["price"].value, cells["price"].number_format) == (14.9, "0.00")
    assert (cells["max_rooms"].data_type, cells["max_rooms"].value) == ("n", 5)
    assert cells["tier"].data_type == "s"
    assert sheet.freeze_panes == "D4"


def test_what_none_of_the_packages_can_have_is_left_out(operator: Client) -> None:
    package()

    assert "max_viewers" not in rows(exported(operator, "csv"))
    assert "max_viewers" in rows(exported(operator, "csv", "service_type=live"))


def test_it_has_the_packages_that_the_grid_shows_at_the_same_address(operator: Client) -> None:
    one = package(currency="USD")
    package()

    content = page(operator, f"{GRID}?service_type=meet&currency=USD")
    links = re.findall(rf'href="({re.escape(EXPORT)}[^"]+)"', content)

    assert [link.partition("?")[2] for link in links] == ["service_type=meet&amp;currency=USD"] * 2
    assert rows(exported(operator, "csv", "service_type=meet&currency=USD"))["id"][2:] == [one.id]


def test_the_file_is_named_for_its_day(operator: Client) -> None:
    response = operator.get(f"{EXPORT}csv")

    assert re.fullmatch(
        r'attachment; filename="price-list-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"]
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_who_may_look_may_export_and_is_not_led_to_the_import(viewer: Client) -> None:
    package()

    assert len(rows(exported(viewer, "csv"))["id"]) == 3
    assert "grid/import/" not in page(viewer, GRID)


def test_who_may_not_look_may_not_export(client: Client) -> None:
    client.force_login(User.objects.create_user("nobody", is_staff=True))

    assert client.get(f"{EXPORT}csv").status_code == 403


def test_other_kinds_of_files_are_not_found(operator: Client) -> None:
    assert operator.get(f"{EXPORT}pdf").status_code == 404


def test_an_export_costs_the_same_for_one_package_and_for_a_screen_full(operator: Client) -> None:
    package()
    exported(operator)
    costs = []
    for many in (0, MOST_SHOWN - 1):
        for number in range(many):
            package(tier=str(number))
        with CaptureQueriesContext(connection) as captured:
            exported(operator)
        costs.append(len(captured))

    assert costs[0] == costs[1]
    assert costs[1] <= 7
