"""Clients and tokens in the admin."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from integrations import tokens
from integrations.models import ApiClient, ApiToken
from tests.factories.api_client import ApiClientFactory
from tests.factories.api_token import ApiTokenFactory

pytestmark = pytest.mark.django_db

CLIENTS = "admin:integrations_apiclient_changelist"
TOKENS = "admin:integrations_apitoken_changelist"
ADD = "admin:integrations_apiclient_add"


@pytest.fixture(autouse=True)
def _plain_http(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = False


@pytest.fixture
def operator(client: Client) -> Client:
    user = User.objects.create_user("olga", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="integrations"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form(**changed: Any) -> dict[str, Any]:
    rows = {"tokens-TOTAL_FORMS": 0, "tokens-INITIAL_FORMS": 0}
    return {
        "name": "shop",
        "active": "on",
        "scopes": ["offers:read"],
        "new_token_days": 30,
        **rows,
        **changed,
    }


def tokens_in(html: str) -> set[str]:
    return set(re.findall(r"spc_[A-Za-z0-9_-]{50,}", html))


def test_needs_permission(client: Client) -> None:
    user = User.objects.create_user("guest", is_staff=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse(CLIENTS)).status_code == 403
    assert client.get(reverse(TOKENS)).status_code == 403


def test_offers_every_scope_as_a_tick_with_what_it_allows(operator: Client) -> None:
    html = operator.get(reverse(ADD)).content.decode()

    assert html.count('type="checkbox" name="scopes"') == 10
    assert "Take stock and return it." in html


def test_makes_a_client_and_shows_its_token_once(operator: Client) -> None:
    page = operator.post(reverse(ADD), form(), follow=True).content.decode()

    (token,) = tokens_in(page)
    caller = tokens.authenticate(token)
    assert caller is not None
    assert (caller.name, set(caller.scopes)) == ("shop", {"offers:read"})
    assert tokens_in(operator.get(reverse(CLIENTS)).content.decode()) == set()


def test_makes_no_token_where_none_is_asked_for(operator: Client) -> None:
    operator.post(reverse(ADD), form(new_token_days=""), follow=True)

    assert ApiClient.objects.get().name == "shop"
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("scopes", []), ("scopes", ["x"]), ("name", "a/b"), ("new_token_days", "4000")]
)
def test_refuses_what_is_wrong_and_makes_nothing(operator: Client, field: str, value: Any) -> None:
    response = operator.post(reverse(ADD), form(**{field: value}))

    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors
    assert not ApiClient.objects.exists()


def test_a_change_of_scopes_holds_at_once_in_this_process(operator: Client) -> None:
    row = ApiClientFactory.create(name="shop")
    text, _ = tokens.issue(client=row)
    tokens.authenticate(text)
    address = reverse("admin:integrations_apiclient_change", args=[row.pk])

    operator.post(address, form(new_token_days=""))

    caller = tokens.authenticate(text)
    assert caller is not None
    assert caller.scopes == {"offers:read"}


def test_never_shows_the_hash(operator: Client) -> None:
    token = ApiTokenFactory.create(digest=b"\xabdigest" + b"z" * 25)
    pages = [
        reverse("admin:integrations_apiclient_change", args=[token.client_id]),
        reverse("admin:integrations_apitoken_change", args=[token.pk]),
        reverse(TOKENS),
    ]

    for page in pages:
        html = operator.get(page).content
        assert b"spc_abcdefgh" in html
        assert b"digest" not in html


def test_revokes_all_tokens_of_a_client(operator: Client) -> None:
    row = ApiClientFactory.create()
    text, _ = tokens.issue(client=row)
    other, _ = tokens.issue(client=ApiClientFactory.create())

    operator.post(reverse(CLIENTS), {"action": "revoke_tokens_of", "_selected_action": [row.pk]})

    assert tokens.authenticate(text) is None
    assert tokens.authenticate(other)


def test_revokes_one_token(operator: Client) -> None:
    row = ApiClientFactory.create()
    first, token = tokens.issue(client=row)
    second, _ = tokens.issue(client=row)

    operator.post(reverse(TOKENS), {"action": "revoke_selected", "_selected_action": [token.pk]})

    assert tokens.authenticate(first) is None
    assert tokens.authenticate(second)


@pytest.mark.parametrize("page", [CLIENTS, TOKENS])
def test_asks_no_query_for_each_row(operator: Client, page: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert operator.get(reverse(page)).status_code == 200
        return len(captured)

    ApiTokenFactory.create()
    few = queries()
    ApiTokenFactory.create_batch(8)

    assert queries() == few


def test_counts_only_tokens_that_are_good(operator: Client) -> None:
    token = ApiTokenFactory.create()
    tokens.issue(client=token.client)
    operator.post(reverse(TOKENS), {"action": "revoke_selected", "_selected_action": [token.pk]})

    html = operator.get(reverse(CLIENTS)).content.decode()

    assert re.search(r'class="field-good_tokens"[^>]*>1<', html)
