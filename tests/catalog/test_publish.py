"""Offering packages, taking them back, ending their sales."""

from __future__ import annotations

import pytest

from catalog.actions.publish import activate, deactivate, retire
from catalog.models import Package
from config.rules import RuleViolation
from tests.catalog.writes import BY, document, told
from tests.factories.package import PackageFactory, sellable

pytestmark = pytest.mark.django_db


def test_a_package_that_is_ready_is_offered() -> None:
    package = sellable(status="draft")

    saved = activate(key=package.pk, by=BY, reason="Launch")

    assert saved.document.sellable
    assert Package.objects.get().ever_active


def test_everything_in_the_way_is_told_at_once() -> None:
    package = PackageFactory.create(price=None, retired=True, has_stock=True, stock_qty=0)

    with pytest.raises(RuleViolation) as broken:
        activate(key=package.pk, by=BY)

    assert told(broken.value) == [
        ("/retired", "retired"),
        ("/stock_qty", "out_of_stock"),
        ("/providers", "no_default_provider"),
        ("/features", "no_features"),
        ("/price", "no_price"),
    ]
    assert document(package)["status"] == "draft"


def test_a_package_is_taken_back_and_offered_again() -> None:
    package = sellable()

    deactivate(key=package.pk, by=BY)
    taken_back = document(package)
    activate(key=package.pk, by=BY)

    assert (taken_back["status"], taken_back["availability"]["sellable"]) == ("inactive", False)
    assert document(package)["availability"]["sellable"]


def test_a_retired_package_is_renewed_but_not_sold() -> None:
    package = sellable()

    retire(key=package.pk, by=BY)

    state = document(package)["availability"]
    assert (state["sellable"], state["renewable"], state["listed"]) == (False, True, False)
