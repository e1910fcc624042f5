"""Filters of the list of packages; all of them read columns of the document that are indexed or flags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from catalog.availability import SHORT
from catalog.home.attention import low_stock
from catalog.models import Package
from catalog.models.package import Status
from features.models import Feature
from features.platform import running_platform
from features.service_types import ServiceType
from providers.models import Provider

_MOST_PROVIDERS = 200
# Every currency in use, by skipping through the index: as many steps as there are currencies.
_CURRENCIES = """
    WITH RECURSIVE used AS (
        (SELECT currency FROM catalog_packagedocument ORDER BY currency LIMIT 1)
        UNION ALL
        SELECT (SELECT d.currency FROM catalog_packagedocument d
                WHERE d.currency > used.currency ORDER BY d.currency LIMIT 1)
        FROM used WHERE used.currency IS NOT NULL
    )
    SELECT currency FROM used WHERE currency <> ''
"""


class DocumentFilter(admin.SimpleListFilter):
    """A filter on one column of the document; `path` is the lookup that the chosen value goes to."""

    path: str

    def queryset(self, request: HttpRequest, queryset: QuerySet[Package]) -> QuerySet[Package]:
        value = self.value()
        # Only what the page offers: anything else could be no value of the column at all.
        if value not in {str(key) for key, _ in self.lookup_choices}:
            return queryset
        return queryset.filter(**{self.path: self.parsed(str(value))})

    def parsed(self, value: str) -> Any:
        return value


class ServiceTypeFilter(DocumentFilter):
    title = "service type"
    parameter_name = "service_type"
    path = "document__service_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return ServiceType.choices


class StatusFilter(DocumentFilter):
    title = "status"
    parameter_name = "status"
    path = "document__status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return Status.choices


class _Flag(DocumentFilter):
    words = ("Yes", "No")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return (("yes", self.words[0]), ("no", self.words[1]))

    def parsed(self, value: str) -> bool:
        return value == "yes"


class SellableFilter(_Flag):
    title = "availability"
    parameter_name = "sellable"
    path = "document__sellable"
    words = ("Can be sold", "Can't be sold")


class ReasonFilter(DocumentFilter):
    title = "why not sold"
    parameter_name = "reason"
    path = "document__reasons__contains"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return SHORT.items()

    def parsed(self, value: str) -> list[str]:
        return [value]


class StockFilter(admin.SimpleListFilter):
    title = "stock"
    parameter_name = "stock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return (("low", f"{low_stock():,} or fewer left"), ("none", "None left"), ("counted", "Counted"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Package]) -> QuerySet[Package]:
        counted = queryset.filter(has_stock=True)
        if self.value() == "low":
            few = counted.filter(stock_qty__lte=low_stock())
            return few.filter(Q(stock_qty__gt=0) | Q(oversell_enabled=True))
        if self.value() == "none":
            return counted.filter(stock_qty__lte=0)
        return counted if self.value() == "counted" else queryset


class RetiredFilter(_Flag):
    title = "retired"
    parameter_name = "retired"
    path = "document__retired"
    words = ("Retired", "Not retired")


class HiddenFilter(_Flag):
    title = "hidden"
    parameter_name = "hidden"
    path = "document__hidden"
    words = ("Hidden", "Listed")


class CurrencyFilter(DocumentFilter):
    title = "currency"
    parameter_name = "currency"
    path = "document__currency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(_CURRENCIES)
            return [(code, code) for (code,) in cursor.fetchall()]


class FeatureFilter(DocumentFilter):
    title = "feature"
    parameter_name = "feature"
    path = "document__feature_codes__contains"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        platform = running_platform()
        available = Feature.objects.available(version=platform.version, license=platform.license)
        # Packages keep a feature that the platform has lost: whoever asks for those that do is answered.
        asked = Feature.objects.filter(pk=(self.value() or "").replace("\0", ""))
        return list((available | asked).values_list("code", "name"))

    def parsed(self, value: str) -> list[str]:
        return [value]


class ProviderFilter(DocumentFilter):
    title = "provider"
    parameter_name = "provider"
    path = "document__provider_uuids__contains"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        rows = Provider.objects.order_by("provider_name", "uuid").values_list("uuid", "provider_name")
        return [(str(key), name) for key, name in rows[:_MOST_PROVIDERS]]

    def parsed(self, value: str) -> list[str]:
        return [value]


LIST_FILTERS = (
    ServiceTypeFilter,
    StatusFilter,
    SellableFilter,
    ReasonFilter,
    StockFilter,
    RetiredFilter,
    HiddenFilter,
    CurrencyFilter,
    FeatureFilter,
    ProviderFilter,
)
