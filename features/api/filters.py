"""What the list of features is narrowed by."""

from __future__ import annotations

from django.db.models import Q
from django_filters import CharFilter, ChoiceFilter

from features.choices import AggregationType, FeatureGroup, FeatureKind
from features.querysets import FeatureQuerySet
from features.service_types import ServiceType
from integrations.api.filters import FlagFilter, RepeatedFilter, StrictFilterSet


class FeatureFilters(StrictFilterSet):
    """Filters of `GET /features`; all of them hold at once."""

    code = RepeatedFilter(field_name="code", lookup_expr="in", help_text="Only these codes.")
    kind = ChoiceFilter(choices=FeatureKind.choices, help_text="Only features of this kind.")
    consumable = FlagFilter(help_text="Only features that use draws down, or does not.")
    quota = FlagFilter(help_text="Only features whose use is limited, or is not.")
    aggregation_type = ChoiceFilter(choices=AggregationType.choices, help_text="Only this aggregation.")
    service_type = ChoiceFilter(
        choices=ServiceType.choices,
        method="filter_service_type",
        help_text="Only features that packages of this service type can have.",
    )
    group = ChoiceFilter(choices=FeatureGroup.choices, help_text="Only this section of the tables.")
    deprecated = FlagFilter(help_text="Only features that are no longer offered for new use, or still are.")
    search = CharFilter(
        method="filter_search",
        min_length=3,
        max_length=100,
        help_text="Only features with this in their code, name or description; 3 characters or more.",
    )

    def filter_service_type(self, rows: FeatureQuerySet, name: str, value: str) -> FeatureQuerySet:
        return rows.applying_to(value)

    def filter_search(self, rows: FeatureQuerySet, name: str, value: str) -> FeatureQuerySet:
        return rows.filter(
            Q(code__icontains=value) | Q(name__icontains=value) | Q(description__icontains=value)
        )
