"""What the list of features is narrowed by, beyond plain columns."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from features.models import Feature
from features.platform import running_platform
from features.querysets import FeatureQuerySet
from features.service_types import ServiceType


class AvailabilityFilter(admin.SimpleListFilter):
    """By what the running platform's version and licence have."""

    title = "on this platform"
    parameter_name = "on_platform"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Available"), ("no", "Not available")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feature]) -> QuerySet[Feature]:
        assert isinstance(queryset, FeatureQuerySet)
        platform = running_platform()
        if self.value() == "yes":
            return queryset.available(version=platform.version, license=platform.license)
        if self.value() == "no":
            return queryset.unavailable(version=platform.version, license=platform.license)
        return queryset


class ServiceTypeFilter(admin.SimpleListFilter):
    """By the service types a feature applies to; those that apply to all are always among them."""

    title = "service type"
    parameter_name = "service_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in ServiceType.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feature]) -> QuerySet[Feature]:
        assert isinstance(queryset, FeatureQuerySet)
        return queryset.applying_to(self.value() or "") if self.value() else queryset
