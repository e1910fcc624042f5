"""The list of packages: everything in it comes from one statement over packages and their documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.admin.list_actions import LIST_ACTIONS
from catalog.admin.list_filters import LIST_FILTERS
from catalog.admin.wording import ago, badge, price_text, status_badge
from catalog.availability import SENTENCES, SHORT
from catalog.models import Package
from catalog.querysets import PackageQuerySet
from config.identity import parse_identity
from features.service_types import ServiceType

# Counting goes no further: nobody turns to a page behind this, and 100,000 rows cost nobody's time.
MOST_COUNTED = 10_000
_HEAVY = (
    "document__text",
    "document__offer_text",
    "document__search_text",
    "document__metadata_pairs",
    "description",
    "notification_preferences",
    "package_settings",
    "package_metadata",
)

_MEANT = {"draft", "inactive", "retired"}

if TYPE_CHECKING:
    PackageModelAdmin = admin.ModelAdmin[Package]
    PackagePaginator = Paginator[Package]
else:
    PackageModelAdmin = admin.ModelAdmin
    PackagePaginator = Paginator


class CountedUpTo(PackagePaginator):
    """Counts no more than `MOST_COUNTED` packages."""

    @cached_property
    def count(self) -> int:
        rows = cast(QuerySet[Package], self.object_list).order_by().values("pk")
        return rows[:MOST_COUNTED].count()


class PackageChangeList(ChangeList):
    """Joins each package to its document, so that the orders of documents' indexes can be used."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Package]:
        found: QuerySet[Package] = super().get_queryset(request, exclude_parameters)
        return found.filter(document__isnull=False).defer(*_HEAVY)

    @property
    def counted(self) -> str:
        """How many packages were found, in words; more than are counted is said so."""
        if self.result_count >= MOST_COUNTED:
            return f"{MOST_COUNTED:,} packages or more"
        return "1 package" if self.result_count == 1 else f"{self.result_count:,} packages"


class PackageListPage(PackageModelAdmin):
    """What the list shows, how it is searched, filtered and ordered."""

    list_display = (
        "package",
        "type",
        "state",
        "priced",
        "shown_tier",
        "availability",
        "feature_count",
        "changed",
    )
    list_display_links = ("package",)
    list_select_related = ("document",)
    list_filter = LIST_FILTERS
    list_per_page = 50
    list_max_show_all = 200
    paginator = CountedUpTo
    ordering = ("document__name_key",)
    search_fields = ("name",)
    search_help_text = (
        "The search finds words of the name or the descriptions, whatever their accents; "
        "or an id, ULID or UUID."
    )
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = LIST_ACTIONS
    # Beside these, in one row, is a way to all the others.
    actions_at_hand = ("activate", "deactivate", "price", "compare", "edit_in_grid")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Package]:
        return super().get_queryset(request).select_related("document")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": "Packages", **(extra_context or {})})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PackageChangeList

    def get_actions(self, request: HttpRequest) -> Any:
        """Without Django's own deletion of many: a package that was offered is retired instead."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Package], search_term: str
    ) -> tuple[QuerySet[Package], bool]:
        key = parse_identity(search_term.strip(), prefix=Package.id_prefix)
        if key is not None:
            return queryset.filter(pk=key), False
        return cast("PackageQuerySet", queryset).matching(search_term), False

    # --- Columns ---------------------------------------------------------------------------------

    @admin.display(description="Name", ordering="document__name_key")
    def package(self, package: Package) -> SafeString:
        hidden = badge("hidden", "Hidden", "Offered, but not listed") if package.hidden else ""
        return format_html(
            '<span class="package-name" title="{}">{}</span> {}', package.name, package.name, hidden
        )

    @admin.display(description="Type")
    def type(self, package: Package) -> str:
        return str(ServiceType(package.service_type).label)

    @admin.display(description="Status")
    def state(self, package: Package) -> SafeString:
        return status_badge(package)

    @admin.display(description="Price", ordering="document__price_key")
    def priced(self, package: Package) -> SafeString:
        return format_html('<span class="nowrap">{}</span>', price_text(package))

    @admin.display(description="Tier", ordering="document__tier_key")
    def shown_tier(self, package: Package) -> str:
        return package.tier or "–"

    @admin.display(description="Availability")
    def availability(self, package: Package) -> SafeString:
        codes = package.document.reasons
        if package.document.sellable:
            return badge("sellable", "Can be sold")
        first = SHORT.get(codes[0], codes[0]) if codes else "Can't be sold"
        sentences = " ".join(SENTENCES.get(code, code) for code in codes)
        # What is meant not to be sold is no alarm.
        tone = "unsold" if not codes or codes[0] in _MEANT else "blocked"
        more = format_html(' <span class="more" title="{}">+{}</span>', sentences, len(codes) - 1)
        return format_html("{}{}", badge(tone, first, sentences), more if len(codes) > 1 else "")

    @admin.display(description="Features")
    def feature_count(self, package: Package) -> int:
        return len(package.document.feature_codes)

    @admin.display(description="Changed", ordering="document__updated_at")
    def changed(self, package: Package) -> SafeString:
        moment = package.document.updated_at
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            moment.isoformat(),
            f"{moment:%Y-%m-%d %H:%M} UTC",
            ago(moment),
        )
