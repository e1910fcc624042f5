"""The documents of packages: what may be sent, checked and documented from one declaration."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer

from catalog.api.fields import Amount, FeatureLimit, FeatureValue, KeyedList, PairList, PairValue, PlainList
from catalog.models import Interval, Status, TrialMode
from catalog.models.package import MAX_COUNT, MAX_STOCK
from catalog.models.revision import MAX_REASON
from catalog.notifications import CHANNELS, EVENTS
from config.rules import Problem
from features.choices import AggregationType, FeatureKind, PeriodicityType
from features.service_types import ServiceType
from integrations.api.fields import (
    Refused,
    StrictBoolean,
    StrictChoice,
    StrictDateTime,
    StrictIdentity,
    StrictInteger,
    StrictList,
    StrictObject,
    StrictSerializer,
    StrictString,
    same_json,
)
from providers.models import Provider


def _shown(field: type[Any], **options: Any) -> Any:
    """A field that is read and not written."""
    return field(read_only=True, **options)


@extend_schema_serializer(component_name="PackageFeature")
class PackageFeatureSchema(StrictSerializer):
    """A feature of a package. `limit` or `unlimited` will do instead of `value`."""

    current_key = "code"

    code = StrictString(max_length=63, help_text="The feature's code in the matrix.")
    name = _shown(StrictString)
    kind = _shown(StrictChoice, choices=FeatureKind.choices)
    value = FeatureValue(
        required=False,
        help_text="A whole number above 0, or true: unlimited for a limit or an allowance, included for the others.",
    )
    limit = FeatureLimit(required=False, allow_null=True, help_text="Null when there is none.")
    unlimited = StrictBoolean(required=False)
    quota = _shown(StrictBoolean)
    consumable = _shown(StrictBoolean)
    aggregation_type = _shown(StrictChoice, choices=AggregationType.choices)
    field_suffix = _shown(StrictString)
    periodicity = _shown(StrictInteger)
    periodicity_type = _shown(StrictChoice, choices=PeriodicityType.choices)
    unit_price = Amount(
        required=False,
        allow_null=True,
        help_text="Of a unit, in the package's currency: for a usage of each, for an allowance of each above it.",
    )


@extend_schema_serializer(component_name="PackageProvider")
class PackageProviderSchema(StrictSerializer):
    """A provider attached to a package."""

    current_key = "provider"

    provider = StrictIdentity(prefix=Provider.id_prefix, help_text="Its key in any spelling; shown as prv_….")
    provider_name = _shown(StrictString)
    provider_type = _shown(StrictString)
    service_type = _shown(StrictChoice, choices=ServiceType.choices)
    active = StrictBoolean(required=False, help_text="True unless said.")
    provider_active = _shown(StrictBoolean)
    default = StrictBoolean(required=False, help_text="False unless said; one provider of a package at most.")
    settings = StrictObject(required=False)
    metadata = StrictObject(required=False)


@extend_schema_serializer(component_name="Reason")
class ReasonSchema(StrictSerializer):
    """Why a package can't be sold."""

    code = _shown(StrictString)
    detail = _shown(StrictString)


@extend_schema_serializer(component_name="Availability")
class AvailabilitySchema(StrictSerializer):
    """Whether a package can be sold now, renewed by those who have it, and shown."""

    sellable = _shown(StrictBoolean)
    renewable = _shown(StrictBoolean)
    listed = _shown(StrictBoolean)
    reasons = ReasonSchema(many=True, read_only=True)


@extend_schema_serializer(component_name="Notification")
class NotificationSchema(StrictSerializer):
    """Of which event the customer is told, and how."""

    event = StrictChoice(choices=[(event, event) for event in EVENTS])
    channels = StrictList(
        child=StrictChoice(choices=[(channel, channel) for channel in CHANNELS]), min_length=1
    )
    days_before = StrictInteger(required=False, allow_null=True, min_value=0, max_value=365)
    threshold_percent = StrictInteger(required=False, allow_null=True, min_value=1, max_value=100)


@extend_schema_serializer(component_name="Pair")
class PairSchema(StrictSerializer):
    """A key and its value: a scalar, or one level of list or object of scalars."""

    key = StrictString(max_length=200)
    value = PairValue(allow_null=True)


def _text(**options: Any) -> StrictString:
    return StrictString(required=False, allow_blank=True, **options)


def _count(help_text: str) -> StrictInteger:
    return StrictInteger(required=False, min_value=0, max_value=MAX_COUNT, help_text=help_text)


def _interval() -> StrictChoice:
    return StrictChoice(required=False, choices=Interval.choices)


