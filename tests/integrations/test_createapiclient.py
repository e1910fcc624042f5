"""manage.py createapiclient."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from integrations import tokens
from integrations.models import ApiClient, ApiToken

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("createapiclient", *arguments, stdout=out)
    return out.getvalue()


def test_makes_a_client_whose_token_works() -> None:
    made = json.loads(run("shop", "--scope", "offers:read", "--scope", "stock:write", "--json"))

    assert list(made) == ["client", "token", "scopes", "expires_at"]
    assert made["client"] == "shop"
    assert made["scopes"] == ["offers:read", "stock:write"]
    caller = tokens.authenticate(made["token"])
    assert caller is not None
    assert caller.scopes == {"offers:read", "stock:write"}


def test_says_when_the_token_expires() -> None:
    made = json.loads(run("shop", "--scope", "offers:read", "--days", "10", "--json"))

    assert made["expires_at"].endswith("Z")
    expires = parse_datetime(made["expires_at"])
    assert expires is not None
    assert abs(expires - timezone.now() - timedelta(days=10)) < timedelta(minutes=5)


def test_shows_people_the_token_and_that_it_is_the_only_time() -> None:
    shown = run("shop", "--scope", "offers:read")

    token = next(word for word in shown.split() if word.startswith("spc_"))
    assert tokens.authenticate(token)
    assert "can't be shown again" in shown


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["shop"], "at least one --scope"),
        (["shop", "--scope", "everything"], "No such scope: everything"),
        (["shop", "--scope", "offers:read", "--scope", "x"], "No such scope: x"),
        (["shop", "--scope", "offers:read", "--days", "0"], "from 1 to 3650"),
        (["shop", "--scope", "offers:read", "--days", "-5"], "from 1 to 3650"),
        (["shop", "--scope", "offers:read", "--days", "4000"], "from 1 to 3650"),
        (["shop", "--scope", "offers:read", "--days", "many"], "invalid int"),
        (["a/b", "--scope", "offers:read"], "letters, digits"),
        ([" ", "--scope", "offers:read"], "blank|letters"),
        (["shop", "--replace"], "at least one --scope"),
    ],
)
def test_refuses_nonsense_and_makes_nothing(arguments: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run(*arguments)

    assert not ApiClient.objects.exists()


def test_refuses_a_name_that_exists() -> None:
    run("shop", "--scope", "offers:read")

    with pytest.raises(CommandError, match=r"already\. Say --add-token or --replace"):
        run("shop", "--scope", "offers:read")

    assert ApiToken.objects.count() == 1


def test_adds_a_token_beside_the_ones_there_are() -> None:
    first = json.loads(run("shop", "--scope", "offers:read", "--json"))

    second = json.loads(run("shop", "--add-token", "--json"))

    assert second["scopes"] == ["offers:read"]
    assert tokens.authenticate(first["token"])
    assert tokens.authenticate(second["token"])


def test_adding_a_token_changes_no_scopes() -> None:
    run("shop", "--scope", "offers:read")

    with pytest.raises(CommandError, match="has other scopes: offers:read"):
        run("shop", "--add-token", "--scope", "catalog:write")


def test_replaces_tokens_and_scopes() -> None:
    first = json.loads(run("shop", "--scope", "offers:read", "--json"))

    second = json.loads(run("shop", "--replace", "--scope", "catalog:read", "--json"))

    assert tokens.authenticate(first["token"]) is None
    caller = tokens.authenticate(second["token"])
    assert caller is not None
    assert caller.scopes == {"catalog:read"}


def test_a_client_is_new_whatever_was_to_be_done_with_an_old_one() -> None:
    assert json.loads(run("shop", "--replace", "--scope", "offers:read", "--json"))["token"]
