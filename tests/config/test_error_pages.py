"""Pages for what goes wrong: in words, under the policy, and without anything that may be broken itself."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import server_error
from pytest_django import Settings

PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html", "locked_out.html")


@pytest.mark.parametrize("template", PAGES)
def test_they_need_no_database_and_no_request(template: str) -> None:
    content = render_to_string(template)

    assert "<h1>" in content
    assert "<style" not in content
    assert "<script" not in content


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so(admin_client: Client) -> None:
    response = admin_client.get("/nowhere", secure=True)

    assert (response.status_code, "There is no such page" in response.content.decode()) == (404, True)


@pytest.mark.django_db
def test_a_form_of_another_login_is_told_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/admin/login/", {"username": "a"}, secure=True)

    assert (response.status_code, "too old to be saved" in response.content.decode()) == (403, True)


@pytest.mark.django_db
def test_too_many_wrong_passwords_are_told_in_words(client: Client, settings: Settings) -> None:
    # What is held is the answer; the slowness of a hash would only be waited for.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    User.objects.create_user("priya", password="right")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = client.post("/admin/login/", {"username": "priya", "password": "wrong"}, secure=True)

    assert (response.status_code, "Too many attempts" in response.content.decode()) == (429, True)


def test_the_page_of_an_error_of_ours_is_there_without_a_database() -> None:
    response = server_error(RequestFactory().get("/admin/"))

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_a_page_without_the_database_asks_to_come_again(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def away(*args: object) -> None:
        raise kind("terminating connection due to administrator command")

    admin_client.raise_request_exception = False
    monkeypatch.setattr("catalog.admin.grid.page.all_rows", away)

    response = admin_client.get("/admin/catalog/package/grid/", secure=True)

    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert "be reached at the moment" in response.content.decode()


def test_a_fault_of_ours_is_none_of_the_database(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError

    admin_client.raise_request_exception = False
    monkeypatch.setattr("catalog.admin.grid.page.all_rows", broken)

    response = admin_client.get("/admin/catalog/package/grid/", secure=True)

    assert (response.status_code, "Retry-After" in response) == (500, False)
