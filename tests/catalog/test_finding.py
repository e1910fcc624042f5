"""Packages found by what somebody types."""

from __future__ import annotations

import pytest

from catalog.finding import find_packages
from tests.factories.package import PackageFactory

pytestmark = pytest.mark.django_db


def names(text: str, limit: int = 10) -> list[str]:
    return [one.name for one in find_packages(text, limit=limit)]


def test_words_are_found_whatever_their_order_accents_and_case() -> None:
    PackageFactory.create(name="Clínica Mensal")
    PackageFactory.create(name="Campus")

    assert names("mensal clinica") == ["Clínica Mensal"]


def test_a_short_word_finds_names_that_begin_with_it() -> None:
    PackageFactory.create(name="Basic")
    PackageFactory.create(name="Zebra")

    assert names("b") == ["Basic"]


def test_an_id_finds_its_package() -> None:
    package = PackageFactory.create(name="This")

    assert names(f" {package.id} ") == names(str(package.pk)) == ["This"]


def test_so_many_are_enough_by_name() -> None:
    for name in ("Plan 10", "Plan 2", "Plan 1"):
        PackageFactory.create(name=name)

    assert names("plan", limit=2) == ["Plan 1", "Plan 2"]


@pytest.mark.parametrize("text", ["", "   ", "\0", "a\0b", "%", "_", "\\", "𝓧" * 500])
def test_nonsense_finds_nothing(text: str) -> None:
    PackageFactory.create(name="Basic")

    assert names(text) == []
