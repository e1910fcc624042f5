"""The pages of the back office that are no model's own list or form, mounted below the packages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.generic import View


class Page(View):
    """A page of its own. It is served at `route` as `admin:<url_name>`, to who has one of `permissions`;
    without any, to everybody who may log in."""

    route: ClassVar[str]
    url_name: ClassVar[str]
    title: ClassVar[str]
    template_name: ClassVar[str]
    permissions: ClassVar[tuple[str, ...]] = ("catalog.view_package", "catalog.change_package")
    site: AdminSite | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permissions and not any(request.user.has_perm(name) for name in self.permissions):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def shown(self, request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> TemplateResponse:
        """The page, with what every page of the site has."""
        assert self.site is not None
        whole = {**self.site.each_context(request), "title": self.title, **context}
        return TemplateResponse(request, self.template_name, whole, status=status)


def page_urls(site: AdminSite, pages: tuple[type[Page], ...]) -> list[URLPattern]:
    """Their paths; each asks for a login first."""
    return [path(page.route, site.admin_view(page.as_view(site=site)), name=page.url_name) for page in pages]
