"""Every named constraint refuses what it is there for, whatever way a row comes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from catalog.models import FeedHead, Package, PackageFeature, PackageProvider, PackageRevision
from features.models import Feature
from integrations.models import ApiClient, ApiToken, IdempotencyKey
from providers.models import Provider
from tests.catalog.raw_sql import Step, violated_by
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

Rows = Sequence[Step]
OURS = ("catalog", "providers", "features", "integrations")

# What a foreign key points at; its columns begin with the primary key, which is violated first.
TARGETS = {
    "catalog_package_uuid_service_type",
    "providers_provider_uuid_service_type",
    "features_feature_code_kind",
}


def package(**values: Any) -> Rows:
    return [Package(**{"name": "Basic", "service_type": "meet", **values})]


def raw_package(**columns: Any) -> Rows:
    return [(Package(name="Basic", service_type="meet"), columns)]


def feature(**values: Any) -> Rows:
    return [FeatureFactory.build(**{"code": "new", **values})]


def raw_feature(**columns: Any) -> Rows:
    return [(FeatureFactory.build(code="new"), columns)]


def provider(**values: Any) -> Rows:
    return [Provider(**{"provider_name": "New", "provider_type": "bbb", "service_type": "meet", **values})]


def raw_provider(**columns: Any) -> Rows:
    return [(Provider(provider_name="New", provider_type="bbb", service_type="meet"), columns)]


def package_feature(kind: str, times: int = 1, **values: Any) -> Rows:
    """A feature of a kind in a package; the database copies the kind."""
    traits = {} if kind == "switch" else {kind: True}
    held, there = FeatureFactory.create(**traits), PackageFactory.create()
    return [PackageFeature(package=there, feature=held, **values) for _ in range(times)]


def another_meaning() -> Rows:
    """A feature that a package has becomes of another kind."""
    PackageFactory.create(features={FeatureFactory.create().code: True})
    return ["UPDATE features_feature SET quota = true"]


def package_provider(*givens: dict[str, Any], columns: dict[str, Any] | None = None) -> Rows:
    """Providers of one package, the first one's twice when it says so."""
    there = PackageFactory.create()
    return [
        (PackageProvider(**{"package": there, "provider": ProviderFactory.create(), **given}), columns or {})
        for given in givens
    ]


def same_provider_twice() -> Rows:
    same = ProviderFactory.create()
    return package_provider({"provider": same}, {"provider": same})


def package_for_others() -> Rows:
    """A package leaves its providers behind."""
    PackageFactory.create(providers=[ProviderFactory.create()])
    return ["UPDATE catalog_package SET service_type = 'live'"]


def provider_for_others() -> Rows:
    return package_provider({"provider": ProviderFactory.create(service_type="live")})


def revision(number: int, times: int = 1) -> Rows:
    key = uuid4()
    return [PackageRevision(package_uuid=key, number=number, text="{}") for _ in range(times)]


def client(**values: Any) -> Rows:
    return [ApiClient(**{"name": "Billing", "scopes": ["catalog:read"], **values})]


def token() -> Rows:
    owner = ApiClient.objects.create(name="Billing", scopes=["catalog:read"])
    now = timezone.now()
    return [ApiToken(client=owner, digest=b"x", created_at=now, expires_at=now - timedelta(days=1))]


def kept_answer(**changed: object) -> Rows:
    owner, _ = ApiClient.objects.get_or_create(name="Billing", defaults={"scopes": ["catalog:read"]})
    fields = {"key": "a", "fingerprint": "0" * 64, "status": 201, "headers": {}, "body": b"{}"}
    return [IdempotencyKey(client=owner, expires_at=timezone.now(), **fields | changed)]


