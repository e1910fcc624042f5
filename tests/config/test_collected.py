"""Static files are collected when they changed, and not each time that the trial starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage
from pytest_django import Settings

from config.collected import collect_if_changed


@pytest.fixture
def collected(tmp_path: Path, settings: Settings) -> Path:
    settings.STATIC_ROOT = str(tmp_path / "collected")
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": f"{StaticFilesStorage.__module__}.StaticFilesStorage"},
    }
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "page.css").write_text("p { margin: 0; }")
    return tmp_path / "collected"


def test_they_are_collected_once(collected: Path) -> None:
    assert [collect_if_changed(), collect_if_changed()] == [True, False]
    assert (collected / "page.css").exists()


def test_a_file_that_changed_is_collected_again(collected: Path) -> None:
    collect_if_changed()
    (collected.parent / "sources" / "page.css").write_text("p { margin: 1px; }")

    assert collect_if_changed()
    assert "1px" in (collected / "page.css").read_text()


def test_without_a_place_for_them_nothing_is_collected(settings: Settings) -> None:
    settings.STATIC_ROOT = None

    assert not collect_if_changed()
