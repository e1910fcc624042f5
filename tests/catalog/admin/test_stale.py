"""Two people on one package: nothing is overwritten unless somebody says so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalog.actions.save import update_package
from catalog.actions.stock import change_stock
from catalog.changes import FeatureChange, PackageChanges
from catalog.models import Package
from integrations.actors import Actor
from tests.catalog.admin.typed import change_url, fields_of, page, texts, typed_over
from tests.factories.package import sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

OTHER = Actor.operator("grace")


def opened(client: Client, package: Package, **typed: Any) -> dict[str, list[str]]:
    return {**typed_over(page(client, change_url(package)), **typed), "_continue": ["1"]}


def meanwhile(package: Package) -> None:
    changes = PackageChanges({"price": Decimal(99), "tier": "30"}, features={"max_rooms": FeatureChange(50)})
    update_package(key=package.pk, changes=changes, by=OTHER)


def test_a_save_over_somebody_elses_is_refused_and_says_what_is_there_now(operator: Client) -> None:
    package = sellable(name="Old", features={"max_rooms": 10})
    sent = opened(operator, package, name="Mine")
    meanwhile(package)

    content = operator.post(change_url(package), sent).content.decode()

    assert Package.objects.get().name == "Old"
    assert "grace saved this package while you had it open" in content
    for words in ("Price", "14.99", "99", "Tier", "30", "Max rooms", "10", "50"):
        assert words in content
    assert fields_of(content)["name"] == ["Mine"]
    assert fields_of(content)["feature-max_rooms-value"] == ["10"]


def test_saving_again_without_the_tick_is_refused_again(operator: Client) -> None:
    package = sellable(name="Old")
    sent = opened(operator, package, name="Mine")
    meanwhile(package)
    second = fields_of(operator.post(change_url(package), sent).content.decode())

    operator.post(change_url(package), {**second, "_continue": "1"})

    assert Package.objects.get().name == "Old"


def test_the_tick_saves_over_it_knowingly(operator: Client) -> None:
    package = sellable(name="Old")
    sent = opened(operator, package, name="Mine")
    meanwhile(package)
    second = fields_of(operator.post(change_url(package), sent).content.decode())

    response = operator.post(
        change_url(package), {**second, "overwrite_revision": "2", "_continue": "1"}, follow=True
    )

    package = Package.objects.get()
    assert (package.name, str(package.price), package.revision) == ("Mine", "14.9900", 3)
    assert "revision 3" in texts(response)


def test_a_third_save_in_between_is_told_again(operator: Client) -> None:
    package = sellable(name="Old")
    sent = opened(operator, package, name="Mine")
    meanwhile(package)
    second = fields_of(operator.post(change_url(package), sent).content.decode())
    update_package(key=package.pk, changes=PackageChanges({"tier": "40"}), by=OTHER)

    operator.post(change_url(package), {**second, "overwrite_revision": "2", "_continue": "1"})

    assert Package.objects.get().name == "Old"


def test_a_sale_from_stock_is_no_reason_to_refuse(operator: Client) -> None:
    package = sellable(has_stock=True, stock_qty=42)
    sent = opened(operator, package, name="Mine", stock_change="+10")
    change_stock(key=package.pk, change=-2, by=OTHER)

    operator.post(change_url(package), sent)

    package = Package.objects.get()
    assert (package.name, package.stock_qty) == ("Mine", 50)
