"""What is done to providers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.identity import uuid7
from config.rules import RuleViolation
from features.dependents import Holder, Usage
from integrations.actors import Actor
from providers import actions
from providers.actions import ProviderGone, ProviderInUse
from providers.changes import ProviderChanges
from providers.models import Provider, SecretState
from tests.factories.provider import ProviderFactory
from tests.providers.conftest import SECRET, FakeDependents

pytestmark = pytest.mark.django_db

BY = Actor.operator("olga")


def change(provider: Provider, **values: Any) -> Provider:
    actions.update(key=provider.pk, changes=ProviderChanges(**values), by=BY)
    return Provider.objects.get(pk=provider.pk)


def refused(provider: Provider, **values: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(RuleViolation) as raised:
        change(provider, **values)
    return [(p.pointer, p.code, p.detail) for p in raised.value.problems]


# --- Changing ------------------------------------------------------------------------------------


def test_creating_stores_every_attribute() -> None:
    provider = ProviderFactory.create(
        provider_name="BBB", active=False, settings={"region": "eu"}, metadata={"n": 1}
    )

    stored = Provider.objects.get()
    assert (stored.provider_name, stored.active, stored.provider_type) == ("BBB", False, "bbb")
    assert (stored.settings, stored.metadata) == ({"region": "eu"}, {"n": 1})
    assert stored.created_at == stored.updated_at
    assert stored.pk == provider.pk


def test_what_is_not_sent_stays() -> None:
    provider = ProviderFactory.create(settings={"a": 1})

    after = change(provider, provider_name="New")

    assert (after.provider_name, after.settings, after.secret("secret")) == (
        "New",
        {"a": 1},
        "only-for-tests",
    )


def test_objects_are_merged_by_key_and_null_removes() -> None:
    provider = ProviderFactory.create(settings={"a": 1, "b": 2, "n": None})

    after = change(provider, settings={"b": None, "c": {"d": None}})

    assert after.settings == {"a": 1, "n": None, "c": {"d": None}}


def test_replacing_takes_the_place_of_what_was_there() -> None:
    provider = ProviderFactory.create(settings={"a": 1})

    after = change(provider, settings={"b": 2}, replace=True)

    assert after.settings == {"b": 2}


def test_properties_are_merged_and_secrets_that_are_not_sent_are_kept() -> None:
    provider = ProviderFactory.create(service_type="live")

    after = change(provider, properties={"host_url": "https://new.example.com"})

    assert after.properties == {"host_url": "https://new.example.com", "username": "only-for-tests"}
    assert after.secret("password") == "only-for-tests"


def test_replaced_properties_keep_their_secrets() -> None:
    provider = ProviderFactory.create()

    after = change(provider, properties={"host_url": "https://new.example.com"}, replace=True)

    assert after.secret("secret") == "only-for-tests"


def test_a_secret_can_be_replaced_and_says_when() -> None:
    provider = ProviderFactory.create()

    after = change(provider, properties={"secret": SECRET})

    assert after.secret("secret") == SECRET
    assert after.secret_state("secret") == SecretState(True, after.secret_state("secret").updated_at)
    assert after.secret_state("secret").updated_at is not None


def test_null_clears_a_secret() -> None:
    after = change(ProviderFactory.create(), properties={"secret": None})

    assert after.secret_state("secret").set is False


def test_a_secret_sent_as_it_is_shown_is_kept() -> None:
    after = change(ProviderFactory.create(), properties={"secret": {"set": True, "updated_at": "2026"}})

    assert after.secret("secret") == "only-for-tests"


def test_whether_a_secret_is_set_cannot_be_written() -> None:
    told = refused(ProviderFactory.create(), properties={"secret": {"set": False}})

    assert [(pointer, code) for pointer, code, _ in told] == [("/properties/secret", "read_only")]


def test_a_change_that_changes_nothing_leaves_the_time_alone() -> None:
    provider = ProviderFactory.create(settings={"a": 1.0})

    after = change(
        provider,
        provider_name=provider.provider_name,
        settings={"a": 1.0},
        properties={"secret": "only-for-tests"},
    )

    assert (after.updated_at, after.secrets) == (provider.updated_at, provider.secrets)


@pytest.mark.parametrize(("before", "after"), [(1, True), (1, 1.0), (0, False)])
def test_what_is_another_value_in_json_is_a_change(before: Any, after: Any) -> None:
    provider = ProviderFactory.create(settings={"a": before})

    stored = change(provider, settings={"a": after})

    assert stored.updated_at > provider.updated_at
    assert repr(Provider.objects.get(pk=provider.pk).settings["a"]) == repr(after)


def test_followers_are_told_what_changed_and_of_a_secret_only_that_it_is_another(
    dependents: FakeDependents,
) -> None:
    provider = ProviderFactory.create(settings={"a": 1, "b": 2})
    dependents.followed.clear()

    change(provider, provider_name="New", settings={"a": None, "c/d": 3}, properties={"secret": SECRET})
    change(provider, provider_name="New")
    actions.delete(key=provider.pk, by=BY)

    paths = ("/provider_name", "/properties/secret", "/settings/a", "/settings/c~1d")
    assert dependents.followed == [(provider.pk, paths, BY), (provider.pk, ("",), BY)]


def test_another_type_takes_the_secrets_along_that_it_has_and_no_others() -> None:
    provider = ProviderFactory.create()

    after = change(
        provider,
        provider_type="freeswitch",
        service_type="phone",
        properties={"host_url": "https://f.example", "username": "u", "password": "p"},
    )

    assert list(after.secrets) == ["password"]


def test_a_refused_change_leaves_the_row_as_it_was() -> None:
    provider = ProviderFactory.create(provider_name="Old")

    refused(provider, provider_name="New", service_type="live")

    assert Provider.objects.get().provider_name == "Old"


def test_another_writer_who_was_faster_is_told_in_the_same_words() -> None:
    first, second = ProviderFactory.create(provider_name="A"), ProviderFactory.create(provider_name="B")
    second.provider_name = "a"

    with pytest.raises(RuleViolation) as raised:
        actions._store(second, is_new=False)

    told = [(p.pointer, p.code, p.detail) for p in raised.value.problems]
    assert told == refused(Provider.objects.get(pk=second.pk), provider_name=first.provider_name)


def test_a_guard_can_stop_a_change() -> None:
    provider = ProviderFactory.create(provider_name="Old")

    def guard(before: Provider) -> None:
        raise LookupError(before.provider_name)

    with pytest.raises(LookupError, match="Old"):
        actions.update(key=provider.pk, changes=ProviderChanges(active=False), by=BY, guard=guard)


def test_changes_never_show_their_values() -> None:
    changes = ProviderChanges(provider_name="BBB", properties={"secret": SECRET})

    assert repr(changes) == "ProviderChanges(provider_name, properties)"


@pytest.mark.parametrize("act", [actions.activate, actions.deactivate, actions.delete])
def test_a_provider_that_is_gone_is_said_to_be(act: Any) -> None:
    with pytest.raises(ProviderGone):
        act(key=uuid7(), by=BY)


# --- With packages -------------------------------------------------------------------------------


def test_the_default_of_a_package_cannot_be_switched_off(dependents: FakeDependents) -> None:
    provider = ProviderFactory.create()
    dependents.attach("Basic", provider, default=True)

    with pytest.raises(RuleViolation) as raised:
        actions.deactivate(key=provider.pk, by=BY)

    (problem,) = raised.value.problems
    assert (problem.pointer, problem.code) == ("/active", "provider_is_default")
    assert "Basic" in problem.detail
    assert Provider.objects.get().active


def test_an_attached_provider_that_is_no_default_can_be_switched_off(dependents: FakeDependents) -> None:
    provider = ProviderFactory.create()
    dependents.attach("Basic", provider)

    actions.deactivate(key=provider.pk, by=BY)

    assert not Provider.objects.get().active


def test_an_attached_provider_cannot_be_deleted(dependents: FakeDependents) -> None:
    provider = ProviderFactory.create(provider_name="BBB")
    dependents.attach("Basic", provider)

    with pytest.raises(ProviderInUse) as raised:
        actions.delete(key=provider.pk, by=BY)

    (problem,) = raised.value.problems
    assert problem.code == "provider_in_use"
    assert problem.detail == "BBB is attached to Basic; take it out of them first."
    assert Provider.objects.exists()


def test_a_provider_without_packages_can_be_deleted() -> None:
    provider = ProviderFactory.create()

    actions.delete(key=provider.pk, by=BY)

    assert not Provider.objects.exists()


def test_the_service_type_of_an_attached_provider_cannot_change(dependents: FakeDependents) -> None:
    provider = ProviderFactory.create()
    dependents.attach("Basic", provider)

    told = refused(provider, service_type="webinar")

    assert [(pointer, code) for pointer, code, _ in told] == [("/service_type", "provider_in_use")]
    assert "Basic" in told[0][2]


def test_the_type_of_an_attached_provider_can_change_to_one_that_serves_the_same(
    dependents: FakeDependents,
) -> None:
    provider = ProviderFactory.create()
    dependents.attach("Basic", provider)

    assert change(provider, provider_type="scalelite").provider_type == "scalelite"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"provider_name": "New"}, "The provider Old was renamed to New."),
        ({"active": False}, "The provider Old was switched off."),
        ({"provider_type": "scalelite"}, "The provider Old was changed."),
        ({"service_type": "webinar"}, "The provider Old was changed."),
    ],
)
def test_packages_are_told_of_what_they_show(
    dependents: FakeDependents, values: dict[str, Any], reason: str
) -> None:
    provider = ProviderFactory.create(provider_name="Old")

    change(provider, **values)

    assert dependents.told == [((provider.pk,), BY, reason)]


@pytest.mark.parametrize("values", [{"settings": {"a": 1}}, {"properties": {"secret": "new"}}])
def test_packages_are_not_told_of_what_they_do_not_show(
    dependents: FakeDependents, values: dict[str, Any]
) -> None:
    change(ProviderFactory.create(), **values)

    assert dependents.told == []


def test_a_change_that_packages_cannot_follow_is_undone(dependents: FakeDependents) -> None:
    provider = ProviderFactory.create(provider_name="Old")
    dependents.failure = RuntimeError("no")

    with pytest.raises(RuntimeError):
        change(provider, provider_name="New")

    assert Provider.objects.get().provider_name == "Old"


def test_a_change_locks_its_row_so_that_packages_can_still_point_at_it() -> None:
    provider = ProviderFactory.create()

    with CaptureQueriesContext(connection) as queries:
        change(provider, provider_name="New")

    assert any("FOR NO KEY UPDATE" in query["sql"] for query in queries)


def test_deleting_locks_the_row_against_everybody() -> None:
    provider = ProviderFactory.create()

    with CaptureQueriesContext(connection) as queries:
        actions.delete(key=provider.pk, by=BY)

    assert any(query["sql"].endswith("FOR UPDATE") for query in queries)


@pytest.mark.parametrize(
    ("names", "count", "sentence"),
    [
        (["A"], 1, "A"),
        (["A", "B"], 2, "A and B"),
        (["A", "B", "C"], 3, "A, B and C"),
        (["A", "B"], 3, "A, B and 1 more package"),
        (["A", "B"], 9, "A, B and 7 more packages"),
        ([], 2, "2 packages"),
    ],
)
def test_packages_are_listed_by_name(names: list[str], count: int, sentence: str) -> None:
    usage = Usage(count, tuple(Holder(name) for name in names))

    assert actions.listed(usage) == sentence


def test_times_are_of_the_change() -> None:
    provider = ProviderFactory.create()

    after = change(provider, provider_name="New")

    assert after.created_at == provider.created_at
    assert after.updated_at - provider.created_at > timedelta(0)