class PromiseSchema(StrictSerializer):
    """What is promised of a package: all but its count of stock, and whether it can be sold."""

    id = _shown(StrictString)
    uuid = _shown(StrictString)
    ulid = _shown(StrictString)
    name = StrictString(max_length=200, allow_blank=True)
    service_type = StrictChoice(choices=ServiceType.choices)
    status = StrictChoice(required=False, choices=Status.choices, help_text="Needs `catalog:publish`.")
    hidden = StrictBoolean(required=False, help_text="Offered, but not listed. Needs `catalog:publish`.")
    retired = StrictBoolean(required=False, help_text="No new sales. Needs `catalog:publish`.")
    description = _text(max_length=20_000)
    short_description = _text(max_length=300)
    has_stock = StrictBoolean(required=False)
    overages_enabled = StrictBoolean(required=False)
    oversell_enabled = StrictBoolean(required=False)
    price = Amount(
        required=False,
        allow_null=True,
        help_text="For a term; null: not decided, 0: free. Needs `pricing:write`.",
    )
    signup_fee = Amount(required=False, help_text="Charged once. Needs `pricing:write`.")
    currency = _text(max_length=3, help_text="ISO 4217; required with a price. Needs `pricing:write`.")
    price_minor = _shown(StrictInteger, allow_null=True, help_text="In the currency's smallest unit.")
    signup_fee_minor = _shown(StrictInteger, allow_null=True, help_text="In the currency's smallest unit.")
    currency_exponent = _shown(StrictInteger, allow_null=True, help_text="The currency's decimals.")
    tier = _text(max_length=20, help_text="In natural order a higher one is an upgrade.")
    trial_period = _count("So many intervals free at the start; 0: none. Needs `pricing:write`.")
    trial_interval = _interval()
    trial_mode = StrictChoice(required=False, choices=TrialMode.choices)
    grace_period = _count(
        "So many intervals of service after an unpaid term; 0: none. Needs `pricing:write`."
    )
    grace_interval = _interval()
    periodicity = _count("A term is so many of `periodicity_type`; 0: without end. Needs `pricing:write`.")
    periodicity_type = _interval()
    notification_preferences = PlainList(required=False, child=NotificationSchema())
    package_settings = PairList(required=False, child=PairSchema())
    package_metadata = PairList(required=False, child=PairSchema())
    providers = KeyedList(required=False, child=PackageProviderSchema())
    features = KeyedList(required=False, child=PackageFeatureSchema())
    revision = _shown(StrictInteger)
    created_at = _shown(StrictDateTime)
    updated_at = _shown(StrictDateTime)


@extend_schema_serializer(component_name="Package")
class PackageSchema(PromiseSchema):
    """A package with its features and providers."""

    stock_qty = StrictInteger(
        required=False,
        allow_null=True,
        min_value=-MAX_STOCK,
        max_value=MAX_STOCK,
        help_text="What is left. PUT moves the count by what you changed of it; better use `/stock`.",
    )
    availability = AvailabilitySchema(read_only=True)


class SeenRevision(StrictInteger):
    """The number that was read: it says what a document replaces, and is not written."""

    def checked(self, value: Any, current: Any = None) -> int:
        if not same_json(value, current):
            raise Refused("read_only", "This can be read, not written.")
        return super().checked(value, current)


@extend_schema_serializer(component_name="PackageReplacement")
class PackageReplacementSchema(PackageSchema):
    """A whole package. What isn't sent goes back to its default; lists must be sent."""

    notification_preferences = PlainList(child=NotificationSchema())
    package_settings = PairList(child=PairSchema())
    package_metadata = PairList(child=PairSchema())
    providers = KeyedList(child=PackageProviderSchema())
    features = KeyedList(child=PackageFeatureSchema())
    revision = SeenRevision(required=False, help_text="As it was read; or send `If-Match`.")


@extend_schema_serializer(component_name="PackageFeatureReplacement")
class PackageFeatureReplacementSchema(PackageFeatureSchema):
    """A feature whose code the path says."""

    code = StrictString(required=False, max_length=63, help_text="As in the path.")


@extend_schema_serializer(component_name="PackageProviderReplacement")
class PackageProviderReplacementSchema(PackageProviderSchema):
    """A provider whose key the path says."""

    provider = StrictIdentity(required=False, prefix=Provider.id_prefix, help_text="As in the path.")


class _AvailabilityBefore(StrictSerializer):
    sellable = StrictBoolean()
    renewable = StrictBoolean()
    listed = StrictBoolean()
    reasons = StrictList(child=StrictObject())


class BeforeSaleSchema(StrictSerializer):
    """What a sale from stock changes of a document, as it can have been before it."""

    availability = _AvailabilityBefore(required=False)
    updated_at = StrictDateTime(required=False)


@extend_schema_serializer(component_name="Duplicate")
class DuplicateSchema(StrictSerializer):
    """How a copy is called."""

    name = StrictString(required=False, max_length=200)


@extend_schema_serializer(component_name="Restore")
class RestoreSchema(StrictSerializer):
    """Why a revision is restored."""

    reason = StrictString(
        required=False, allow_blank=True, max_length=MAX_REASON, help_text="Kept in the history."
    )


@extend_schema_serializer(component_name="StockChange")
class StockChangeSchema(StrictSerializer):
    """What is added to stock, or taken from it when negative."""

    change = StrictInteger(min_value=-MAX_STOCK, max_value=MAX_STOCK)

    def read(self, **options: Any) -> Any:
        read = super().read(**options)
        if read.values.get("change") == 0:
            read.problems.append(Problem("/change", "out_of_range", "Add or take at least one."))
        return read
