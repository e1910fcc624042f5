"""Providers in the admin. Saving is one action; what it refuses is told beside the fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.debug import sensitive_post_parameters

from config.identity import parse_identity
from config.rules import RuleViolation
from features.dependents import UNUSED
from features.service_types import ServiceType
from integrations.actors import Actor
from providers import actions, versions
from providers.actions import ProviderGone
from providers.dependents import registry
from providers.forms import ProviderForm, form_for, property_fields
from providers.models import Provider
from providers.types.declaration import ProviderType
from providers.types.registry import PROVIDER_TYPES, provider_type

NAMED_PACKAGES = 100
_REFUSED = "_providers_refused"


class ProviderChangeList(ChangeList):
    """Counts the packages of all providers of a page at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        usage = registry.current.packages_with([row.pk for row in rows], holders=0)
        for row in rows:
            row.package_count = usage.get(row.pk, UNUSED).count
        self.result_list = rows


class TypeFilter(admin.SimpleListFilter):
    title = "type"
    parameter_name = "provider_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(declared.code, declared.name) for declared in PROVIDER_TYPES.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Provider]) -> QuerySet[Provider]:
        return queryset.filter(provider_type=self.value()) if self.value() else queryset


if TYPE_CHECKING:
    ProviderModelAdmin = admin.ModelAdmin[Provider]
else:
    ProviderModelAdmin = admin.ModelAdmin


