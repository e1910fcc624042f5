"""The back office as a site: Django's admin with a navigation by task, and what every page has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Task:
    """A line of the navigation: where it leads, and what it asks for.

    `icon` names a symbol of the icon sheet. Without one of `permissions` the line is not shown.
    """

    label: str
    icon: str
    view: str
    permissions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    label: str
    icon: str
    url: str
    is_current: bool


_PACKAGES = ("catalog.view_package", "catalog.change_package")
TASKS = (
    Task("Home", "home", "admin:index"),
    Task("Packages", "packages", "admin:catalog_package_changelist", _PACKAGES),
    Task("Grid", "grid", "admin:catalog_grid", _PACKAGES),
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
        ("integrations.view_apiclient", "integrations.change_apiclient"),
    ),
    Task(
        "People",
        "people",
        "admin:auth_user_changelist",
        ("auth.view_user", "auth.change_user"),
    ),
)


class CatalogSite(AdminSite):
    """Serves every page of the back office."""

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "navigation": navigation(request)}


def navigation(request: HttpRequest) -> list[Link]:
    """The tasks of this operator, with the one that the page belongs to."""
    shown = [(task, reverse(task.view)) for task in TASKS if _may(request, task)]
    fitting = [url for _, url in shown if request.path.startswith(url)]
    current = max(fitting, key=len, default="")
    return [Link(task.label, task.icon, url, url == current) for task, url in shown]


def _may(request: HttpRequest, task: Task) -> bool:
    return not task.permissions or any(request.user.has_perm(name) for name in task.permissions)