VIOLATIONS: dict[str, Callable[[], Rows]] = {
    # --- packages
    "catalog_package_uuid7": lambda: package(uuid=uuid4()),
    "catalog_package_name_not_blank": lambda: package(name=" \t\u00a0"),
    "catalog_package_service_type_known": lambda: package(service_type="party"),
    "catalog_package_status_known": lambda: package(status="sold"),
    "catalog_package_trial_interval_known": lambda: package(trial_interval="hour"),
    "catalog_package_trial_mode_known": lambda: package(trial_mode="beside"),
    "catalog_package_grace_interval_known": lambda: package(grace_interval="hour"),
    "catalog_package_periodicity_type_known": lambda: package(periodicity_type="hour"),
    "catalog_package_trial_period_range": lambda: package(trial_period=-1),
    "catalog_package_grace_period_range": lambda: package(grace_period=-1),
    "catalog_package_periodicity_range": lambda: package(periodicity=10_000),
    "catalog_package_price_range": lambda: package(price="-0.0001", currency="EUR"),
    "catalog_package_signup_fee_range": lambda: package(signup_fee="-1"),
    "catalog_package_currency_form": lambda: package(currency="eur"),
    "catalog_package_price_has_currency": lambda: package(price=0),
    "catalog_package_stock_has_quantity": lambda: package(has_stock=True),
    "catalog_package_stock_not_below_zero": lambda: package(has_stock=True, stock_qty=-1),
    "catalog_package_stock_range": lambda: package(stock_qty=2_000_000_001),
    "catalog_package_revision_range": lambda: package(revision=-1),
    "catalog_package_notification_preferences_array": lambda: raw_package(notification_preferences="{}"),
    "catalog_package_package_settings_array": lambda: raw_package(package_settings="null"),
    "catalog_package_package_metadata_array": lambda: raw_package(package_metadata='"text"'),
    # --- features of packages
    "catalog_packagefeature_once": lambda: package_feature("switch", times=2),
    "catalog_packagefeature_limit_positive": lambda: package_feature("limit", limit_value=0),
    "catalog_packagefeature_limit_or_unlimited": lambda: package_feature(
        "limit", limit_value=1, unlimited=True
    ),
    "catalog_packagefeature_value_given": lambda: package_feature("allowance"),
    "catalog_packagefeature_value_fits_kind": lambda: package_feature("switch", limit_value=1),
    "catalog_packagefeature_unit_price_range": lambda: package_feature("usage", unit_price=-1),
    "catalog_packagefeature_unit_price_fits_kind": lambda: package_feature("switch", unit_price=1),
    "catalog_packagefeature_kind_of_feature": another_meaning,
    # --- providers of packages
    "catalog_packageprovider_once": same_provider_twice,
    "catalog_packageprovider_one_default": lambda: package_provider({"default": True}, {"default": True}),
    "catalog_packageprovider_default_is_active": lambda: package_provider({"default": True, "active": False}),
    "catalog_packageprovider_service_type_of_package": package_for_others,
    "catalog_packageprovider_service_type_of_provider": provider_for_others,
    "catalog_packageprovider_settings_object": lambda: package_provider({}, columns={"settings": "[]"}),
    "catalog_packageprovider_metadata_object": lambda: package_provider({}, columns={"metadata": "1"}),
    # --- revisions
    "catalog_revision_number_once": lambda: revision(1, times=2),
    "catalog_revision_number_from_one": lambda: revision(0),
    # --- features
    "features_feature_code_format": lambda: feature(code="max_r\u043e\u043ems"),
    "features_feature_name_given": lambda: feature(name="\u2003"),
    "features_feature_aggregation_type": lambda: feature(aggregation_type="avg_agg"),
    "features_feature_field_suffix_format": lambda: feature(field_suffix="Minutes"),
    "features_feature_field_suffix_given": lambda: feature(aggregation_type="sum_agg", field_suffix=""),
    "features_feature_periodicity_type": lambda: feature(periodicity_type="yearly"),
    "features_feature_periodicity_not_negative": lambda: feature(periodicity=-1),
    "features_feature_since_version": lambda: feature(since="two"),
    "features_feature_release_version": lambda: feature(release="two"),
    "features_feature_group": lambda: feature(group="others"),
    "features_feature_position_range": lambda: feature(position=10_000),
    "features_feature_service_types_known": lambda: feature(service_types=["party"]),
    "features_feature_licenses_known": lambda: feature(licenses=["free"]),
    "features_feature_settings_object": lambda: raw_feature(feature_settings="[]"),
    "features_feature_metadata_object": lambda: raw_feature(feature_metadata="[]"),
    # --- providers
    "providers_provider_uuid7": lambda: provider(uuid=uuid4()),
    "providers_provider_name_given": lambda: provider(provider_name=" "),
    "providers_provider_service_type_known": lambda: provider(service_type="party"),
    "providers_provider_type_format": lambda: provider(provider_type="B"),
    "providers_provider_properties_object": lambda: raw_provider(properties="[]"),
    "providers_provider_secrets_object": lambda: raw_provider(secrets="[]"),
    "providers_provider_settings_object": lambda: raw_provider(settings="[]"),
    "providers_provider_metadata_object": lambda: raw_provider(metadata="[]"),
    "providers_provider_properties_hold_no_secret": lambda: raw_provider(properties='{"secret": "x"}'),
    "providers_provider_secrets_sealed": lambda: raw_provider(secrets='{"secret": {"token": "plain"}}'),
    "providers_provider_name_once": lambda: [*provider(provider_name="One"), *provider(provider_name="ONE")],
    # --- the feed
    "catalog_feedhead_one_row": lambda: [FeedHead(pk=2, position=1, moved_at=timezone.now())],
    # --- integrations
    "apiclient_name_is_plain": lambda: client(name="Billing\n"),
    "apiclient_has_a_scope": lambda: client(scopes=[]),
    "apitoken_expires_after_it_is_made": token,
    "idempotencykey_once_for_a_client": lambda: [*kept_answer(), *kept_answer()],
    "idempotencykey_is_visible_ascii": lambda: kept_answer(key="a b"),
    "idempotencykey_fingerprint_is_sha256": lambda: kept_answer(fingerprint="0"),
    "idempotencykey_keeps_success_only": lambda: kept_answer(status=404),
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_raw_sql_can_not_store_what_a_constraint_forbids(name: str) -> None:
    assert violated_by(*VIOLATIONS[name]()) == name


@pytest.mark.parametrize(
    "rows",
    [
        lambda: package(has_stock=True, stock_qty=-1, oversell_enabled=True),
        lambda: package(price=0, currency="EUR", periodicity=0),
        lambda: package_feature("limit", limit_value=1),
        lambda: package_feature("allowance", unlimited=True, unit_price=0),
        lambda: package_feature("switch"),
        lambda: package_provider({"default": True}, {"default": False, "active": False}),
        feature,
        provider,
        client,
        lambda: revision(1),
    ],
)
def test_what_keeps_the_rules_is_stored(rows: Callable[[], Rows]) -> None:
    assert violated_by(*rows()) is None


def declared() -> set[str]:
    ours = (model for label in OURS for model in apps.get_app_config(label).get_models())
    return {constraint.name for model in ours for constraint in model._meta.constraints}


def in_the_database(kinds: str) -> set[str]:
    tables = [model._meta.db_table for label in OURS for model in apps.get_app_config(label).get_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid "
            "WHERE relname = ANY(%s) AND contype::text = ANY(%s) "
            "UNION SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid "
            "WHERE relname = ANY(%s) AND indisunique",
            [tables, list(kinds), tables],
        )
        return {name for (name,) in cursor.fetchall()}


def test_every_declared_constraint_is_in_the_database_and_tried_here() -> None:
    assert declared() == {*VIOLATIONS, *TARGETS}
    assert declared() <= in_the_database("cxuf")


def test_the_database_checks_nothing_that_is_not_declared() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype IN ('c', 'x') AND conrelid <> 0 "
            "AND conrelid::regclass::text SIMILAR TO '(catalog|features|providers|integrations)_%%'"
        )
        assert {name for (name,) in cursor.fetchall()} <= declared()


def test_every_constraint_that_can_be_met_has_a_code_and_a_sentence() -> None:
    plain = models.UniqueConstraint(fields=["a"], name="plain").violation_error_message
    ours = (model for label in OURS for model in apps.get_app_config(label).get_models())
    silent = {
        constraint.name
        for model in ours
        for constraint in model._meta.constraints
        if not constraint.violation_error_code or constraint.violation_error_message == plain
    }

    # Nobody but a fault of ours meets these: keys of foreign keys, and numbers that no door lets be given.
    assert silent == {
        *TARGETS,
        "catalog_feedhead_one_row",
        "catalog_revision_number_once",
        "catalog_revision_number_from_one",
        "idempotencykey_once_for_a_client",
    }


def test_features_and_codes_stay_what_they_were() -> None:
    there = FeatureFactory.create(code="chat")

    assert Feature.objects.filter(pk=there.pk).exists()
    assert violated_by(*feature(code="chat")) == "features_feature_pkey"
