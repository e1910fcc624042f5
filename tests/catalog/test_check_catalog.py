"""What raw SQL did past the rules is found, and documents are mended."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from catalog.actions.record import stale
from catalog.aggregate import Aggregate
from catalog.management.commands import check_catalog
from catalog.models import Package, PackageDocument
from tests.catalog.writes import document, numbers, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def check(*options: str) -> tuple[int, str]:
    """The exit code and everything that was said."""
    said = StringIO()
    try:
        call_command("check_catalog", *options, stdout=said)
    except CommandError as error:
        return error.returncode, f"{said.getvalue()}{error}"
    return 0, said.getvalue()


@pytest.fixture
def package(db: None) -> Package:
    FeatureFactory.create(code="rooms", name="Rooms", allowance=True)
    return sellable(
        name="Basic", features={"rooms": 5}, providers=[ProviderFactory.create(provider_name="One")]
    )


def test_nothing_is_wrong_with_what_was_written_by_the_rules(package: Package) -> None:
    assert check() == (0, "Every row keeps every rule, and every document is what its rows say.\n")


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE catalog_package SET currency = 'ZZZ'", "unknown_currency"),
        ("UPDATE catalog_package SET price = 0.001", "too_many_decimals"),
        ('UPDATE catalog_package SET notification_preferences = \'[{"event": "party"}]\'', "not_a_choice"),
        ('UPDATE catalog_package SET package_settings = \'[{"key": "a", "value": [[1]]}]\'', "too_deep"),
        (
            'UPDATE catalog_package SET package_metadata = \'[{"key": "a", "value": 1, "x": 1}]\'',
            "unknown_field",
        ),
        ("UPDATE features_feature SET service_types = '{live}'", "feature_not_applicable"),
        ("UPDATE providers_provider SET active = false", "provider_inactive"),
        ("UPDATE catalog_packageprovider SET settings = '{\" \": 1}'", "blank"),
    ],
)
def test_a_broken_rule_is_named_and_is_not_mended(package: Package, damage: str, code: str) -> None:
    run(damage)

    found = check("--repair")

    assert found[0] == 1
    assert f"/{package.id}/" in found[1]
    assert f"[{code}]" in found[1]


STALE = [
    "UPDATE catalog_package SET name = 'Other'",
    "UPDATE catalog_package SET revision = 9",
    "UPDATE catalog_package SET has_stock = true, stock_qty = 3",
    "UPDATE catalog_package SET updated_at = now()",
    "UPDATE catalog_packagefeature SET limit_value = 6",
    "DELETE FROM catalog_packagefeature",
    "UPDATE catalog_packageprovider SET metadata = '{\"a\": 1}'",
    "UPDATE features_feature SET name = 'Other'",
    "UPDATE providers_provider SET provider_name = 'Other'",
    "DELETE FROM catalog_packagedocument",
    "UPDATE catalog_packagedocument SET text = replace(text, 'Basic', 'Other')",
    "UPDATE catalog_packagedocument SET offer_text = '{}'",
    "UPDATE catalog_packagedocument SET etag = 'x'",
    "UPDATE catalog_packagedocument SET sellable = false",
    "UPDATE catalog_packagedocument SET name_key = 'x'",
    "UPDATE catalog_packagedocument SET price_key = 0",
    "UPDATE catalog_packagedocument SET feature_codes = '{}'",
    "UPDATE catalog_packagedocument SET revision = 9",
]


@pytest.mark.parametrize("damage", STALE)
def test_a_document_that_is_not_what_its_rows_say_is_found(package: Package, damage: str) -> None:
    run(damage)

    code, said = check()

    assert code == 1
    assert f"/{package.id}: the document is not what its rows say [stale]" in said


@pytest.mark.parametrize("damage", STALE)
def test_a_document_is_made_again_from_the_rows(package: Package, damage: str) -> None:
    run(damage)

    repaired, then = check("--repair"), check()

    assert (repaired[0], then[0]) == (0, 0)
    assert document(package)["name"] == Package.objects.get().name


@pytest.mark.parametrize(
    ("damage", "kept"),
    [
        ("UPDATE catalog_package SET name = 'Other'", [1, 2]),
        ("UPDATE catalog_package SET revision = 9", [1]),
        ("DELETE FROM catalog_packagedocument", [1]),
        ("UPDATE catalog_packagedocument SET text = '{}'", [1]),
    ],
)
def test_a_repair_makes_a_revision_only_where_the_promise_changed(
    package: Package, damage: str, kept: list[int]
) -> None:
    run(damage)

    check("--repair")

    assert numbers(package) == kept
    assert Package.objects.get().revision == PackageDocument.objects.get().revision == kept[-1]


def test_what_falls_short_breaks_no_rule() -> None:
    there = sellable()
    PackageFactory.create(price=None)
    call_command("check_catalog", verbosity=0)
    Package.objects.filter(pk=there.pk).update(price=None)

    code, _ = check("--repair")

    assert code == 0
    assert document(there)["availability"]["sellable"] is False


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE providers_provider SET provider_type = 'nope'", "unknown_type"),
        ("UPDATE providers_provider SET properties = '{}'", "required"),
        ('UPDATE providers_provider SET properties = \'{"host_url": "nonsense"}\'', "bad_url"),
        ("UPDATE features_feature SET feature_settings = '{\"\": 1}'", "blank"),
    ],
)
def test_providers_and_features_are_judged_as_well(db: None, damage: str, code: str) -> None:
    ProviderFactory.create()
    FeatureFactory.create()
    run(damage)

    status, said = check()

    assert status == 1
    assert f"[{code}]" in said


def test_a_write_that_it_meets_is_no_damage(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    others = iter(["Silver"])

    def met(found: Sequence[Aggregate]) -> list[Aggregate]:
        for name in others:
            update(package, name=name)
        return stale(found)

    monkeypatch.setattr(check_catalog, "stale", met)

    assert check()[0] == 0
