"""The trial from nothing, and from what an earlier run left."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import Settings

from catalog.home.uses import troubled_providers
from catalog.management.commands import runtrial
from catalog.management.commands.runtrial import (
    OPERATOR,
    Access,
    access_kept_in,
    check_port,
    prepare,
    welcome,
)
from catalog.models import Package
from config import trial
from features.models import Feature
from integrations import tokens
from integrations.models import ApiToken
from integrations.scopes import SCOPES
from providers.models import Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "access.json"


def operator() -> User:
    return User.objects.get(username=OPERATOR)


def test_makes_everything_from_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(trial, "FOLDER", tmp_path)

    access = prepare()

    assert Package.objects.exists()
    assert Feature.objects.exists()
    assert json.loads((tmp_path / "access.json").read_text())["password"] == access.password


def test_whoever_serves_the_demo_has_secrets_that_are_nobodys(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(trial, "FOLDER", tmp_path)

    prepare()

    assert {one.name for one in troubled_providers()} == {"Icecast Vienna"}
    serving = Provider.objects.filter(active=True)
    assert len({one.secret(name) for one in serving for name in one.secrets}) == len(serving)


def test_a_second_run_keeps_what_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(trial, "FOLDER", tmp_path)
    first = prepare()
    Package.objects.filter(ever_active=False).delete()
    left = set(Package.objects.values_list("pk", "revision"))

    second = prepare()

    assert second == first
    assert set(Package.objects.values_list("pk", "revision")) == left
    assert (User.objects.count(), ApiToken.objects.count()) == (1, 1)


def test_the_operator_gets_in_with_the_password(file: Path) -> None:
    access = access_kept_in(file)

    assert operator().check_password(access.password)
    assert operator().is_superuser


def test_the_token_may_do_everything(file: Path) -> None:
    caller = tokens.authenticate(access_kept_in(file).token)

    assert caller is not None
    assert set(caller.scopes) == set(SCOPES)


@pytest.mark.parametrize("left", [None, "", '{"password": "half', "{}"])
def test_a_lost_file_heals(file: Path, left: str | None) -> None:
    access_kept_in(file)
    file.unlink()
    if left is not None:
        file.write_text(left)

    access = access_kept_in(file)

    assert operator().check_password(access.password)
    assert tokens.authenticate(access.token) is not None
    assert access_kept_in(file) == access


@pytest.mark.parametrize("killed_in", ["create_superuser", "_write"])
def test_a_run_that_is_killed_is_finished_by_the_next(
    monkeypatch: pytest.MonkeyPatch, file: Path, killed_in: str
) -> None:
    owner: Any = runtrial if killed_in == "_write" else type(get_user_model().objects)
    with monkeypatch.context() as patched:
        patched.setattr(owner, killed_in, killed)
        with pytest.raises(KeyboardInterrupt):
            access_kept_in(file)

    access = access_kept_in(file)

    assert operator().check_password(access.password)


def test_a_run_that_is_killed_while_it_heals_is_finished_by_the_next(
    monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    access_kept_in(file)
    file.unlink()
    with monkeypatch.context() as patched:
        patched.setattr(User, "set_password", killed)
        with pytest.raises(KeyboardInterrupt):
            access_kept_in(file)

    access = access_kept_in(file)

    assert operator().check_password(access.password)


def killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_password_that_the_operator_chose_stays(file: Path) -> None:
    access_kept_in(file)
    chosen = operator()
    chosen.set_password("a password of their own")
    chosen.save()

    access_kept_in(file)

    assert operator().check_password("a password of their own")


def test_a_token_that_is_gone_is_made_again(file: Path) -> None:
    first = access_kept_in(file)
    ApiToken.objects.all().delete()
    tokens.forget()

    second = access_kept_in(file)

    assert second.password == first.password
    assert tokens.authenticate(second.token) is not None


def test_nobody_else_can_ever_read_the_file(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    seen: list[int] = []
    dump = json.dump

    def looked_at(value: Any, stream: Any) -> None:
        seen.append(os.fstat(stream.fileno()).st_mode & 0o777)
        dump(value, stream)

    monkeypatch.setattr("catalog.management.commands.runtrial.json.dump", looked_at)
    before = os.umask(0)
    try:
        access_kept_in(file)
    finally:
        os.umask(before)

    assert [*seen, file.stat().st_mode & 0o777] == [0o600, 0o600]
    assert list(file.parent.iterdir()) == [file]


def test_says_how_to_get_in() -> None:
    said = welcome(Access("a-password", "a-token"), port=8100)

    for told in ("http://127.0.0.1:8100/admin/", OPERATOR, "a-password", "Bearer a-token"):
        assert told in said
    assert "8000" not in said


def test_refuses_a_database_that_is_not_its_own(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.TRIAL = False
    monkeypatch.setattr(runtrial, "serve", killed)

    with pytest.raises(CommandError, match="DATABASE_URL is set"):
        call_command("runtrial")

    assert not User.objects.exists()


def test_a_port_that_somebody_listens_on_is_refused_with_another_to_try() -> None:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"PORT={port + 1} make run"):
            check_port(port)

    check_port(port)
