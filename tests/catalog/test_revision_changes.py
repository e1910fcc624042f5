"""What each revision says of the difference that it made."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions.delete import delete_package
from catalog.actions.record import record_all
from catalog.models import Package, PackageDocument, PackageRevision
from features.models import Feature
from providers import actions as providers
from providers.changes import ProviderChanges
from tests.catalog.writes import BY, create, revisions, update
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def changes(revision: PackageRevision) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(revision.changes, parse_float=Decimal)
    return found


def texts(revision: PackageRevision) -> list[str]:
    return [change["text"] for change in changes(revision)]


def test_the_first_revision_changes_nothing_and_is_commercial() -> None:
    (first,) = revisions(PackageFactory.create())

    assert (changes(first), first.commercial) == ([], True)


def test_a_revision_says_what_it_changed(matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create(features={"max_rooms": 10, "recording": True})

    update(package, price=Decimal("17.9"), features={"max_rooms": 20, "recording": None, "polls": True})

    second = revisions(package)[-1]
    assert texts(second) == [
        "Price 14.99 → 17.90 EUR",
        "Max rooms 10 → 20",
        "Polls added",
        "Recording removed",
    ]
    assert changes(second)[0] == {
        "path": "/price",
        "before": Decimal("14.99"),
        "after": Decimal("17.9"),
        "text": "Price 14.99 → 17.90 EUR",
    }


@pytest.mark.parametrize(("values", "expected"), [({"tier": "30"}, True), ({"name": "Other"}, False)])
def test_a_revision_says_whether_it_is_commercial(values: dict[str, Any], expected: bool) -> None:
    package = PackageFactory.create()

    update(package, **values)

    assert revisions(package)[-1].commercial is expected


def test_a_provider_that_is_renamed_is_mere_wording_in_each_package() -> None:
    provider = ProviderFactory.create(provider_name="BBB São Paulo")
    packages = PackageFactory.create_batch(3, providers=[provider])

    providers.update(key=provider.pk, changes=ProviderChanges(provider_name="BBB Brasil"), by=BY)

    for package in packages:
        last = revisions(package)[-1]
        assert texts(last) == ["Provider name BBB São Paulo → BBB Brasil"]
        assert not last.commercial


def test_a_package_that_comes_back_is_compared_with_what_it_was() -> None:
    package = PackageFactory.create(name="Old")
    delete_package(key=package.pk, by=BY)

    PackageFactory.create(uuid=package.pk, name="New")

    assert "Name Old → New" in texts(revisions(package)[-1])


@pytest.mark.parametrize("spoilt", ["{}", "no JSON", '{"name":"Made up"}'])
def test_a_spoilt_document_does_not_make_up_history(spoilt: str) -> None:
    package = PackageFactory.create(name="Old")
    PackageDocument.objects.update(text=spoilt)

    update(package, name="New")

    assert texts(revisions(package)[-1]) == ["Name Old → New"]


def test_what_was_written_past_the_actions_is_told_when_it_is_recorded() -> None:
    package = PackageFactory.create(name="Old")
    Package.objects.update(name="New")

    record_all([package.pk], by=BY)

    assert texts(revisions(package)[-1]) == ["Name Old → New"]


@pytest.mark.parametrize("spoilt", [False, True])
def test_twenty_packages_cost_the_statements_of_one(spoilt: bool) -> None:
    keys = [create(name=f"Package {number}").document.pk for number in range(20)]
    costs = []
    for name, chosen in (("One", keys[:1]), ("Many", keys)):
        Package.objects.filter(pk__in=chosen).update(name=name)
        if spoilt:
            PackageDocument.objects.filter(pk__in=chosen).update(text="{}")
        with CaptureQueriesContext(connection) as captured:
            record_all(chosen, by=BY)
        costs.append(len(captured))

    assert costs[0] == costs[1]
    assert PackageRevision.objects.filter(changes__contains="→ Many").count() == 20
