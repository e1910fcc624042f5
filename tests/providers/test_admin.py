"""Providers in the admin."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from config.rules import Problem, RuleViolation
from providers import actions
from providers.models import Provider
from tests.factories.provider import ProviderFactory
from tests.providers.conftest import SECRET, FakeDependents
from tests.providers.typed import ADD, LIST, change_page, form_of, read, row, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("olga"))
    return client


# --- Making --------------------------------------------------------------------------------------


def test_the_type_is_chosen_first(page: Client) -> None:
    html = read(page, ADD)

    assert 'href="?provider_type=bbb"' in html
    assert "Icecast" in html
    assert "provider_form" not in html


def test_the_form_asks_for_what_the_type_needs(page: Client) -> None:
    html = read(page, f"{ADD}?provider_type=freeswitch")

    assert 'name="property_username"' in html
    assert "The password of that user (auth-pass)." in html
    assert re.search(r'<input type="password" name="property_password"', html)
    assert "Phone Conference" in html
    assert "On Demand Video" not in html


def test_a_provider_is_made(page: Client) -> None:
    sent(
        page,
        f"{ADD}?provider_type=bbb",
        provider_name="BBB",
        service_type="meet",
        active="on",
        property_host_url="https://bbb.example.com",
        property_secret=SECRET,
        **row(0, "region", "eu"),
    )

    provider = Provider.objects.get()
    assert (provider.provider_name, provider.provider_type, provider.service_type) == ("BBB", "bbb", "meet")
    assert provider.properties == {"host_url": "https://bbb.example.com"}
    assert provider.secret("secret") == SECRET
    assert provider.settings == {"region": "eu"}


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(page: Client) -> None:
    html = sent(
        page,
        f"{ADD}?provider_type=bbb",
        status=200,
        provider_name="",
        property_host_url="ftp://typed",
        property_secret=SECRET,
        **row(0, "n", "many", kind="number"),
    )

    for sentence in (
        "Give the provider a name.",
        "Choose one of: meet",
        "Give an address with http or https and a host.",
        "Row 1 (n): Give a number",
        "Type this again as well",
    ):
        assert sentence in html, sentence
    form = form_of(html)
    assert form["property_host_url"] == "ftp://typed"
    assert (form["settings-0-key"], form["settings-0-kind"], form["settings-0-text"]) == (
        "n",
        "number",
        "many",
    )
    assert form["provider_type"] == "bbb"
    assert not Provider.objects.exists()


def test_what_is_missing_is_said_in_the_words_of_the_type(page: Client) -> None:
    html = sent(page, f"{ADD}?provider_type=bbb", status=200, provider_name="BBB", service_type="meet")

    assert "Give the Host URL of BigBlueButton." in html
    assert "Give the Secret of BigBlueButton." in html


# --- Changing ------------------------------------------------------------------------------------


def test_saving_without_a_change_changes_nothing(page: Client) -> None:
    provider = ProviderFactory.create(
        settings={"deep": {"a": [1, {"b": None}]}, "list": [1, "2"], "text": "a\nb", "yes": True, "n": 1.5}
    )

    sent(page, change_page(provider))

    after = Provider.objects.get()
    for field in Provider._meta.concrete_fields:
        assert getattr(after, field.attname) == getattr(provider, field.attname), field.name


def test_a_secret_that_is_left_empty_is_kept(page: Client) -> None:
    provider = ProviderFactory.create()

    html = read(page, change_page(provider))
    sent(page, change_page(provider), provider_name="New", property_host_url="https://new.example.com")

    after = Provider.objects.get()
    assert "leave empty to keep it" in html
    assert "only-for-tests" not in html
    assert after.secret("secret") == "only-for-tests"
    assert (after.provider_name, after.properties) == ("New", {"host_url": "https://new.example.com"})


def test_a_secret_is_replaced(page: Client) -> None:
    provider = ProviderFactory.create()

    sent(page, change_page(provider), property_secret=SECRET)

    assert Provider.objects.get().secret("secret") == SECRET
    assert SECRET not in read(page, change_page(provider))


def test_a_secret_is_cleared(page: Client) -> None:
    provider = ProviderFactory.create()

    sent(page, change_page(provider), clear_secret="on")

    assert Provider.objects.get().secret_state("secret").set is False
    assert "Not set." in read(page, change_page(provider))


def test_a_lost_key_is_told_on_the_page(page: Client, settings: Settings) -> None:
    provider = ProviderFactory.create()
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    assert "none of the encryption keys opens it" in read(page, change_page(provider))


def test_values_deeper_than_a_row_survive_a_change_beside_them(page: Client) -> None:
    deep = {"a": [1, {"b": 'quoted "text" <b>'}]}
    provider = ProviderFactory.create(settings={"deep": deep})

    sent(page, change_page(provider), **row(1, "plain", "x"))

    assert Provider.objects.get().settings == {"deep": deep, "plain": "x"}


def test_rows_are_removed(page: Client) -> None:
    provider = ProviderFactory.create(metadata={"a": 1, "b": 2})

    removal: dict[str, Any] = {"metadata-0-remove": "on"}
    sent(page, change_page(provider), **removal)

    assert Provider.objects.get().metadata == {"b": 2}


def test_the_default_of_a_package_stays_on(page: Client, dependents: FakeDependents) -> None:
    provider = ProviderFactory.create()
    dependents.attach("Basic", provider, default=True)

    html = sent(page, change_page(provider), status=200, active=None)

    assert "It is the default of Basic" in html
    assert Provider.objects.get().active


def test_what_only_the_action_finds_is_told_on_the_form(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = ProviderFactory.create()

    def slow(**_: Any) -> Provider:
        raise RuleViolation([Problem("/provider_name", "duplicate", "Somebody was faster.")])

    monkeypatch.setattr(actions, "update", slow)
    html = sent(page, change_page(provider), status=200, provider_name="Typed")

    assert "Somebody was faster." in html
    assert form_of(html)["provider_name"] == "Typed"


def test_saving_what_was_deleted_meanwhile_leads_to_the_list(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider, update = ProviderFactory.create(), actions.update

    def slow(**wanted: Any) -> actions.Saved:
        Provider.objects.all().delete()
        return update(**wanted)

    monkeypatch.setattr(actions, "update", slow)
    sent(page, change_page(provider), provider_name="Typed")

    assert "The provider was deleted meanwhile." in unescape(read(page, LIST))


def test_a_row_of_a_forgotten_type_can_be_seen(page: Client) -> None:
    provider = ProviderFactory.create()
    Provider.objects.update(provider_type="forgotten")

    assert "not known to this platform" in read(page, change_page(provider))


def test_a_page_names_the_packages(page: Client, dependents: FakeDependents) -> None:
    provider = ProviderFactory.create()
    dependents.attach("Basic", provider)

    assert '<a href="/admin/p/Basic">Basic</a>' in read(page, change_page(provider))


def test_an_operator_who_may_only_look_sees_no_secret_and_no_form(client: Client) -> None:
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_provider"))
    client.force_login(user)
    provider = ProviderFactory.create(properties={"host_url": "https://seen.example", "secret": SECRET})

    html = read(client, change_page(provider))

    assert "https://seen.example" in html
    assert SECRET not in html
    assert "gAAAA" not in html
    assert client.get(f"{ADD}?provider_type=bbb").status_code == 403
    assert client.get(ADD).status_code == 403


def test_the_history_names_fields_and_no_values(page: Client) -> None:
    provider = ProviderFactory.create()
    sent(page, change_page(provider), property_secret=SECRET)

    html = read(page, reverse("admin:providers_provider_history", args=[provider.pk]))

    assert "Changed Secret" in html
    assert SECRET not in html


# --- Lists and deleting --------------------------------------------------------------------------


def test_the_list_shows_what_operators_look_for(page: Client, dependents: FakeDependents) -> None:
    provider = ProviderFactory.create(provider_name="BBB", active=False)
    dependents.attach("Basic", provider)

    html = read(page, LIST)

    for text in ("BBB", "BigBlueButton", "Web Meeting", "Switched off"):
        assert text in html, text
    assert re.search(r'class="field-packages"[^>]*>1<', html)


def test_the_list_costs_the_same_for_one_and_for_many(
    page: Client, dependents: FakeDependents, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        ProviderFactory.create()

    with django_assert_num_queries(4):  # session, operator, count, rows
        page.get(LIST)
    assert len(dependents.asked) == 1


@pytest.mark.parametrize(
    "query", ["q=alp", "active__exact=0", "provider_type=wowza", "service_type__exact=live"]
)
def test_the_list_is_narrowed(page: Client, query: str) -> None:
    ProviderFactory.create(provider_name="Alpha", service_type="live", active=False)
    ProviderFactory.create(provider_name="Beta")

    html = read(page, f"{LIST}?{query}")

    assert "Alpha" in html
    assert "Beta" not in html


def test_a_key_in_any_spelling_is_found(page: Client) -> None:
    provider = ProviderFactory.create(provider_name="Alpha")

    for spelling in (provider.id, provider.ulid, str(provider.uuid)):
        assert "Alpha" in read(page, f"{LIST}?q={spelling}")


def act(page: Client, name: str, *providers: Provider, **more: str) -> str:
    data = {"action": name, "_selected_action": [str(p.pk) for p in providers], **more}
    return str(unescape(page.post(LIST, data, follow=True).content.decode()))


def test_providers_are_switched_off_and_on(page: Client, dependents: FakeDependents) -> None:
    free, default = ProviderFactory.create(), ProviderFactory.create()
    dependents.attach("Basic", default, default=True)

    html = act(page, "switch_off", free, default)

    assert "1 provider switched off." in html
    assert "It is the default of Basic" in html
    assert [p.active for p in (Provider.objects.get(pk=free.pk), Provider.objects.get(pk=default.pk))] == [
        False,
        True,
    ]
    act(page, "switch_on", free)
    assert Provider.objects.get(pk=free.pk).active


def test_deleting_what_packages_have_is_refused_with_their_names(
    page: Client, dependents: FakeDependents
) -> None:
    provider = ProviderFactory.create()
    dependents.attach("Basic", provider)
    path = reverse("admin:providers_provider_delete", args=[provider.pk])

    asked = read(page, path)
    answer = page.post(path, {"post": "yes"}, follow=True)
    listed = act(page, "delete_selected", provider, post="yes")

    assert "is attached to Basic" in asked
    assert "is attached to Basic" in answer.content.decode()
    assert "is attached to Basic" in listed
    assert Provider.objects.exists()


def test_a_provider_without_packages_is_deleted(page: Client) -> None:
    one, two = ProviderFactory.create(), ProviderFactory.create()

    page.post(reverse("admin:providers_provider_delete", args=[one.pk]), {"post": "yes"})
    act(page, "delete_selected", two, post="yes")

    assert not Provider.objects.exists()


def test_nothing_on_a_page_breaks_a_strict_policy(page: Client) -> None:
    provider = ProviderFactory.create()

    for path in (LIST, ADD, f"{ADD}?provider_type=bbb", change_page(provider)):
        html = read(page, path)
        assert not re.search(
            r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\ssrc=)(?![^>]*application/json)', html
        )
