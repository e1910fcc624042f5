"""What pages cost in statements: little, and the same for one row and for forty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from catalog.models import Package
from tests.catalog.admin.typed import ADD, LIST, change_url, page, typed_over
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def package_with(features: int, **values: Any) -> Package:
    codes = [feature.code for feature in FeatureFactory.create_batch(features, limit=True)]
    providers = ProviderFactory.create_batch(3)
    return PackageFactory.create(features=dict.fromkeys(codes, 5), providers=providers, **values)


def cost(client: Client, package: Package, codes: Iterable[str] = ()) -> int:
    sent = typed_over(page(client, change_url(package)), name=f"{package.name}!")
    sent |= {f"feature-{code}-value": ["7"] for code in codes}
    with CaptureQueriesContext(connection) as captured:
        response = client.post(change_url(package), {**sent, "_continue": "1"})
    assert response.status_code == 302
    return len(captured)


def test_the_page_of_forty_features_costs_few_statements(
    operator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    package = package_with(40)
    page(operator, change_url(package))

    with django_assert_max_num_queries(8):
        page(operator, change_url(package))


def test_the_page_costs_the_same_for_one_feature_and_for_forty(
    operator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    small, large = package_with(1), package_with(40)
    page(operator, change_url(small))
    with CaptureQueriesContext(connection) as captured:
        page(operator, change_url(small))

    with django_assert_num_queries(len(captured)):
        page(operator, change_url(large))


def test_a_feature_more_is_one_template_more_and_the_rest_of_the_form_draws_few(operator: Client) -> None:
    small, large = package_with(1), package_with(40)

    drawn = [len(operator.get(change_url(package)).templates) for package in (small, large)]

    assert drawn[1] - drawn[0] == 39
    assert drawn[1] <= 180


def test_a_save_costs_the_same_for_one_changed_feature_and_for_forty(operator: Client) -> None:
    small, large = package_with(1), package_with(40)
    codes = [list(p.features.values_list("feature_id", flat=True)) for p in (small, large)]

    costs = [cost(operator, package, changed) for package, changed in zip((small, large), codes, strict=True)]

    assert costs[0] == costs[1]
    assert costs[1] <= 26


def test_a_refused_save_does_not_cost_more_with_more_rows(operator: Client) -> None:
    costs = []
    for package in (package_with(1), package_with(40)):
        sent = typed_over(page(operator, change_url(package)), name="")
        with CaptureQueriesContext(connection) as captured:
            assert operator.post(change_url(package), {**sent, "_save": "1"}).status_code == 200
        costs.append(len(captured))

    assert costs[0] == costs[1]


def test_the_empty_form_costs_little(
    operator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    FeatureFactory.create_batch(40)
    # A process looks up once what kind of content packages are.
    page(operator, ADD)

    with django_assert_max_num_queries(4):
        page(operator, ADD)


def test_the_list_costs_the_same_for_one_package_and_for_fifty(
    operator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    package_with(2)
    with CaptureQueriesContext(connection) as captured:
        page(operator, LIST)
    for _ in range(49):
        PackageFactory.create()

    with django_assert_max_num_queries(len(captured)):
        content = page(operator, LIST)
    assert content.count('class="field-state"') == 50
    assert len(captured) <= 7


def test_the_list_of_fifty_packages_costs_few_statements(
    operator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(50):
        PackageFactory.create(name=f"Package {number}")
    page(operator, LIST)

    with django_assert_max_num_queries(15):
        content = page(operator, LIST)

    assert content.count('class="action-select"') == 50
