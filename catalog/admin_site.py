"""The back office as a site: Django's admin with a navigation by task, and what every page has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Part:
    """One of several lists that belong to one task: a tab above each of them."""

    label: str
    view: str
    permissions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """A line of the navigation: where it leads, and what it asks for.

    `icon` names a symbol of the icon sheet. Without one of `permissions` the line is not shown. A task
    with `parts` leads to the first of them that the operator may see.
    """

    label: str
    icon: str
    view: str
    permissions: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool
    icon: str = ""


_PACKAGES = ("catalog.view_package", "catalog.change_package")
TASKS = (
    Task("Home", "home", "admin:index"),
    Task("Packages", "packages", "admin:catalog_package_changelist", _PACKAGES),
    Task("Grid", "grid", "admin:catalog_grid", _PACKAGES),
    Task(
        "Compare",
        "compare",
        "admin:catalog_compare",
        _PACKAGES,
        (
            Part("Side by side", "admin:catalog_compare", _PACKAGES),
            Part("Pricing table", "admin:catalog_preview", _PACKAGES),
        ),
    ),
    Task(
        "Providers",
        "providers",
        "admin:providers_provider_changelist",
        ("providers.view_provider", "providers.change_provider"),
    ),
    Task("Feature matrix", "matrix", "admin:features_feature_changelist", ("features.view_feature",)),
    Task(
        "Integrations",
        "integrations",
        "admin:integrations_apiclient_changelist",
        (
            "integrations.view_apiclient",
            "integrations.change_apiclient",
            "integrations.view_apitoken",
            "integrations.change_apitoken",
        ),
        (
            Part(
                "API clients",
                "admin:integrations_apiclient_changelist",
                ("integrations.view_apiclient", "integrations.change_apiclient"),
            ),
            Part(
                "Tokens",
                "admin:integrations_apitoken_changelist",
                ("integrations.view_apitoken", "integrations.change_apitoken"),
            ),
        ),
    ),
    Task(
        "People",
        "people",
        "admin:auth_user_changelist",
        ("auth.view_user", "auth.change_user", "auth.view_group", "auth.change_group"),
        (
            Part("Users", "admin:auth_user_changelist", ("auth.view_user", "auth.change_user")),
            Part("Groups", "admin:auth_group_changelist", ("auth.view_group", "auth.change_group")),
        ),
    ),
)


# In a string: pages register themselves at the site, which has to be there before them.
HOME = "catalog.admin.home.page.HomePage"


class CatalogSite(AdminSite):
    """Serves every page of the back office."""

    site_title = site_header = "Service package catalog"
    index_title = "Home"
    enable_nav_sidebar = False

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return import_string(HOME).as_view(site=self)(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "navigation": navigation(request), "tabs": tabs(request)}

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A list leaves out what its form sent empty, and what no column can hold: its address says what is shown."""
        shown = super().admin_view(view, cacheable)

        def without_blanks(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if _has_blanks(request):
                kept = [(name, text) for name, text in _said(request) if not _is_blank(text)]
                return HttpResponseRedirect(f"{request.path}?{urlencode(kept)}")
            return shown(request, *args, **kwargs)

        return update_wrapper(without_blanks, shown)

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Home: what belongs to an app of Django's is nothing that operators ask for."""
        return HttpResponseRedirect(reverse("admin:index"))


def navigation(request: HttpRequest) -> list[Link]:
    """The tasks of this operator, with the one that the page belongs to."""
    shown = [(task, _place(request, task)) for task in TASKS if _may(request, task)]
    current = _current(request)
    return [Link(task.label, url, task == current, task.icon) for task, url in shown]


def tabs(request: HttpRequest) -> list[Link]:
    """The lists of the task that the page belongs to; none where there is nothing to choose."""
    task = _current(request)
    parts = [part for part in task.parts if _may(request, part)] if task else []
    links = [Link(part.label, url := reverse(part.view), request.path.startswith(url)) for part in parts]
    return links if len(links) > 1 else []


def _has_blanks(request: HttpRequest) -> bool:
    match = request.resolver_match
    is_list = match is not None and (match.url_name or "").endswith("_changelist")
    return is_list and request.method == "GET" and any(_is_blank(text) for _, text in _said(request))


def _said(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in request.GET.lists() for text in texts]


def _is_blank(text: str) -> bool:
    # PostgreSQL takes no NUL, not even in a question.
    return not text or "\0" in text


def _current(request: HttpRequest) -> Task | None:
    """The task whose address is the longest beginning of the page's; Home is itself alone."""
    if request.path == reverse("admin:index"):
        return next((task for task in TASKS if task.view == "admin:index"), None)
    places = [
        (url, task)
        for task in TASKS
        for view in (task.view, *(part.view for part in task.parts))
        if view != "admin:index" and request.path.startswith(url := reverse(view))
    ]
    return max(places, key=lambda place: len(place[0]), default=("", None))[1]


def _place(request: HttpRequest, task: Task) -> str:
    """Where a task leads this operator."""
    part = next((part for part in task.parts if _may(request, part)), None)
    return reverse(part.view if part else task.view)


def _may(request: HttpRequest, task: Task | Part) -> bool:
    return not task.permissions or any(request.user.has_perm(name) for name in task.permissions)
