"""Users and groups: what they may do is ticked by task, and what is not shown stays."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from catalog.admin.permissions import TASKS
from tests.catalog.admin.typed import fields_of, page

pytestmark = pytest.mark.django_db


def permission(name: str) -> Permission:
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def test_every_permission_that_is_offered_exists() -> None:
    for named in TASKS.values():
        for name in named:
            assert permission(name)


def test_a_group_is_given_permissions_in_plain_words(operator: Client) -> None:
    content = page(operator, "/admin/auth/group/add/")
    chosen = permission("catalog.change_package")

    assert "Change packages: prices, features, whether they are offered" in content
    assert "log entry" not in content
    operator.post("/admin/auth/group/add/", {"name": "Pricing", "permissions": [chosen.pk]})

    assert list(Group.objects.get().permissions.all()) == [chosen]


def test_what_is_not_shown_stays_when_a_group_is_saved(operator: Client) -> None:
    group = Group.objects.create(name="Pricing")
    hidden = permission("catalog.view_packagerevision")
    group.permissions.set([hidden, permission("catalog.view_package")])

    operator.post(f"/admin/auth/group/{group.pk}/change/", {"name": "Pricing", "permissions": []})

    assert list(group.permissions.all()) == [hidden]


def test_a_user_made_here_may_log_in_here(operator: Client) -> None:
    password = "correct horse battery"
    sent = {"username": "priya", "password1": password, "password2": password, "is_staff": "on"}

    response = operator.post("/admin/auth/user/add/", sent)

    assert response.status_code == 302
    assert User.objects.get(username="priya").is_staff


def test_the_page_of_a_user_saves_groups_and_permissions(operator: Client) -> None:
    user, group = User.objects.create_user("priya"), Group.objects.create(name="Pricing")
    url = f"/admin/auth/user/{user.pk}/change/"
    sent = fields_of(page(operator, url), "user_form")
    sent |= {"groups": [str(group.pk)], "user_permissions": [str(permission("catalog.view_package").pk)]}

    response = operator.post(url, sent)

    assert response.status_code == 302
    assert list(user.groups.all()) == [group]
    assert user.user_permissions.get().codename == "view_package"
