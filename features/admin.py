"""The feature matrix in the admin: to read and to search, and never to write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from features.admin_filters import AvailabilityFilter, ServiceTypeFilter
from features.choices import License
from features.dependents import UNUSED, Holder, registry
from features.models import Feature
from features.platform import not_offered_reasons, running_platform
from features.service_types import ServiceType
from features.units import unit_text

NAMED_HOLDERS = 200


class FeatureChangeList(ChangeList):
    """Counts the packages of all features of a page at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        usage = registry.current.usage([row.code for row in rows], holders=0)
        for row in rows:
            row.package_count = usage.get(row.code, UNUSED).count
        self.result_list = rows


if TYPE_CHECKING:
    FeatureModelAdmin = admin.ModelAdmin[Feature]
else:
    FeatureModelAdmin = admin.ModelAdmin


@admin.register(Feature)
class FeatureAdmin(FeatureModelAdmin):
    """The platform ships the matrix, so nobody adds, changes or deletes a feature here."""

    list_display = (
        "name",
        "code",
        "kind",
        "unit",
        "applies_to",
        "since",
        "licence_types",
        "on_this_platform",
        "package_count",
    )
    list_filter = (
        AvailabilityFilter,
        ServiceTypeFilter,
        "group",
        "kind",
        "aggregation_type",
        "deprecated",
    )
    search_fields = ("code", "name", "description")
    search_help_text = "Search in codes, names and descriptions."
    show_full_result_count = False
    list_per_page = 200
    fieldsets = (
        (None, {"fields": ("name", "code", "description", "group", "position")}),
        (
            "What it means",
            {"fields": ("kind", "consumable", "quota", "aggregation_type", "unit", "resets")},
        ),
        (
            "Who has it",
            {"fields": ("applies_to", "since", "licence_types", "deprecated", "on_this_platform", "release")},
        ),
        ("Settings and metadata", {"fields": ("settings_text", "metadata_text")}),
        ("Packages", {"fields": ("packages",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Feature | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Feature | None = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return FeatureChangeList

    @admin.display(description="unit", ordering="field_suffix", empty_value="–")
    def unit(self, feature: Feature) -> str | None:
        return unit_text(feature.field_suffix) or None

    @admin.display(description="service types")
    def applies_to(self, feature: Feature) -> str:
        return ", ".join(str(ServiceType(name).label) for name in feature.service_types) or "All"

    @admin.display(description="licences")
    def licence_types(self, feature: Feature) -> str:
        if set(feature.licenses) in (set(), set(License.values)):
            return "All"
        return ", ".join(str(License(name).label) for name in feature.licenses)

    @admin.display(description="on this platform")
    def on_this_platform(self, feature: Feature) -> str:
        reasons = not_offered_reasons(feature, platform=running_platform())
        return " ".join(reason.detail for reason in reasons) or "Available"

    @admin.display(description="packages")
    def package_count(self, feature: Feature) -> int:
        """Set by FeatureChangeList on every row of a page."""
        count: int = getattr(feature, "package_count")  # noqa: B009
        return count

    @admin.display(description="resets")
    def resets(self, feature: Feature) -> str:
        return feature.resets_in_words

    @admin.display(description="settings")
    def settings_text(self, feature: Feature) -> SafeString:
        return _readable(feature.feature_settings)

    @admin.display(description="metadata")
    def metadata_text(self, feature: Feature) -> SafeString:
        return _readable(feature.feature_metadata)

    @admin.display(description="packages that have it")
    def packages(self, feature: Feature) -> SafeString | str:
        usage = registry.current.usage([feature.code], holders=NAMED_HOLDERS).get(feature.code, UNUSED)
        if not usage.count:
            return "None"
        rest = usage.count - len(usage.holders)
        more = format_html("<p>and {} more</p>", rest) if rest else SafeString("")
        items = format_html_join("", "<li>{}</li>", ((_link(holder),) for holder in usage.holders))
        return format_html("<ul>{}</ul>{}", items, more)


def _readable(value: dict[str, Any]) -> SafeString:
    if not value:
        return SafeString("None")
    lines = ((key, json.dumps(item, ensure_ascii=False)) for key, item in value.items())
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", lines))


def _link(holder: Holder) -> SafeString | str:
    return (
        format_html('<a href="{}">{}</a>', holder.admin_url, holder.name) if holder.admin_url else holder.name
    )
