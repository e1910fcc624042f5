"""One rule set, four doors: each rule has one code and one sentence, whichever way a package comes in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from catalog import availability
from catalog.models import Package, PackageFeature, PackageProvider, PackageRevision
from features.models import Feature
from tests.catalog.api.calls import Api
from tests.catalog.doors import DOORS, World
from tests.catalog.raw_sql import violated_by
from tests.catalog.wrong_packages import ACTIVATION, RULES, Wrong
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory
from tests.factories.user import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    """What the packages of the table refer to: features, and the keys of providers; and one good package."""
    PackageFactory.create()
    FeatureFactory.create(code="a_switch")
    FeatureFactory.create(code="a_limit", limit=True)
    FeatureFactory.create(code="a_usage", usage=True)
    FeatureFactory.create(code="only_live", service_types=["live"])
    providers = {
        name: ProviderFactory.create(provider_name=name, active=name != "off", service_type=service_type)
        for name, service_type in (("good", "meet"), ("spare", "meet"), ("off", "meet"), ("streams", "live"))
    }
    return {name: provider.pk for name, provider in providers.items()}


def has_door(wrong: Wrong, door: str) -> bool:
    return (
        door not in wrong.never
        and (door != "sql" or bool(wrong.constraint))
        and (door != "model" or wrong.alone)
    )


def everything() -> list[list[Any]]:
    models = (Package, PackageFeature, PackageProvider, PackageRevision)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


@pytest.mark.parametrize(
    ("wrong", "door"),
    [
        pytest.param(wrong, door, id=f"{wrong.name} by {door}")
        for wrong in (*RULES, *ACTIVATION)
        for door in DOORS
        if has_door(wrong, door)
    ],
)
def test_a_rule_says_the_same_through_every_door_and_nothing_is_stored(
    wrong: Wrong, door: str, world: World, tmp_path: Path, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = False
    before = everything()

    told = DOORS[door](wrong, world, tmp_path)

    own = wrong.says.get(door)
    assert (own in {code for code, _ in told}) if own else (wrong.code, wrong.sentence) in told, told
    assert everything() == before


def test_every_reason_in_the_way_of_activation_is_tried() -> None:
    only_status = {availability.DRAFT, availability.INACTIVE}

    assert {wrong.code for wrong in ACTIVATION} == availability.SENTENCES.keys() - only_status


def test_every_constraint_of_packages_is_tried_through_the_doors() -> None:
    tried = {wrong.constraint for wrong in (*RULES, *ACTIVATION)} - {""}
    declared = {c.name for m in (Package, PackageFeature, PackageProvider) for c in m._meta.constraints}

    # Shapes that Python's own types give to every door but raw SQL, copies that the database makes, keys
    # that foreign keys point at, and one provider twice, which every door says by its key.
    assert declared - tried == {
        *(
            f"catalog_package_{n}_array"
            for n in ("notification_preferences", "package_settings", "package_metadata")
        ),
        *(f"catalog_packageprovider_{name}_object" for name in ("settings", "metadata")),
        "catalog_packagefeature_kind_of_feature",
        "catalog_packageprovider_service_type_of_package",
        "catalog_packageprovider_once",
        "catalog_package_uuid_service_type",
        "catalog_package_stock_range",
        "catalog_package_revision_range",
    }


# --- The matrix, which only the platform writes --------------------------------------------------

CYRILLIC = "max_r\u043e\u043ems"
BAD_CODE = "Use 2 to 63 lower-case letters a-z, digits and underscores, beginning with a letter."


def code_by_shell(tmp_path: Path) -> bool:
    with pytest.raises(ValidationError) as refused:
        FeatureFactory.build(code=CYRILLIC).full_clean()
    return BAD_CODE in refused.value.messages


def code_by_fixture(tmp_path: Path) -> bool:
    fields = {"name": "Max rooms", "aggregation_type": "count_agg", "group": "capacity", "since": "1.0"}
    file = tmp_path / "feature.json"
    file.write_text(json.dumps([{"model": "features.feature", "pk": CYRILLIC, "fields": fields}]))
    with pytest.raises(CommandError) as refused:
        call_command("loaddata", str(file), verbosity=0)
    return f"{BAD_CODE} [bad_code]" in str(refused.value)


def code_by_sql(tmp_path: Path) -> bool:
    return violated_by(FeatureFactory.build(code=CYRILLIC)) == "features_feature_code_format"


def code_by_api(tmp_path: Path) -> bool:
    return bool(Api("features:read").post("/api/v1/features", {"code": CYRILLIC}, status=405))


def code_by_admin(tmp_path: Path) -> bool:
    operator = Client()
    operator.force_login(UserFactory.create(superuser=True))
    return bool(operator.post("/admin/features/feature/add/", {"code": CYRILLIC}).status_code == 403)


@pytest.mark.parametrize("door", [code_by_shell, code_by_fixture, code_by_sql, code_by_api, code_by_admin])
def test_a_code_with_a_cyrillic_letter_comes_in_by_no_door(
    door: Callable[[Path], bool], tmp_path: Path, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = False

    assert door(tmp_path)

    assert not Feature.objects.exists()
