"""What a save would do, asked for while somebody types, or by a button."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path, reverse

from catalog.admin.impact import UNTYPED, Preview, preview
from catalog.admin.restore_page import RestorePage
from catalog.models import Package
from config.identity import parse_identity
from integrations.actors import Actor

BUTTON = "_impact"


class ImpactPages(RestorePage):
    """The panel beside Save; it stores nothing, and the form works without it."""

    def get_urls(self) -> list[Any]:
        told = self.admin_site.admin_view(self.impact_view)
        return [
            path("add/impact/", told, name="catalog_package_add_impact"),
            path("<uuid:key>/impact/", told, name="catalog_package_impact"),
            *super().get_urls(),
        ]

    def impact_view(self, request: HttpRequest, key: UUID | None = None) -> HttpResponse:
        """The inside of the panel, for the form that is sent."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        context = {"impact": self.impact_of(request, key)}
        return TemplateResponse(request, "admin/catalog/package/impact_parts.html", context)

    def impact_of(self, request: HttpRequest, key: UUID | None) -> Preview:
        """What saving what was sent would do; 404 for a package that is not there, 403 for who may not save it."""
        package = Package.objects.select_related("document").filter(pk=key).first() if key else None
        if key and package is None:
            raise Http404("There is no such package.")
        may = self.has_change_permission(request, package) if package else self.has_add_permission(request)
        if not may:
            raise PermissionDenied
        return preview(request.POST, package, by=Actor.operator(request.user.get_username()))

    def asked_impact(self, request: HttpRequest, object_id: str | None) -> Preview:
        """The same for the button of the form, whose address spells the key."""
        key = parse_identity(unquote(object_id), prefix=Package.id_prefix) if object_id else None
        if object_id and key is None:
            raise Http404("There is no such package.")
        return self.impact_of(request, key)

    def impact_context(self, request: HttpRequest, package: Package | None) -> dict[str, Any]:
        """What the form needs to show the panel."""
        url = (
            reverse("admin:catalog_package_impact", args=[package.pk])
            if package
            else reverse("admin:catalog_package_add_impact")
        )
        return {"impact": getattr(request, "impact", UNTYPED), "impact_url": url}
