"""A save that is refused: nothing is stored, everything typed stays, and each sentence stands beside its box."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from catalog.models import Package, PackageRevision
from tests.catalog.admin.typed import ADD, change_url, fields_of, save
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

MINIMUM = {"name": "Basic", "service_type": "meet"}


def refused(response: Any) -> str:
    content = str(response.content.decode())
    assert "Nothing was saved yet." in content
    return content


def row_of(content: str, row: str) -> str:
    found = re.search(rf'<tr id="{row}".*?</tr>', content, re.DOTALL)
    assert found
    return found[0]


def test_an_empty_limit_is_an_error_and_never_unlimited(operator: Client) -> None:
    response = save(operator, ADD, **MINIMUM, feature=["max_participants"])

    row = row_of(refused(response), "feature-max_participants")
    assert 'aria-invalid="true"' in row
    assert 'class="row-error"' in row
    assert not Package.objects.exists()


def test_a_limit_and_unlimited_together_are_refused(operator: Client) -> None:
    typed = {"feature-max_participants-value": "5", "feature-max_participants-unlimited": "on"}

    response = save(operator, ADD, **MINIMUM, feature=["max_participants"], **typed)

    assert "Give a limit or say unlimited, not both." in row_of(refused(response), "feature-max_participants")


@pytest.mark.parametrize("value", ["0", "-1", "2.5", "many", "true", "9007199254740992"])
def test_what_is_no_limit_is_refused_beside_its_box(operator: Client, value: str) -> None:
    typed = {"feature-max_participants-value": value}

    response = save(operator, ADD, **MINIMUM, feature=["max_participants"], **typed)

    row = row_of(refused(response), "feature-max_participants")
    assert 'class="row-error"' in row
    assert f'value="{value}"' in row


@pytest.mark.parametrize("price", ["-1", "cheap", "NaN", "1e400"])
def test_what_is_no_unit_price_is_refused_beside_its_box(operator: Client, price: str) -> None:
    typed = {"feature-max_rooms-value": "5", "feature-max_rooms-unit_price": price}

    response = save(operator, ADD, **MINIMUM, feature=["max_rooms"], **typed)

    assert 'class="row-error"' in row_of(refused(response), "feature-max_rooms")


def test_everything_that_is_wrong_is_told_at_once(operator: Client) -> None:
    response = save(
        operator,
        ADD,
        name=" ",
        service_type="",
        price="12.345",
        currency="EUR",
        signup_fee="x",
        periodicity="",
        trial_period="-1",
        has_stock="on",
        feature=["max_participants"],
        **{"notify-renewed-days_before": "3"},
    )

    content = refused(response)
    for sentence in (
        "Give the package a name.",
        "Choose one of: meet,",
        "EUR has at most 2 decimals; round the amount.",
        "Enter a number, like 1200 or 9.90.",
        "Give a whole number; 0 is one.",
        "Use at least 0 and at most 9999.",
        "Say how many are left, or turn stock off.",
        "Name one channel or more",
    ):
        assert sentence in content
    assert 'href="#id_price"' in content
    assert 'href="#feature-max_participants-value"' in content
    assert 'href="#notify-renewed"' in content


def test_everything_typed_is_still_there(operator: Client) -> None:
    provider = ProviderFactory.create()
    typed: dict[str, Any] = {
        **MINIMUM,
        "price": "14.999",
        "currency": "EUR",
        "description": "Typed",
        "hidden": "on",
        "feature": ["max_participants", "polls"],
        "feature-max_participants-value": "12",
        "feature-polls-included": "on",
        "provider": [str(provider.pk)],
        "default_provider": str(provider.pk),
        f"provider-{provider.pk}-active": "on",
        f"provider-{provider.pk}-settings-rows": "1",
        f"provider-{provider.pk}-settings-0-key": "pool",
        f"provider-{provider.pk}-settings-0-kind": "text",
        f"provider-{provider.pk}-settings-0-text": "large",
        f"provider-{provider.pk}-metadata-rows": "0",
        "notify-renewed-sms": "on",
    }

    response = save(operator, ADD, **typed)

    shown = fields_of(refused(response))
    for name, value in typed.items():
        if not name.endswith("-rows"):
            assert shown[name] == (value if isinstance(value, list) else [value]), name


def test_a_currency_without_which_a_price_means_nothing_is_asked_for(operator: Client) -> None:
    response = save(operator, ADD, **MINIMUM, price="5", currency="")

    assert "Say in which currency the price is." in refused(response)


def test_what_stands_in_the_way_of_activation_is_said_all_at_once(operator: Client) -> None:
    package = PackageFactory.create(price=None)

    response = save(operator, change_url(package), status="active")

    content = refused(response)
    assert "The price is not decided" in content
    assert "No provider is the default" in content
    assert "The package has no features" in content
    assert Package.objects.get().status == "draft"


def test_a_provider_of_another_service_type_is_refused_on_its_row(operator: Client) -> None:
    provider = ProviderFactory.create(service_type="live")

    response = save(
        operator,
        ADD,
        **MINIMUM,
        provider=[str(provider.pk)],
        **{f"provider-{provider.pk}-settings-rows": "0", f"provider-{provider.pk}-metadata-rows": "0"},
    )

    assert "the package is Web Meeting; the two must be the same." in refused(response)


@pytest.mark.parametrize(
    "forged",
    [
        {"feature": ["no_such_feature"]},
        {"feature": ["a'; DROP TABLE x; --"]},
        {"provider": ["00000000-0000-7000-8000-000000000000"]},
        {"service_type": "nonsense"},
        {"currency": "XXQ"},
        {"status": "sold"},
        {"name": "a\x00b"},
        {"stock_qty": "99999999999999999999", "has_stock": "on"},
        {"trial_mode": ""},
        {"periodicity": "1" * 400},
    ],
)
def test_what_no_page_sends_is_refused_and_is_no_fault(operator: Client, forged: dict[str, Any]) -> None:
    response = save(operator, ADD, **{**MINIMUM, **forged})

    assert response.status_code == 200
    refused(response)
    assert not Package.objects.exists()


def test_a_refused_change_leaves_no_revision_and_no_log(operator: Client) -> None:
    package = sellable()

    save(operator, change_url(package), name="", price="1")

    assert PackageRevision.objects.count() == 1
    assert Package.objects.get(pk=package.pk).price == package.price
