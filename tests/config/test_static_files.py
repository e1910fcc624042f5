"""Static files as production serves them."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

_IMPORTED = re.compile(r'^import [^;]*? from "\./([^"]+)"', re.MULTILINE)


def test_a_script_names_its_modules_by_their_hashes(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "config.static_files.HashedFiles"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    (script,) = tmp_path.glob("catalog/grid/grid.????????????.js")
    modules = _IMPORTED.findall(script.read_text())
    assert len(modules) > 5
    assert all(re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name) for name in modules)
    assert all((script.parent / name).is_file() for name in modules)


def test_a_page_is_shown_without_its_look_when_nothing_was_collected(
    tmp_path: Path, settings: Settings, client: Client, db: None
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "config.static_files.HashedFiles"},
    }

    answer = client.get("/no/such/page", secure=True)

    assert answer.status_code == 404
    assert b'href="/static/theme/error.css"' in answer.content
