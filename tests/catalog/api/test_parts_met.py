"""Writes of one feature or provider that somebody else meets: each is answered for what itself did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from catalog.actions.save import update_package
from catalog.api import parts
from catalog.changes import FeatureChange, PackageChanges
from catalog.models import Package
from features.models import Feature
from tests.catalog.api.calls import Api, of
from tests.factories.package import BY, PackageFactory

pytestmark = pytest.mark.django_db
Others = Callable[[], object]


@pytest.fixture
def package(matrix: dict[str, Feature]) -> Package:
    return PackageFactory.create(features={"max_rooms": 5})


def change(package: Package, value: int | None) -> None:
    given = None if value is None else FeatureChange(value)
    update_package(key=package.pk, changes=PackageChanges(features={"max_rooms": given}), by=BY)


def meets(
    monkeypatch: pytest.MonkeyPatch, *, before: Others = lambda: None, after: Others = lambda: None
) -> None:
    """Lets others write just before a part is written, or just after."""

    def write(**asked: Any) -> Any:
        before()
        saved = update_package(**asked)
        after()
        return saved

    monkeypatch.setattr(parts, "update_package", write)


@pytest.mark.parametrize("condition", [{}, {"if_none_match": "*"}])
def test_what_was_taken_away_meanwhile_is_made(
    package: Package, monkeypatch: pytest.MonkeyPatch, condition: dict[str, str]
) -> None:
    api = Api()
    meets(monkeypatch, before=lambda: change(package, None))

    api.put(of(package, "features", "max_rooms"), {"value": 7}, status=201, **condition)


def test_what_was_made_meanwhile_is_replaced(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    api = Api()
    change(package, None)
    meets(monkeypatch, before=lambda: change(package, 6))

    api.put(of(package, "features", "max_rooms"), {"value": 7}, status=200)


@pytest.mark.parametrize("since", [8, None])
def test_the_answer_is_of_this_write_whatever_was_written_since(
    package: Package, monkeypatch: pytest.MonkeyPatch, since: int | None
) -> None:
    api = Api()
    meets(monkeypatch, after=lambda: change(package, since))

    answer = api.patch(of(package, "features", "max_rooms"), {"value": 7})

    assert answer["value"] == 7
