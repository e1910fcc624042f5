"""What lists of packages can be filtered by. Every filter is a column of the stored document."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms

from catalog import money
from catalog.models import Package, PackageDocument, Status
from catalog.natural_order import folded
from catalog.querysets import PackageDocumentQuerySet
from config.identity import parse_identity
from features.service_types import ServiceType
from integrations.api.fields import Refused, StrictDateTime
from integrations.api.filters import FlagFilter, RepeatedFilter, StrictFilterSet
from providers.models import Provider
from providers.types.registry import PROVIDER_TYPES

_SHORTEST_SEARCH = 3


def _invalid(sentence: str) -> forms.ValidationError:
    return forms.ValidationError(sentence, code="invalid")


class _PackageKeys(forms.Field):
    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[UUID]:
        keys = [parse_identity(text, prefix=Package.id_prefix) for text in value or ()]
        if None in keys:
            raise _invalid("Give ids of packages: pkg_…, a ULID or a UUID.")
        return [key for key in keys if key is not None]


class PackageKeysFilter(RepeatedFilter):
    field_class = _PackageKeys


class _ProviderKey(forms.Field):
    def to_python(self, value: Any) -> UUID | None:
        if value in self.empty_values:
            return None
        key = parse_identity(value, prefix=Provider.id_prefix)
        if key is None:
            raise _invalid("Give the id of a provider: prv_…, a ULID or a UUID.")
        return key


class ProviderFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = _ProviderKey


class _SearchField(forms.CharField):
    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if text and max(map(len, folded(text).split()), default=0) < _SHORTEST_SEARCH:
            raise _invalid(f"Search for a word of {_SHORTEST_SEARCH} characters or more.")
        return text


class SearchFilter(django_filters.CharFilter):  # type: ignore[misc]
    field_class = _SearchField


class _CurrencyField(forms.CharField):
    def clean(self, value: Any) -> str:
        code = str(super().clean(value))
        if code and money.exponent(code) is None:
            raise _invalid("Give a currency of ISO 4217 in capitals, like EUR.")
        return code


class CurrencyFilter(django_filters.CharFilter):  # type: ignore[misc]
    field_class = _CurrencyField


class _MomentField(forms.Field):
    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            return StrictDateTime().checked(value)
        except Refused as refused:
            raise _invalid(str(refused)) from refused


class MomentFilter(django_filters.IsoDateTimeFilter):  # type: ignore[misc]
    field_class = _MomentField


class _PairsField(forms.Field):
    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        if any(":" not in text for text in value or ()):
            raise _invalid("Give key:value, with a colon between.")
        return list(value or ())


class PairsFilter(RepeatedFilter):
    field_class = _PairsField


class PackageFilters(StrictFilterSet):
    """The filters of `GET /packages`; a value that can't be used is 400."""

    id = PackageKeysFilter(method="with_keys", help_text="These packages, in any spelling of their keys.")
    name = django_filters.CharFilter(
        method="named", help_text="With exactly this name; case and accents apart."
    )
    search = SearchFilter(
        method="matching", help_text="With every one of these words in the name or a description."
    )
    service_type = django_filters.ChoiceFilter(choices=ServiceType.choices, help_text="Of this service type.")
    status = django_filters.ChoiceFilter(choices=Status.choices, help_text="In this status.")
    hidden = FlagFilter(help_text="Hidden or not.")
    retired = FlagFilter(help_text="Retired or not.")
    sellable = FlagFilter(help_text="That can be sold now, or can't.")
    currency = CurrencyFilter(help_text="Priced in this currency (ISO 4217).")
    price_min = django_filters.NumberFilter(
        field_name="price", lookup_expr="gte", help_text="This price or more."
    )
    price_max = django_filters.NumberFilter(
        field_name="price", lookup_expr="lte", help_text="This price or less."
    )
    tier = django_filters.CharFilter(help_text="Of exactly this tier.")
    provider = ProviderFilter(
        method="with_provider", help_text="With this provider, in any spelling of its key."
    )
    provider_type = django_filters.ChoiceFilter(
        choices=[(code, code) for code in PROVIDER_TYPES],
        method="with_provider_type",
        help_text="With a provider of this type.",
    )
    feature = RepeatedFilter(
        method="with_features", help_text="With this feature (its code), with all of them."
    )
    metadata = PairsFilter(
        method="with_metadata", help_text="With this key:value in its metadata, with all of them."
    )
    updated_since = MomentFilter(
        field_name="updated_at", lookup_expr="gte", help_text="Changed at this time (RFC 3339) or later."
    )

    class Meta:
        model = PackageDocument
        fields: list[str] = []

    def with_keys(self, rows: PackageDocumentQuerySet, name: str, keys: list[UUID]) -> Any:
        return rows.filter(pk__in=keys)

    def named(self, rows: PackageDocumentQuerySet, name: str, text: str) -> Any:
        return rows.named(text)

    def matching(self, rows: PackageDocumentQuerySet, name: str, text: str) -> Any:
        return rows.matching(text)

    def with_provider(self, rows: PackageDocumentQuerySet, name: str, key: UUID) -> Any:
        return rows.with_provider(key)

    def with_provider_type(self, rows: PackageDocumentQuerySet, name: str, text: str) -> Any:
        return rows.filter(provider_types__contains=[text])

    def with_features(self, rows: PackageDocumentQuerySet, name: str, codes: list[str]) -> Any:
        return rows.with_features(codes)

    def with_metadata(self, rows: PackageDocumentQuerySet, name: str, pairs: list[str]) -> Any:
        return rows.filter(metadata_pairs__contains=pairs)
