"""Every rule of a provider, through the action and through full_clean(): the same codes and sentences."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from config.rules import RuleViolation
from integrations.actors import Actor
from providers import actions
from providers.changes import ProviderChanges
from providers.models import Provider
from providers.rules import url_problems
from tests.factories.provider import ProviderFactory
from tests.providers.conftest import SECRET

pytestmark = pytest.mark.django_db

BY = Actor.command("test")
HOST = "https://bbb.example.com"
SOUND: dict[str, Any] = {
    "provider_name": "BBB",
    "provider_type": "bbb",
    "service_type": "meet",
    "properties": {"host_url": HOST, "secret": "s"},
}
RULES = [
    ({"provider_name": ""}, "/provider_name", "blank"),
    ({"provider_name": " \u00a0"}, "/provider_name", "blank"),
    ({"provider_name": "x" * 201}, "/provider_name", "too_long"),
    ({"provider_name": "a\x00b"}, "/provider_name", "invalid"),
    ({"provider_name": "\ud800"}, "/provider_name", "invalid"),
    ({"provider_name": "TAKEN"}, "/provider_name", "duplicate"),
    ({"provider_type": "Bad type"}, "/provider_type", "bad_code"),
    ({"provider_type": "zoom", "properties": {}}, "/provider_type", "unknown_type"),
    ({"service_type": "meeting"}, "/service_type", "not_a_choice"),
    ({"service_type": "live"}, "/service_type", "service_type_not_served"),
    ({"properties": {"secret": "s"}}, "/properties/host_url", "required"),
    ({"properties": {"host_url": HOST}}, "/properties/secret", "required"),
    ({"properties": {"host_url": HOST, "secret": "s", "port": 1}}, "/properties/port", "unknown_property"),
    ({"properties": {"host_url": 5, "secret": "s"}}, "/properties/host_url", "wrong_type"),
    ({"properties": {"host_url": "", "secret": "s"}}, "/properties/host_url", "blank"),
    (
        {"properties": {"host_url": "https://x/" + "y" * 500, "secret": "s"}},
        "/properties/host_url",
        "too_long",
    ),
    ({"properties": {"host_url": "ftp://x", "secret": "s"}}, "/properties/host_url", "bad_url"),
    (
        {"properties": {"host_url": "https://u:p@x", "secret": "s"}},
        "/properties/host_url",
        "credentials_in_url",
    ),
    ({"settings": {"": 1}}, "/settings/", "blank"),
    ({"metadata": {"n": float("nan")}}, "/metadata/n", "invalid"),
]


def told_by_action(values: dict[str, Any]) -> dict[tuple[str, str], str]:
    with pytest.raises(RuleViolation) as raised:
        actions.create(changes=ProviderChanges(**values), by=BY)
    return {(p.pointer, p.code): p.detail for p in raised.value.problems}


@pytest.mark.parametrize(("values", "pointer", "code"), RULES)
def test_the_action_refuses(values: dict[str, Any], pointer: str, code: str) -> None:
    ProviderFactory.create(provider_name="Taken")

    assert set(told_by_action({**SOUND, **values})) == {(pointer, code)}
    assert Provider.objects.count() == 1


@pytest.mark.parametrize(("values", "pointer", "code"), RULES)
def test_the_model_refuses_in_the_same_words(values: dict[str, Any], pointer: str, code: str) -> None:
    ProviderFactory.create(provider_name="Taken")
    sentence = told_by_action({**SOUND, **values})[(pointer, code)]

    with pytest.raises(ValidationError) as raised:
        Provider(**{**SOUND, **values}).full_clean()

    field = pointer.split("/")[1]
    told = [(e.code, " ".join(e.messages)) for e in raised.value.error_dict[field]]
    assert any(found == code and sentence in message for found, message in told), told


@pytest.mark.parametrize(
    ("value", "code"), [("", "blank"), (5, "wrong_type"), ("x" * 1001, "too_long"), ("a\x00b", "invalid")]
)
def test_a_bad_secret_is_refused_without_repeating_it(value: Any, code: str) -> None:
    told = told_by_action({**SOUND, "properties": {"host_url": HOST, "secret": value}})

    assert ("/properties/secret", code) in told


def test_no_sentence_repeats_a_secret() -> None:
    properties = {"host_url": f"https://u:{SECRET}@x", "secret": SECRET + "\x00", "password": SECRET}

    told = told_by_action({**SOUND, "properties": properties})

    assert len(told) >= 3
    assert SECRET not in str(told)


def test_all_problems_are_told_at_once() -> None:
    told = told_by_action(
        {"provider_name": "", "provider_type": "bbb", "service_type": "live", "properties": {}}
    )

    assert set(told) == {
        ("/provider_name", "blank"),
        ("/service_type", "service_type_not_served"),
        ("/properties/host_url", "required"),
        ("/properties/secret", "required"),
    }


def test_a_provider_that_came_without_its_secret_can_be_edited() -> None:
    provider = Provider(**{**SOUND, "properties": {"host_url": HOST}})
    provider.save()

    actions.update(key=provider.pk, changes=ProviderChanges(provider_name="Renamed"), by=BY)

    assert Provider.objects.get().provider_name == "Renamed"


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8090",
        "https://bbb.example.com/bigbluebutton/",
        "https://[::1]/",
        "https://münchen.example",
    ],
)
def test_an_address_is_taken(url: str) -> None:
    assert url_problems(url, "/x") == []


@pytest.mark.parametrize(
    "url",
    [
        "bbb.example.com",
        "//x",
        "https://",
        "https:///path",
        "javascript:alert(1)",
        "https://x:99999",
        "https://[",
        "https://a b",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    assert [problem.code for problem in url_problems(url, "/x")] == ["bad_url"]