@admin.register(Provider)
class ProviderAdmin(ProviderModelAdmin):
    form = ProviderForm
    list_display = ("provider_name", "type_name", "service_type", "state", "packages", "updated_at")
    list_filter = ("active", TypeFilter, "service_type")
    search_fields = ("provider_name",)
    search_help_text = "Search by name, id, UUID or ULID."
    ordering = ("provider_name", "uuid")
    show_full_result_count = False
    actions = ("switch_on", "switch_off")
    readonly_fields = ("type_name", "spellings", "used_by", "open_properties", "created_at", "updated_at")

    # --- Lists -----------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ProviderChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Provider], search_term: str
    ) -> tuple[QuerySet[Provider], bool]:
        key = parse_identity(search_term.strip(), prefix=Provider.id_prefix)
        if key is not None:
            return queryset.filter(pk=key), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="type", ordering="provider_type")
    def type_name(self, provider: Provider) -> str:
        declared = provider_type(provider.provider_type)
        return declared.name if declared else f"{provider.provider_type} (not known to this platform)"

    @admin.display(description="state", ordering="active")
    def state(self, provider: Provider) -> SafeString:
        kind, word = ("active", "Active") if provider.active else ("inactive", "Switched off")
        return format_html('<span class="badge badge-{}">{}</span>', kind, word)

    @admin.display(description="packages")
    def packages(self, provider: Provider) -> int:
        return getattr(provider, "package_count", 0)

    @admin.action(description="Switch on", permissions=["change"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet[Provider]) -> None:
        self._each(request, queryset, actions.activate, "switched on")

    @admin.action(description="Switch off", permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[Provider]) -> None:
        self._each(request, queryset, actions.deactivate, "switched off")

    def _each(
        self, request: HttpRequest, chosen: Iterable[Provider], act: Callable[..., Provider], done: str
    ) -> None:
        count = 0
        for provider in chosen:
            try:
                act(key=provider.pk, by=_operator(request))
                count += 1
            except RuleViolation as violation:
                for problem in violation.problems:
                    messages.error(request, f"{provider.provider_name}: {problem.detail}")
            except ProviderGone:
                messages.error(request, f"{provider.provider_name} was deleted meanwhile.")
        if count:
            messages.success(request, f"{count} provider{'s' if count != 1 else ''} {done}.")

    # --- One provider ----------------------------------------------------------------------------

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Provider | None:
        key = parse_identity(object_id, prefix=Provider.id_prefix)
        return self.get_queryset(request).filter(pk=key).first() if key else None

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        declared = _chosen_type(request)
        if declared is None:
            return self._choose_type(request)
        return super().add_view(
            request, form_url, {"title": f"Add provider: {declared.name}", **(extra_context or {})}
        )

    def _choose_type(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Add provider: what kind?",
            "opts": self.opts,
            "types": [
                (declared, _link_to_add(request, declared), _served(declared))
                for declared in PROVIDER_TYPES.values()
            ],
        }
        return TemplateResponse(request, "admin/providers/provider/choose_type.html", context)

    @method_decorator(sensitive_post_parameters())
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except RuleViolation as violation:
            # Somebody else was faster than this operator: the page again, with everything typed.
            setattr(request, _REFUSED, violation.problems)
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ProviderGone as gone:
            return self._told_on_the_list(request, gone)

    def get_form(
        self, request: HttpRequest, obj: Provider | None = None, change: bool = False, **kwargs: Any
    ) -> type[ProviderForm]:
        declared = provider_type(obj.provider_type) if obj else _chosen_type(request)
        return form_for(declared, is_new=obj is None, refused=getattr(request, _REFUSED, ()))

    def get_fieldsets(self, request: HttpRequest, obj: Provider | None = None) -> Any:
        declared = provider_type(obj.provider_type) if obj else _chosen_type(request)
        fields = property_fields(declared, obj) if declared else []
        if not (self.has_change_permission(request, obj) if obj else self.has_add_permission(request)):
            fields = ["open_properties"]
        shown = "type_name" if obj else "provider_type"
        sections = [
            (None, {"fields": (shown, "provider_name", "service_type", "active")}),
            ("How it is reached", {"fields": fields}),
            ("Settings and metadata", {"fields": ("settings", "metadata")}),
        ]
        if obj is None:
            return sections
        return [
            *sections,
            ("Packages", {"fields": ("used_by",)}),
            ("Keys and times", {"fields": ("spellings", "created_at", "updated_at")}),
        ]

    @admin.display(description="keys")
    def spellings(self, provider: Provider) -> SafeString:
        return format_html_join(
            "", "<div><code>{}</code></div>", [(provider.id,), (str(provider.uuid),), (provider.ulid,)]
        )

    @admin.display(description="properties")
    def open_properties(self, provider: Provider) -> SafeString:
        return format_html_join("", "<div>{}: {}</div>", provider.properties.items())

    @admin.display(description="attached to")
    def used_by(self, provider: Provider) -> str | SafeString:
        usage = registry.current.packages_with([provider.pk], holders=NAMED_PACKAGES).get(provider.pk, UNUSED)
        if not usage.count:
            return "No package."
        links = format_html_join(
            "", '<div><a href="{}">{}</a></div>', ((h.admin_url, h.name) for h in usage.holders)
        )
        more = usage.count - len(usage.holders)
        return format_html("{}{}", links, f"and {more} more" if more else "")

    def save_model(self, request: HttpRequest, obj: Provider, form: Any, change: bool) -> None:
        by = _operator(request)
        if change:
            unseen = versions.guard(request.POST)
            stored = actions.update(key=obj.pk, changes=form.changes(), by=by, guard=unseen).provider
        else:
            stored = actions.create(key=obj.pk, changes=form.changes(), by=by)
        # Django goes on with its own copy: for its history and what it says on the next page.
        for field in Provider._meta.concrete_fields:
            setattr(obj, field.attname, getattr(stored, field.attname))

    # --- Deleting --------------------------------------------------------------------------------

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        chosen: Sequence[Provider] = list(objs)
        protected = [problem.detail for problem in actions.in_use_problems(chosen)]
        missing = set() if self.has_delete_permission(request) else {str(self.opts.verbose_name)}
        return [str(p) for p in chosen], {str(self.opts.verbose_name_plural): len(chosen)}, missing, protected

    def delete_model(self, request: HttpRequest, obj: Provider) -> None:
        actions.delete(key=obj.pk, by=_operator(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Provider]) -> None:
        for provider in queryset:
            self.delete_model(request, provider)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except (RuleViolation, ProviderGone) as refusal:
            return self._told_on_the_list(request, refusal)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        try:
            return super().changelist_view(request, extra_context)
        except (RuleViolation, ProviderGone) as refusal:
            return self._told_on_the_list(request, refusal)

    def _told_on_the_list(self, request: HttpRequest, refusal: Exception) -> HttpResponse:
        problems = refusal.problems if isinstance(refusal, RuleViolation) else ()
        for sentence in [p.detail for p in problems] or ["The provider was deleted meanwhile."]:
            messages.error(request, sentence)
        return HttpResponseRedirect(reverse("admin:providers_provider_changelist"))


def _operator(request: HttpRequest) -> Actor:
    return Actor.operator(request.user.get_username())


def _chosen_type(request: HttpRequest) -> ProviderType | None:
    return provider_type(request.POST.get("provider_type") or request.GET.get("provider_type", ""))


def _served(declared: ProviderType) -> str:
    return ", ".join(str(ServiceType(code).label) for code in declared.service_types)


def _link_to_add(request: HttpRequest, declared: ProviderType) -> str:
    query = request.GET.copy()
    query["provider_type"] = declared.code
    return f"?{query.urlencode()}"
