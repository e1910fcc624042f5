"""The navigation by task: who sees which line, and which one is the page's."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from tests.catalog.admin.typed import ADD, LIST, page

pytestmark = pytest.mark.django_db

_LINK = re.compile(r'<a href="([^"]+)"\s*(aria-current="page")?\s*>.*?<span>([^<]+)</span>', re.DOTALL)


def tasks(client: Client, path: str = "/admin/") -> dict[str, bool]:
    """The lines by their words, and whether each is the page's."""
    navigation = page(client, path).split('id="tasks"')[1].split("</nav>")[0]
    return {label: bool(current) for _, current, label in _LINK.findall(navigation)}


def current(client: Client, path: str) -> list[str]:
    return [label for label, is_current in tasks(client, path).items() if is_current]


def with_permissions(client: Client, *codenames: str) -> Client:
    user = User.objects.create_user("somebody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_who_may_look_at_packages_alone_is_shown_no_other_task(viewer: Client) -> None:
    shown = tasks(viewer)

    assert {"Home", "Packages"} <= shown.keys()
    assert not {"Providers", "Feature matrix", "Integrations", "People"} & shown.keys()


@pytest.mark.parametrize(
    ("path", "task"),
    [
        ("/admin/", ["Home"]),
        (LIST, ["Packages"]),
        (ADD, ["Packages"]),
        ("/admin/integrations/apitoken/", ["Integrations"]),
        ("/admin/auth/group/", ["People"]),
        ("/admin/password_change/", []),
    ],
)
def test_the_task_of_a_page_is_marked(operator: Client, path: str, task: list[str]) -> None:
    assert current(operator, path) == task


def test_groups_are_a_tab_beside_users(operator: Client) -> None:
    content = page(operator, "/admin/auth/user/")

    tabs = content.split('class="tabs"')[1].split("</nav>")[0]
    assert re.findall(r">([^<>]+)</a>", tabs) == ["Users", "Groups"]


def test_a_task_leads_to_the_first_of_its_lists_that_may_be_seen(client: Client) -> None:
    somebody = with_permissions(client, "view_group")

    content = page(somebody, "/admin/")

    assert 'href="/admin/auth/group/"' in content.split('id="tasks"')[1].split("</nav>")[0]
    assert 'class="tabs"' not in page(somebody, "/admin/auth/group/")


def test_the_page_of_an_app_is_home(operator: Client) -> None:
    assert operator.get("/admin/catalog/").headers["Location"] == "/admin/"
