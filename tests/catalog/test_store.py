"""Rows stored in one statement, and aggregates that share what they have in common."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions import store as storing
from catalog.actions.store import store
from catalog.aggregate import load_aggregates
from catalog.models import PackageFeature
from features.models import Feature
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def test_rows_that_are_there_are_changed_and_the_others_made(matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create(features={"max_rooms": 5})
    rows = [
        PackageFeature(package=package, feature=matrix[code], kind=matrix[code].kind, limit_value=value)
        for code, value in (("max_rooms", 7), ("max_participants", 9))
    ]

    with CaptureQueriesContext(connection) as queries:
        store(rows, found_by=("package", "feature"))

    assert len(queries) == 1
    assert set(package.features.values_list("feature_id", "limit_value")) == {
        ("max_rooms", 7),
        ("max_participants", 9),
    }


def test_more_rows_than_one_statement_takes_are_all_stored(
    matrix: dict[str, Feature], monkeypatch: pytest.MonkeyPatch
) -> None:
    package = PackageFactory.create()
    codes = [code for code, feature in matrix.items() if feature.kind == "switch"][:5]
    monkeypatch.setattr(storing, "_MOST_PARAMETERS", 13)

    with CaptureQueriesContext(connection) as queries:
        store([PackageFeature(package=package, feature=matrix[code], kind="switch") for code in codes])

    assert len(queries) == 3
    assert set(package.features.values_list("feature_id", flat=True)) == set(codes)


def test_no_rows_are_no_statement() -> None:
    with CaptureQueriesContext(connection) as queries:
        store([])

    assert len(queries) == 0


def test_packages_share_their_features_and_providers(matrix: dict[str, Feature]) -> None:
    provider = ProviderFactory.create()
    made = [PackageFactory.create(features={"polls": True}, providers=[provider]) for _ in range(3)]

    with CaptureQueriesContext(connection) as queries:
        found = load_aggregates(package.pk for package in made)

    assert len(queries) == 5
    assert len({id(one.features[0].feature) for one in found}) == 1
    assert len({id(one.providers[0].provider) for one in found}) == 1


def test_what_the_caller_has_read_is_not_read_again(matrix: dict[str, Feature]) -> None:
    provider = ProviderFactory.create()
    package = PackageFactory.create(features={"polls": True}, providers=[provider])

    with CaptureQueriesContext(connection) as queries:
        (found,) = load_aggregates([package.pk], matrix=matrix, providers={provider.pk: provider})

    assert len(queries) == 3
    assert (found.features[0].feature, found.providers[0].provider) == (matrix["polls"], provider)
