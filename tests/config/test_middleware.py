"""Pages for people have the whole chain; requests of machines walk past it."""

from __future__ import annotations

import pytest
from django.test import Client

LOGIN = "/admin/login/"
pytestmark = pytest.mark.django_db


def test_a_page_is_not_shown_in_frames_and_has_a_strict_policy() -> None:
    answer = Client().get(LOGIN)

    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]


def test_a_form_without_its_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post(LOGIN, {"username": "olga", "password": "x"})

    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/api/v1/packages", "/healthz"])
def test_machines_get_no_cookies_and_need_none(path: str) -> None:
    answer = Client(enforce_csrf_checks=True).get(path)

    assert not answer.cookies
    assert "X-Frame-Options" not in answer
    assert "Cookie" not in answer.get("Vary", "")
