"""What changed of a provider, in words, and at the places that the feed tells."""

from __future__ import annotations

from typing import Any

import pytest

from providers.changes import ProviderChanges, applied, changed_paths
from providers.differences import differences
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

CHANGES: list[dict[str, Any]] = [
    {},
    {"provider_name": "New", "active": False},
    {"properties": {"host_url": "https://new.example.com"}},
    {"properties": {"secret": "another-secret-of-bbb"}},
    {"properties": {"secret": None}},
    {"settings": {"a": 2, "b": None, "c/d": "x"}, "metadata": {"note": [1, 2]}},
    {"provider_type": "freeswitch", "service_type": "phone", "properties": {"password": "x" * 20}},
]


@pytest.mark.parametrize("wanted", CHANGES)
def test_what_is_told_in_words_is_what_the_feed_tells(wanted: dict[str, Any]) -> None:
    before = ProviderFactory.create(settings={"a": 1, "b": 1})
    after, _ = applied(before, ProviderChanges(**wanted))

    found = differences(before, after)

    assert sorted(one.path for one in found) == sorted(changed_paths(before, after))


@pytest.mark.parametrize(("was", "now"), [(1, True), (1, 1.5), (0, False), ("1", 1)])
def test_values_that_only_python_takes_for_the_same_differ(was: Any, now: Any) -> None:
    before = ProviderFactory.create(settings={"a": was})
    after, _ = applied(before, ProviderChanges(settings={"a": now}))

    assert [one.path for one in differences(before, after)] == ["/settings/a"]


def test_a_value_that_is_null_is_told_when_it_goes() -> None:
    before = ProviderFactory.create(settings={"a": None})
    after, _ = applied(before, ProviderChanges(settings={}, replace=True))

    assert [one.text for one in differences(before, after)] == ["Setting a removed"]
