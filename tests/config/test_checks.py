"""Wrong settings are told in sentences, each with its id."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from pytest_django import Settings

from config.checks import check_allowed_hosts, check_connections, check_secret_key

_MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
_NOBODY_LISTENS = "postgresql://catalog@127.0.0.1:1/catalog"


def ids(found: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in found]


@pytest.mark.parametrize(("length", "told"), [(0, ["config.E001"]), (31, ["config.E001"]), (32, [])])
def test_a_short_key_is_told(settings: Settings, length: int, told: list[str]) -> None:
    settings.SECRET_KEY = "k" * length

    assert ids(check_secret_key(None)) == told


@pytest.mark.parametrize(("hosts", "told"), [([], ["config.E002"]), (["catalog.example"], [])])
def test_that_no_host_is_allowed_is_told(settings: Settings, hosts: list[str], told: list[str]) -> None:
    settings.ALLOWED_HOSTS = hosts

    assert ids(check_allowed_hosts(None)) == told


@pytest.mark.django_db
@pytest.mark.parametrize(("workers", "told"), [(1, []), (10_000, ["config.E003"])])
def test_more_threads_than_connections_are_told(settings: Settings, workers: int, told: list[str]) -> None:
    settings.SERVER_WORKERS, settings.SERVER_THREADS = workers, 1

    assert ids(check_connections(None, databases=["default"])) == told


@pytest.mark.django_db
def test_connections_are_counted_only_where_a_database_is_checked(settings: Settings) -> None:
    settings.SERVER_WORKERS = 10_000

    assert check_connections(None) == []


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` with these variables, and no other setting."""
    return subprocess.run(
        [sys.executable, str(_MANAGE), *arguments],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": _NOBODY_LISTENS, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_every_missing_setting_is_told_at_once() -> None:
    ended = manage("check", "--deploy")

    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    for told in ("config.E001", "config.E002", "providers.E001", "FIELD_ENCRYPTION_KEYS is empty"):
        assert told in ended.stderr


@pytest.mark.parametrize(("name", "value"), [("PORT", "abc"), ("PORT", "70000"), ("SERVER_WORKERS", "0")])
def test_a_value_that_cannot_be_used_is_told_with_its_name(name: str, value: str) -> None:
    ended = manage("runtrial", **{name: value})

    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert f'"{name}"' in ended.stderr
