"""The doors through which packages come in: each tries one, and answers what it was told instead."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.test import Client

from catalog.actions.save import create_package
from catalog.changes import UNSET, FeatureChange, PackageChanges, ProviderChange
from catalog.models import Package, PackageFeature, PackageProvider
from config.identity import id_of, uuid7
from config.rules import RuleViolation
from providers.models import Provider
from tests.catalog.admin.typed import ADD, save
from tests.catalog.api.calls import Api
from tests.catalog.raw_sql import violated_by
from tests.catalog.writes import BY
from tests.catalog.wrong_packages import Wrong, values_of
from tests.factories.user import UserFactory

Told = set[tuple[str, str]]
World = dict[str, UUID]


def by_shell(wrong: Wrong, world: World, tmp_path: Path) -> Told:
    changes = PackageChanges(
        values=values_of(wrong),
        features={code: _change(code, columns) for code, columns in wrong.features},
        providers={world[name]: ProviderChange(**columns) for name, columns in wrong.providers},
    )
    with pytest.raises(RuleViolation) as refused:
        create_package(changes=changes, by=BY, key=wrong.key)
    return {(problem.code, problem.detail) for problem in refused.value.problems}


def _change(code: str, columns: Mapping[str, Any]) -> FeatureChange:
    said = columns.get("limit_value", None if code == "a_limit" else True)
    return FeatureChange(said, columns.get("unit_price", UNSET))


def by_model(wrong: Wrong, world: World, tmp_path: Path) -> Told:
    errors = [e for row in _rows(wrong, world, below=Package.objects.get()) for e in _errors_of(row)]
    # A validator of a list says first where: `/0/channels Choose one of …`
    return {(e.code or "", re.sub(r"^/\S+ ", "", message)) for e in errors for message in e.messages}


def _errors_of(row: models.Model) -> list[ValidationError]:
    try:
        row.full_clean()
    except ValidationError as refused:
        return [error for listed in refused.error_dict.values() for error in listed]
    return []


def _rows(wrong: Wrong, world: World, *, below: Package | None = None) -> list[Any]:
    """The package of the table as rows; its parts alone, of a package that is there, when only they are wrong."""
    own = Package(**values_of(wrong), **({"pk": wrong.key} if wrong.key else {}))
    parent = below if below and (wrong.features or wrong.providers) else own
    features = [
        PackageFeature(package=parent, feature_id=code, **columns) for code, columns in wrong.features
    ]
    providers = [
        PackageProvider(package=parent, provider_id=world[name], service_type="meet", **columns)
        for name, columns in wrong.providers
    ]
    return [*([own] if parent is own else []), *features, *providers]


def by_sql(wrong: Wrong, world: World, tmp_path: Path) -> Told:
    constraint = violated_by(*_rows(wrong, world))
    assert constraint == wrong.constraint
    return {(wrong.code, wrong.sentence)}


def by_fixture(wrong: Wrong, world: World, tmp_path: Path) -> Told:
    key = str(wrong.key or uuid7())
    rows = [{"model": "catalog.package", "pk": key, "fields": values_of(wrong)}]
    rows += [
        {"model": "catalog.packagefeature", "fields": {"package": key, "feature": code, **columns}}
        for code, columns in wrong.features
    ]
    rows += [
        {
            "model": "catalog.packageprovider",
            "fields": {"package": key, "provider": str(world[name]), **columns},
        }
        for name, columns in wrong.providers
    ]
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(rows, cls=DjangoJSONEncoder))
    with pytest.raises(CommandError) as refused:
        call_command("loaddata", str(file), verbosity=0)
    return (
        {(wrong.code, wrong.sentence)} if f"{wrong.sentence} [{wrong.code}]" in str(refused.value) else set()
    )


def by_api(wrong: Wrong, world: World, tmp_path: Path) -> Told:
    body = {
        **{k: str(v) if isinstance(v, Decimal) else v for k, v in values_of(wrong).items()},
        "features": [{"code": code, **_sent(code, columns)} for code, columns in wrong.features],
        "providers": [
            {"provider": id_of(world[name], prefix=Provider.id_prefix), **columns}
            for name, columns in wrong.providers
        ],
        **({"uuid": str(wrong.key)} if wrong.key else {}),
    }
    answer = Api().post("/api/v1/packages", body, status=422)
    return {(error["code"], error["detail"]) for error in answer["errors"]}


def _sent(code: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    sent = {
        "limit" if k == "limit_value" else k: str(v) if isinstance(v, Decimal) else v
        for k, v in columns.items()
    }
    return sent if code == "a_limit" or "limit" in sent else {**sent, "value": True}


def by_admin(wrong: Wrong, world: World, tmp_path: Path) -> Told:
    operator = Client()
    operator.force_login(UserFactory.create(superuser=True))
    response = save(operator, ADD, **_typed(wrong, world))
    told = html.unescape(response.content.decode())
    return {(wrong.code, wrong.sentence)} if wrong.sentence in told else set()


def _typed(wrong: Wrong, world: World) -> dict[str, Any]:
    typed: dict[str, Any] = {"feature": [code for code, _ in wrong.features]}
    typed["provider"] = [str(world[name]) for name, _ in wrong.providers]
    typed["default_provider"] = ""
    for name, value in values_of(wrong).items():
        typed |= _typed_pairs(name, value) if isinstance(value, list) else {name: _typed_value(value)}
    for code, columns in wrong.features:
        names = {"limit_value": "value"}
        typed |= {f"feature-{code}-{names.get(k, k)}": _typed_value(v) for k, v in columns.items()}
        typed |= {f"feature-{code}-included": "on"}
    for name, columns in wrong.providers:
        row = f"provider-{world[name]}"
        typed |= {f"{row}-settings-rows": "0", f"{row}-metadata-rows": "0"}
        typed |= {f"{row}-active": "on"} if columns.get("active", True) else {}
        typed |= {"default_provider": str(world[name])} if columns.get("default") else {}
    return typed


def _typed_value(value: Any) -> str:
    return "on" if value is True else "" if value is None else str(value)


def _typed_pairs(name: str, pairs: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    typed = {f"{name}-rows": str(len(pairs))}
    for place, pair in enumerate(pairs):
        box = f"{name}-{place}"
        typed |= {f"{box}-key": pair["key"], f"{box}-kind": "number", f"{box}-text": str(pair["value"])}
    return typed


DOORS: dict[str, Callable[[Wrong, World, Path], Told]] = {
    "admin": by_admin,
    "api": by_api,
    "fixture": by_fixture,
    "shell": by_shell,
    "model": by_model,
    "sql": by_sql,
}
