"""Fixtures and dumps: keys travel, secrets don't, and none is lost."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from providers.models import Provider
from tests.factories.provider import ProviderFactory
from tests.providers.conftest import SECRET

pytestmark = pytest.mark.django_db

KEY = "019aa51a-0b00-7000-8000-000000000001"


def fixture(path: Path, **values: Any) -> str:
    fields = {
        "provider_name": "BBB",
        "provider_type": "bbb",
        "service_type": "meet",
        "properties": {"host_url": "https://bbb.example.com"},
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-02-01T00:00:00Z",
        **values,
    }
    file = path / "providers.json"
    file.write_text(json.dumps([{"model": "providers.provider", "pk": KEY, "fields": fields}]))
    return str(file)


def dump() -> str:
    out = StringIO()
    call_command("dumpdata", "providers", natural_foreign=True, natural_primary=True, stdout=out)
    return out.getvalue()


def test_a_secret_in_a_fixture_is_sealed_as_it_is_loaded(tmp_path: Path) -> None:
    properties = {"host_url": "https://bbb.example.com", "secret": SECRET}

    call_command("loaddata", fixture(tmp_path, properties=properties), verbosity=0)

    provider = Provider.objects.get()
    assert provider.properties == {"host_url": "https://bbb.example.com"}
    assert provider.secret("secret") == SECRET


def test_the_same_fixture_twice_gives_the_same_result(tmp_path: Path) -> None:
    label = fixture(tmp_path, properties={"host_url": "https://x.example", "secret": SECRET})
    call_command("loaddata", label, verbosity=0)
    first = Provider.objects.get()

    call_command("loaddata", label, verbosity=0)

    second = Provider.objects.get()
    assert second.secret("secret") == first.secret("secret")
    assert second.secret_states() == first.secret_states()
    assert (second.created_at, second.updated_at) == (first.created_at, first.updated_at)


def test_a_fixture_without_a_secret_loses_none(tmp_path: Path) -> None:
    ProviderFactory.create(uuid=Provider._meta.pk.to_python(KEY))

    call_command("loaddata", fixture(tmp_path), verbosity=0)

    assert Provider.objects.get().secret("secret") == "only-for-tests"


def test_a_fixture_can_clear_a_secret(tmp_path: Path) -> None:
    ProviderFactory.create(uuid=Provider._meta.pk.to_python(KEY))

    properties = {"host_url": "https://x.example", "secret": None}

    call_command("loaddata", fixture(tmp_path, properties=properties), verbosity=0)

    assert Provider.objects.get().secret_state("secret").set is False


def test_a_dump_holds_nothing_of_a_secret() -> None:
    ProviderFactory.create(properties={"host_url": "https://x.example", "secret": SECRET})

    dumped = dump()

    assert SECRET not in dumped
    assert "gAAAA" not in dumped
    assert "secret" not in dumped


def test_a_dump_loads_into_an_empty_database(tmp_path: Path) -> None:
    provider = ProviderFactory.create(settings={"a": [1, {"b": 2.5}]}, metadata={"k": "v"})
    file = tmp_path / "dump.json"
    file.write_text(dump())
    Provider.objects.all().delete()

    call_command("loaddata", str(file), verbosity=0)

    again = Provider.objects.get()
    same = ("uuid", "provider_name", "active", "provider_type", "service_type", "properties", "settings")
    for name in (*same, "metadata", "created_at", "updated_at"):
        assert getattr(again, name) == getattr(provider, name), name
    assert again.secret_state("secret").set is False
