"""The document that readers get: the same bytes for the same package, in every environment."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.actions.stock import change_stock
from catalog.aggregate import load_aggregates
from catalog.changes import FeatureChange, ProviderChange
from catalog.document import render
from catalog.models import Package, PackageDocument
from catalog.money import MAX_DIGITS
from config.json_rules import scalar_problems
from tests.catalog.writes import BY, document, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory
from tests.factories.provider import SECRET, ProviderFactory

pytestmark = pytest.mark.django_db

PACKAGE_KEYS = [
    "id",
    "uuid",
    "ulid",
    "name",
    "service_type",
    "status",
    "hidden",
    "retired",
    "description",
    "short_description",
    "has_stock",
    "stock_qty",
    "overages_enabled",
    "oversell_enabled",
    "price",
    "signup_fee",
    "currency",
    "price_minor",
    "signup_fee_minor",
    "currency_exponent",
    "tier",
    "trial_period",
    "trial_interval",
    "trial_mode",
    "grace_period",
    "grace_interval",
    "periodicity",
    "periodicity_type",
    "notification_preferences",
    "package_settings",
    "package_metadata",
    "providers",
    "features",
    "availability",
    "revision",
    "created_at",
    "updated_at",
]
PROVIDER_KEYS = [
    "provider",
    "provider_name",
    "provider_type",
    "service_type",
    "active",
    "provider_active",
    "default",
    "settings",
    "metadata",
]
FEATURE_KEYS = [
    "code",
    "name",
    "kind",
    "value",
    "limit",
    "unlimited",
    "quota",
    "consumable",
    "aggregation_type",
    "field_suffix",
    "periodicity",
    "periodicity_type",
    "unit_price",
]


def stored(package: Package) -> PackageDocument:
    return PackageDocument.objects.get(pk=package.pk)


def full(**values: Any) -> Package:
    """A package that has something of everything."""
    FeatureFactory.create(code="rooms", name="Rooms", allowance=True, position=20)
    FeatureFactory.create(code="chat", position=10)
    providers = ProviderFactory.create_batch(2)
    package = PackageFactory.create(
        features={"rooms": 10, "chat": True},
        providers=providers,
        package_settings={"theme": {"z": 1, "a": True}, "list": [None, 1.0]},
        **values,
    )
    update(
        package,
        features={"rooms": FeatureChange(unit_price=Decimal("0.000000000001"))},
        providers={
            providers[1].pk: ProviderChange(settings={"zz": {"b": 1, "a": 2}, "y": 1}, metadata={"k": "v"})
        },
    )
    return Package.objects.get(pk=package.pk)


def test_every_key_is_there_in_one_order() -> None:
    shown = document(full())

    assert list(shown) == PACKAGE_KEYS
    assert [list(row) for row in shown["providers"]] == [PROVIDER_KEYS] * 2
    assert [list(row) for row in shown["features"]] == [FEATURE_KEYS] * 2


def test_a_document_read_from_its_rows_has_the_same_bytes_as_when_it_was_written() -> None:
    package = full()
    (aggregate,) = load_aggregates([package.pk])

    again = render(aggregate)

    now = stored(package)
    assert (again.text, again.etag, again.offer_text, again.offer_etag) == (
        now.text,
        now.etag,
        now.offer_text,
        now.offer_etag,
    )


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=8),
).filter(lambda value: not scalar_problems(value))
KEYS = st.text("aZé1_ ", min_size=1, max_size=4).filter(str.strip)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(KEYS, SCALARS, max_size=4))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.dictionaries(KEYS, VALUES, max_size=4))
def test_whatever_metadata_says_comes_back_from_the_database_with_the_same_bytes(
    pairs: dict[str, Any],
) -> None:
    package = PackageFactory.create(package_metadata=pairs)

    (aggregate,) = load_aggregates([package.pk])

    assert render(aggregate).text == stored(package).text


@pytest.mark.parametrize(
    ("price", "text", "minor"),
    [
        (Decimal("14.9000"), "14.9", 1490),
        (Decimal("0.00"), "0", 0),
        (Decimal("1000"), "1000", 100000),
        (Decimal("9999999999999.99"), "9999999999999.99", 999999999999999),
    ],
)
def test_an_amount_is_a_json_number_in_its_shortest_exact_form(price: Decimal, text: str, minor: int) -> None:
    assert len(str(price).replace(".", "")) <= MAX_DIGITS + 3
    package = PackageFactory.create(price=price, currency="USD")

    assert f'"price":{text},' in stored(package).text
    assert document(package)["price_minor"] == minor


def test_a_price_that_is_not_decided_has_no_number() -> None:
    shown = document(PackageFactory.create(price=None, currency=""))

    assert [shown[key] for key in ("price", "price_minor", "currency_exponent")] == [None] * 3


def test_times_are_utc_in_milliseconds() -> None:
    shown = document(PackageFactory.create())

    assert len(shown["created_at"]) == len("2026-01-05T16:13:00.000Z")
    assert shown["created_at"].endswith("Z")


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ({}, True, ("switch", True, None, False)),
        ({"usage": True}, True, ("usage", True, None, False)),
        ({"limit": True}, 5, ("limit", 5, 5, False)),
        ({"limit": True}, True, ("limit", True, None, True)),
        ({"allowance": True}, 5, ("allowance", 5, 5, False)),
        ({"allowance": True}, True, ("allowance", True, None, True)),
    ],
)
def test_a_feature_shows_its_value_by_its_kind(
    kind: dict[str, bool], value: Any, shown: tuple[Any, ...]
) -> None:
    feature = FeatureFactory.create(**kind)
    (row,) = document(PackageFactory.create(features={feature.code: value}))["features"]

    assert tuple(row[key] for key in ("kind", "value", "limit", "unlimited")) == shown


def test_features_come_in_the_order_of_the_matrix_and_the_default_provider_first() -> None:
    late, early = FeatureFactory.create(position=20), FeatureFactory.create(position=10)
    zoe, adam = ProviderFactory.create(provider_name="Zoe"), ProviderFactory.create(provider_name="adam")
    bert = ProviderFactory.create(provider_name="Bert")
    package = PackageFactory.create(features={late.code: True, early.code: True}, providers=[zoe, bert, adam])

    shown = document(package)

    assert [row["code"] for row in shown["features"]] == [early.code, late.code]
    assert [row["provider_name"] for row in shown["providers"]] == ["Zoe", "adam", "Bert"]


def test_storefronts_see_all_but_settings_and_metadata_of_providers() -> None:
    package = full()
    text, offer = (json.loads(found) for found in (stored(package).text, stored(package).offer_text))

    hidden = {"settings", "metadata"}
    for row in text["providers"]:
        for key in hidden:
            del row[key]
    assert list(offer) == PACKAGE_KEYS
    assert offer == text


def test_no_document_and_no_revision_holds_a_secret() -> None:
    package = full()
    provider = ProviderFactory.create()
    update(package, providers={provider.pk: ProviderChange()})

    assert provider.has_secret("secret")
    for model in (PackageDocument, package._meta.apps.get_model("catalog", "PackageRevision")):
        for row in model._default_manager.values():
            assert SECRET not in str(row)
            assert "host_url" not in str(row)


def halves(etag: str) -> list[str]:
    return etag.strip('"').split(".")


def test_a_sale_from_stock_changes_the_second_half_of_the_etag_only() -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=5)
    before = stored(package)

    change_stock(key=package.pk, change=-1, by=BY)

    after = stored(package)
    for was, now in ((before.etag, after.etag), (before.offer_etag, after.offer_etag)):
        assert halves(was)[0] == halves(now)[0]
        assert halves(was)[1] != halves(now)[1]


def test_a_new_promise_changes_both_halves() -> None:
    package = PackageFactory.create()
    before = stored(package)

    update(package, name="Better")

    assert set(halves(before.etag)).isdisjoint(halves(stored(package).etag))


def test_storefronts_and_back_offices_have_etags_of_their_own() -> None:
    package = full()

    assert stored(package).etag != stored(package).offer_etag


def test_the_codes_that_filters_look_at_row_by_row_need_no_unpacking() -> None:
    codes = [feature.code for feature in FeatureFactory.create_batch(60)]
    package = PackageFactory.create(features=dict.fromkeys(codes, True), description="So and so. " * 500)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_column_compression(text), pg_column_compression(feature_codes) "
            "FROM catalog_packagedocument WHERE package_id = %s",
            [package.pk],
        )
        found = cursor.fetchone()

    assert [form is None for form in found] == [False, True]


def test_the_columns_that_lists_use_say_what_the_document_says() -> None:
    package = full(name="São Paulo 10", tier="2", package_metadata={"crm": 7}, short_description="Für alle")
    found = stored(package)

    assert (found.name_key, found.tier_key) == ("sao paulo 00210", "0012")
    assert found.feature_codes == ["chat", "rooms"]
    assert sorted(found.provider_types) == ["bbb"]
    assert found.metadata_pairs == ["crm:7"]
    assert "fur alle" in found.search_text
    assert found.reasons == ["draft"]
    assert (found.created_at, found.updated_at, found.revision) == (package.created_at, package.updated_at, 2)
