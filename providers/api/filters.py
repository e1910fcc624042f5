"""What lists of providers can be filtered by."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django_filters import CharFilter, ChoiceFilter

from config.identity import parse_identity
from features.service_types import ServiceType
from integrations.api.filters import FlagFilter, RepeatedFilter, StrictFilterSet
from providers.models import Provider
from providers.querysets import ProviderQuerySet
from providers.types.registry import PROVIDER_TYPES


class _KeysField(forms.Field):
    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[UUID]:
        keys = [parse_identity(text, prefix=Provider.id_prefix) for text in value or ()]
        if None in keys:
            sentence = "Give ids of providers: prv_…, a ULID or a UUID."
            raise forms.ValidationError(sentence, code="invalid")
        return [key for key in keys if key is not None]


class KeysFilter(RepeatedFilter):
    field_class = _KeysField


class ProviderFilters(StrictFilterSet):
    """Filters of `GET /providers`; all of them hold at once."""

    id = KeysFilter(field_name="pk", lookup_expr="in", help_text="These, in any spelling of their keys.")
    active = FlagFilter(help_text="Only those that are switched on, or off.")
    provider_type = ChoiceFilter(
        choices=[(declared.code, declared.name) for declared in PROVIDER_TYPES.values()],
        help_text="Only of this type.",
    )
    service_type = ChoiceFilter(choices=ServiceType.choices, help_text="Only of this service type.")
    search = CharFilter(
        method="matching",
        min_length=3,
        max_length=100,
        help_text="With every one of these words in the name; 3 characters or more.",
    )

    class Meta:
        model = Provider
        fields: list[str] = []

    def matching(self, rows: ProviderQuerySet, name: str, text: str) -> ProviderQuerySet:
        return rows.matching(text)
