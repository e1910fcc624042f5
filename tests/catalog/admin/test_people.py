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


@pytest.fixture
def keeper(db: None, client: Client) -> Client:
    """Somebody who looks after users, and may do nothing else."""
    user = User.objects.create_user("keeper", is_staff=True)
    user.user_permissions.set([permission("auth.view_user"), permission("auth.change_user")])
    client.force_login(user)
    return client


def test_nobody_gives_themselves_more_than_they_have(keeper: Client) -> None:
    user, group = User.objects.get(username="keeper"), Group.objects.create(name="Pricing")
    url = f"/admin/auth/user/{user.pk}/change/"
    sent = fields_of(page(keeper, url), "user_form")

    keeper.post(url, {**sent, "first_name": "Kim", "is_superuser": "on", "groups": [group.pk]})

    user.refresh_from_db()
    assert (user.first_name, user.is_superuser, user.groups.count()) == ("Kim", False, 0)
    assert user.has_perm("auth.change_user")


@pytest.mark.parametrize("below", ["change", "password"])
def test_who_may_do_everything_is_not_changed_by_who_may_not(keeper: Client, below: str) -> None:
    above = User.objects.create_superuser("root")
    passwords = {"password1": "correct horse battery", "password2": "correct horse battery"}

    response = keeper.post(f"/admin/auth/user/{above.pk}/{below}/", {"username": "mine", **passwords})

    assert response.status_code == 403
    above.refresh_from_db()
    assert (above.username, above.has_usable_password()) == ("root", False)
