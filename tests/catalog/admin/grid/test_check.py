"""What is asked while somebody types, and who may ask."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from catalog.models import Package
from tests.catalog.admin.grid.calls import CHECK, GRID, opened, press
from tests.catalog.admin.typed import fields_of, page, texts
from tests.catalog.writes import numbers
from tests.factories.package import PackageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def test_the_check_tells_problems_and_steps_by_cell(operator: Client) -> None:
    PackageFactory.create(name="Low", tier="10", price=Decimal(20))
    PackageFactory.create(name="High", tier="20", price=Decimal(30))
    sent = opened(operator, _1_price="10", _0_max_rooms="some", _0_tier="10", _1_max_duration="1,000")

    told = operator.post(CHECK, sent).json()

    assert [(one["cell"], one["where"]) for one in told["problems"]] == [
        ("cell-0-features-max_rooms", "Low, Max rooms")
    ]
    assert [(line["title"], [one["cell"] for one in line["notes"]]) for line in told["steps"]] == [
        ("", ["cell-1-price"])
    ]
    assert told["texts"]["1/price"] == "10.00"
    assert told["texts"]["1/features/max_duration"] == "1000"
    assert "0/features/max_rooms" not in told["texts"]


def test_the_check_stores_nothing(operator: Client) -> None:
    package = PackageFactory.create()

    operator.post(CHECK, opened(operator, _0_price="1", _1_name="New"))

    assert numbers(package) == [1]
    assert Package.objects.count() == 1


@pytest.mark.parametrize("url", [GRID, CHECK])
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"column": ["0 not-a-key 1", "x", "9999"], "0/price": "5"},
        {"column": ["0 00000000-0000-0000-0000-000000000000 1"], "0/price": "5"},
        {
            "column": ["0"],
            "0/name": "\0",
            "0/features/no_such": "1",
            "0/status": "active",
            "service_type": "boat",
        },
        {"column": ["0", "0"], "0/name": "x" * 5000, "asked": ["7/price", "0"], "pick/0": "mine"},
    ],
)
def test_what_no_page_of_ours_sends_is_no_failure(operator: Client, url: str, sent: dict[str, Any]) -> None:
    response = operator.post(url, {**sent, "_review": "1"})

    assert response.status_code == 200
    assert Package.objects.count() == 0


def test_who_may_only_look_can_not_type(viewer: Client) -> None:
    package = PackageFactory.create()

    content = page(viewer, GRID)
    response = viewer.post(GRID, {"column": [f"0 {package.pk} 1"], "0/price": "1", "_save": "1"})

    assert content.count("readonly") > 20
    assert "_review" not in content
    assert numbers(package) == [1]
    assert "not change them" in texts(response)
    assert viewer.post(CHECK, {}).status_code == 403


def test_who_may_not_add_has_no_empty_column(client: Client) -> None:
    user = User.objects.create_user("changer", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_package", "change_package"]))
    client.force_login(user)
    PackageFactory.create(name="One")

    sent = fields_of(page(client, GRID), "grid")
    response = press(client, {**sent, "column": [*sent["column"], "1"], "1/name": ["Sneaked in"]}, "_save")

    assert "1/name" not in sent
    assert "not add any" in texts(response)
    assert Package.objects.count() == 1


def test_who_may_not_look_is_sent_away(client: Client) -> None:
    client.force_login(User.objects.create_user("nobody", is_staff=True))

    assert client.get(GRID).status_code == 403


def test_the_list_leads_to_the_grid(operator: Client) -> None:
    packages = [PackageFactory.create(), PackageFactory.create()]

    response = operator.post(
        "/admin/catalog/package/", {"action": "edit_in_grid", "_selected_action": [p.pk for p in packages]}
    )

    assert response.status_code == 302
    assert all(str(package.pk) in response["Location"] for package in packages)
