"""`manage.py sync_features`, as a person or CI runs it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from features.models import Feature
from tests.features.conftest import FakeDependents

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("sync_features", *arguments, stdout=output)
    return output.getvalue()


def refused(*arguments: str) -> str:
    """What is printed, and the error, of a run that ends in one."""
    output = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("sync_features", *arguments, stdout=output)
    assert error.value.returncode == 1
    return f"{output.getvalue()}{error.value}"


@pytest.fixture
def release(tmp_path: Path) -> Any:
    def write(**document: Any) -> str:
        path = tmp_path / "extra.json"
        path.write_text(json.dumps({"release": "2.1", **document}))
        return str(path)

    return write


@pytest.fixture
def _shipped() -> None:
    run()


def test_loads_the_shipped_matrix_and_says_so() -> None:
    printed = run()

    assert "37 to add" in printed
    assert "+ max_rooms: Max rooms (allowance), since 1.0" in printed
    assert Feature.objects.count() == 37


@pytest.mark.usefixtures("_shipped")
def test_says_that_there_is_nothing_to_do() -> None:
    assert run() == "The feature matrix is up to date.\n"


def test_check_fails_and_changes_nothing_where_something_would_change() -> None:
    assert "not up to date" in refused("--check")

    assert not Feature.objects.exists()


@pytest.mark.usefixtures("_shipped")
def test_check_passes_where_nothing_would_change() -> None:
    assert run("--check") == "The feature matrix is up to date.\n"


@pytest.mark.usefixtures("_shipped")
def test_prints_changes_field_by_field_and_the_packages(release: Any, dependents: FakeDependents) -> None:
    dependents.packages = {"Basic": {"polls"}}

    printed = run("--release", release(change={"polls": {"name": "Votes", "service_types": "all"}}))

    assert '~ polls: name "Polls" -> "Votes"' in printed
    assert "~ polls: service_types meet, webinar -> all" in printed
    assert "1 package gets a new revision." in printed
    assert "Done. 1 package revised." in printed


@pytest.mark.usefixtures("_shipped")
def test_prints_what_is_deprecated(release: Any) -> None:
    printed = run("--release", release(deprecate=["polls"]))

    assert "1 to deprecate" in printed
    assert "- polls: no longer offered for new use" in printed


@pytest.mark.usefixtures("_shipped")
def test_a_refusal_names_the_packages_and_changes_nothing(release: Any, dependents: FakeDependents) -> None:
    dependents.packages = {f"Package {number}": {"polls"} for number in range(7)}

    printed = refused("--release", release(remove=["polls"], deprecate=["recording"]))

    assert "! polls: refused (in_use)." in printed
    assert "7 packages have it: Package 0, Package 1, Package 2, Package 3, Package 4 and 2 more." in printed
    assert "nothing was changed" in printed
    assert not Feature.objects.get(code="recording").deprecated


@pytest.mark.usefixtures("_shipped")
def test_another_meaning_needs_force(release: Any, dependents: FakeDependents) -> None:
    dependents.packages = {"Basic": {"polls"}}
    file = release(change={"polls": {"quota": True, "value_for_existing_packages": 10}})

    assert "! polls: refused (needs_force)." in refused("--release", file)
    assert "~ polls: packages that have it get 10" in run("--release", file, "--force")


@pytest.mark.usefixtures("_shipped")
def test_force_gives_nobody_a_value_that_the_release_does_not_carry(
    release: Any, dependents: FakeDependents
) -> None:
    dependents.packages = {"Basic": {"polls"}}

    printed = refused("--release", release(change={"polls": {"quota": True}}), "--force")

    assert "! polls: refused (meaning_changed)." in printed
    assert Feature.objects.get(code="polls").kind == "switch"


def test_names_file_code_and_field_of_a_broken_release(release: Any) -> None:
    printed = refused("--release", release(change={"polls": {"position": -1}}))

    assert "extra.json: change: polls: position: -1 is less than the minimum of 0" in printed
    assert not Feature.objects.exists()


def test_says_that_there_is_no_such_file(tmp_path: Path) -> None:
    assert "No such file" in refused("--release", str(tmp_path / "missing.json"))
