"""Adding rows without JavaScript: a button gives the page back, with everything typed and one row more."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from catalog.models import Package
from tests.catalog.admin.typed import ADD, change_url, fields_of, page, save
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def options(content: str, select: str) -> list[str]:
    found = re.search(rf'<select name="{select}".*?</select>', content, re.DOTALL)
    assert found
    return re.findall(r'<option value="([^"]+)"', found[0])


def test_the_button_adds_a_row_of_the_right_kind_and_keeps_what_was_typed(operator: Client) -> None:
    response = save(operator, ADD, button="_add_feature", name="Typed", add_feature="max_participants")

    content = response.content.decode()
    sent = fields_of(content)
    assert sent["name"] == ["Typed"]
    assert sent["feature"] == ["max_participants"]
    assert sent["feature-max_participants-value"] == [""]
    assert "Nothing was saved yet." not in content
    assert not Package.objects.exists()


def test_a_new_switch_is_ticked(operator: Client) -> None:
    response = save(operator, ADD, button="_add_feature", add_feature="polls")

    assert fields_of(response.content.decode())["feature-polls-included"] == ["on"]


def test_what_was_added_is_not_offered_again(operator: Client) -> None:
    response = save(operator, ADD, button="_add_feature", add_feature="polls")

    offered = options(response.content.decode(), "add_feature")
    assert "polls" not in offered
    assert "max_rooms" in offered


def test_the_button_adds_a_provider(operator: Client) -> None:
    provider = ProviderFactory.create()

    response = save(operator, ADD, button="_add_provider", add_provider=str(provider.pk))

    content = response.content.decode()
    sent = fields_of(content)
    assert sent["provider"] == [str(provider.pk)]
    assert sent[f"provider-{provider.pk}-active"] == ["on"]
    assert 'class="errorlist"' not in content
    assert str(provider.pk) not in options(content, "add_provider")


def test_nothing_chosen_adds_nothing(operator: Client) -> None:
    response = save(operator, ADD, button="_add_feature")

    assert response.status_code == 200
    assert "feature" not in fields_of(response.content.decode())


def test_rows_are_only_there_for_what_the_package_has(operator: Client) -> None:
    package = PackageFactory.create(features={"max_rooms": 10})

    content = page(operator, change_url(package))

    assert fields_of(content)["feature"] == ["max_rooms"]
    assert "max_rooms" not in options(content, "add_feature")


def test_each_feature_on_offer_says_for_which_service_types_it_is(operator: Client) -> None:
    content = page(operator, ADD)

    found = re.search(r'<option value="max_viewers".*?>', content, re.DOTALL)
    assert found
    assert 'data-service-types="live webcast audcast"' in found[0]
    assert 'data-kind="limit"' in found[0]


def test_a_feature_of_a_later_platform_is_not_on_offer(operator: Client) -> None:
    FeatureFactory.create(code="tomorrow", since="9.0")

    assert "tomorrow" not in options(page(operator, ADD), "add_feature")


def test_a_row_shows_name_kind_unit_and_description(operator: Client) -> None:
    package = PackageFactory.create(features={"live_transcription": 600})

    row = re.search(
        r'<tr id="feature-live_transcription".*?</tr>', page(operator, change_url(package)), re.DOTALL
    )

    assert row
    for words in (
        "Live transcription",
        "allowance",
        "minutes per month",
        "minute<",
        "automatic transcription",
    ):
        assert words in row[0]


def test_a_deprecated_feature_that_the_package_has_stays(operator: Client) -> None:
    feature = FeatureFactory.create(code="old")
    package = sellable(features={"old": True})
    type(feature).objects.filter(code="old").update(deprecated=True)

    response = save(operator, change_url(package), name="Renamed")

    assert "no longer offered" in response.content.decode()
    assert package.features.filter(feature_id="old").exists()


def test_a_feature_that_nothing_can_store_is_left_out(operator: Client) -> None:
    response = operator.post(ADD, {"name": "Typed", "feature": ["\0", "polls"], "_continue": "1"})

    assert response.status_code == 200
    assert fields_of(response.content.decode())["feature"] == ["polls"]


def test_the_only_provider_is_the_default_until_somebody_says_otherwise(operator: Client) -> None:
    provider = ProviderFactory.create()

    attached = save(operator, ADD, button="_add_provider", name="Typed", add_provider=str(provider.pk))

    sent = fields_of(attached.content.decode())
    assert sent["default_provider"] == [str(provider.pk)]
    operator.post(ADD, {**sent, "default_provider": [""], "service_type": ["meet"], "_save": "1"})
    assert [row.default for row in Package.objects.get().providers.all()] == [False]


def test_the_second_provider_leaves_the_default_as_it_is(operator: Client) -> None:
    package = sellable()
    first = package.providers.get().provider_id

    attached = save(
        operator,
        change_url(package),
        button="_add_provider",
        add_provider=str(ProviderFactory.create().pk),
    )

    assert fields_of(attached.content.decode())["default_provider"] == [str(first)]


def test_the_only_one_left_becomes_the_default_with_the_others_removed(operator: Client) -> None:
    first, second = ProviderFactory.create_batch(2)
    package = sellable(providers=[first, second])

    save(operator, change_url(package), **{f"provider-{first.pk}-remove": "on"})

    row = package.providers.get()
    assert (row.provider_id, row.default) == (second.pk, True)


def test_that_there_is_no_default_is_kept(operator: Client) -> None:
    package = sellable()
    package.providers.update(default=False)

    save(operator, change_url(package), name="Renamed")

    assert [row.default for row in package.providers.all()] == [False]


def test_a_provider_that_is_switched_off_becomes_no_default_by_itself(operator: Client) -> None:
    provider = ProviderFactory.create(active=False)

    attached = save(operator, ADD, button="_add_provider", add_provider=str(provider.pk))

    assert fields_of(attached.content.decode())["default_provider"] == [""]
