"""The matrix as operators see it."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from features.models import Feature
from tests.factories.feature import FeatureFactory
from tests.features.conftest import FakeDependents

pytestmark = pytest.mark.django_db

LIST = "/admin/features/feature/"


@pytest.fixture(autouse=True)
def _platform(settings: Settings) -> None:
    settings.PLATFORM_VERSION = "2.0"
    settings.PLATFORM_LICENSE = "standard"


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{LIST}?{query}")
    return sorted(row.code for row in response.context["cl"].result_list)


def test_lists_features_with_how_many_packages_have_each(
    admin_client: Client, dependents: FakeDependents
) -> None:
    FeatureFactory.create(code="polls")
    dependents.packages = {f"Package {number}": {"polls"} for number in range(123)}

    assert re.search(r'class="field-package_count"[^>]*>123<', page(admin_client, LIST))


def test_a_list_costs_the_same_for_one_feature_and_for_forty(
    admin_client: Client, dependents: FakeDependents, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    FeatureFactory.create_batch(40)

    with django_assert_num_queries(4):
        page(admin_client, LIST)

    assert len(dependents.asked) == 1


def test_says_in_the_list_why_the_platform_lacks_a_feature(admin_client: Client) -> None:
    FeatureFactory.create(since="3.0")

    assert "Came with version 3.0; this is 2.0." in page(admin_client, LIST)


def test_filters_by_what_the_platform_has(admin_client: Client) -> None:
    FeatureFactory.create(code="there")
    FeatureFactory.create(code="later", since="3.0")

    assert listed(admin_client, "on_platform=yes") == ["there"]
    assert listed(admin_client, "on_platform=no") == ["later"]


def test_filters_by_service_type_kind_and_group(admin_client: Client) -> None:
    FeatureFactory.create(code="for_all", group="brand")
    FeatureFactory.create(code="for_meet", service_types=["meet"], limit=True)
    FeatureFactory.create(code="for_phone", service_types=["phone"])

    assert listed(admin_client, "service_type=meet") == ["for_all", "for_meet"]
    assert listed(admin_client, "kind__exact=limit") == ["for_meet"]
    assert listed(admin_client, "group__exact=brand") == ["for_all"]


def test_searches_codes_names_and_descriptions(admin_client: Client) -> None:
    FeatureFactory.create(code="polls", name="Votes", description="Ask the audience.")
    FeatureFactory.create(code="other")

    for words in ("poll", "vote", "audience"):
        assert listed(admin_client, f"q={words}") == ["polls"]


def test_shows_every_attribute_of_a_feature(admin_client: Client) -> None:
    row = FeatureFactory.create(
        code="calls",
        allowance=True,
        field_suffix="minutes",
        periodicity=2,
        service_types=["meet", "phone"],
        feature_settings={"burst": 5},
        feature_metadata={"owner": "<b>product</b>"},
    )

    text = page(admin_client, f"{LIST}{row.code}/change/")

    for shown in ("calls", "Allowance", "minutes", "Every 2 months", "Web Meeting, Phone Conference"):
        assert shown in text
    assert "burst: 5" in text
    assert "owner: &quot;&lt;b&gt;product&lt;/b&gt;&quot;" in text


def test_links_the_packages_that_have_a_feature(admin_client: Client, dependents: FakeDependents) -> None:
    FeatureFactory.create(code="polls")
    dependents.packages = {"<Basic>": {"polls"}}

    text = page(admin_client, f"{LIST}polls/change/")

    assert '<a href="/admin/p/&lt;Basic&gt;">&lt;Basic&gt;</a>' in text


def test_counts_the_packages_that_it_does_not_name(admin_client: Client, dependents: FakeDependents) -> None:
    FeatureFactory.create(code="polls")
    dependents.packages = {f"Package {number}": {"polls"} for number in range(203)}

    assert "and 3 more" in page(admin_client, f"{LIST}polls/change/")


@pytest.mark.parametrize("name", ["add", "delete"])
def test_not_even_a_superuser_can_add_or_delete(admin_client: Client, name: str) -> None:
    FeatureFactory.create(code="polls")
    path = reverse(f"admin:features_feature_{name}", args=["polls"] if name == "delete" else [])

    assert admin_client.get(path).status_code == 403
    assert admin_client.post(path, {"post": "yes"}).status_code == 403
    assert Feature.objects.count() == 1


def test_not_even_a_superuser_can_change(admin_client: Client) -> None:
    FeatureFactory.create(code="polls", name="Polls")

    response = admin_client.post(f"{LIST}polls/change/", {"name": "Votes"})

    assert response.status_code == 403
    assert Feature.objects.get(code="polls").name == "Polls"


def test_offers_no_bulk_deletion(admin_client: Client) -> None:
    FeatureFactory.create()

    assert "delete_selected" not in page(admin_client, LIST)


def test_staff_need_the_permission_to_view(client: Client) -> None:
    client.force_login(User.objects.create_user("someone", is_staff=True))

    assert client.get(LIST).status_code == 403
