"""What a file of a release may hold, and how it is told what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from features.entries import NewValue
from features.releases.files import ReleaseFileError, extra_release, read_release, shipped_releases

BLOCK: dict[str, Any] = {
    "name": "Polls",
    "description": "Presenters can poll the audience.",
    "group": "conversation",
    "position": 50,
    "aggregation_type": "count_agg",
    "consumable": False,
    "quota": False,
    "service_types": ["meet"],
    "licenses": "all",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "2.1.json"


def write(path: Path, **document: Any) -> Path:
    path.write_text(json.dumps({"release": "2.1", **document}))
    return path


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(ReleaseFileError) as raised:
        read_release(path)
    return raised.value.problems


def test_reads_a_feature_with_what_may_be_left_out(file: Path) -> None:
    (entry,) = read_release(write(file, add={"polls": BLOCK})).add

    assert entry.code == "polls"
    assert (entry.since, entry.release) == ("2.1", "2.1")
    assert (entry.field_suffix, entry.periodicity, entry.periodicity_type) == ("", 0, "monthly")
    assert (entry.service_types, entry.licenses) == (("meet",), ())


def test_reads_a_change_with_only_what_it_says(file: Path) -> None:
    release = read_release(write(file, change={"polls": {"name": "Votes", "service_types": "all"}}))

    assert release.change["polls"].values == {"name": "Votes", "service_types": ()}
    assert release.change["polls"].new_value is None


@pytest.mark.parametrize(
    ("written", "value"),
    [(10, NewValue(limit=10)), ("unlimited", NewValue(unlimited=True)), (True, NewValue())],
)
def test_reads_the_value_for_existing_packages(file: Path, written: Any, value: NewValue) -> None:
    block = {"quota": True, "value_for_existing_packages": written}

    assert read_release(write(file, change={"polls": block})).change["polls"].new_value == value


@pytest.mark.parametrize("written", [0, -1, 1.5, False, "10", None, "Unlimited"])
def test_refuses_what_is_no_value_for_packages(file: Path, written: Any) -> None:
    block = {"quota": True, "value_for_existing_packages": written}

    (problem,) = problems(write(file, change={"polls": block}))

    assert problem.startswith("2.1.json: change: polls: value_for_existing_packages: ")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("description", 5),
        ("group", "other"),
        ("position", "50"),
        ("position", True),
        ("aggregation_type", "avg_agg"),
        ("consumable", "no"),
        ("quota", 1),
        ("periodicity", -1),
        ("periodicity_type", "yearly"),
        ("service_types", []),
        ("service_types", "meet"),
        ("licenses", ["gold"]),
        ("feature_settings", []),
        ("since", "soon"),
    ],
)
def test_names_file_code_and_field_of_what_is_wrong(file: Path, field: str, value: Any) -> None:
    (problem,) = problems(write(file, add={"polls": {**BLOCK, field: value}}))

    assert problem.startswith(f"2.1.json: add: polls: {field}: ")


def test_names_the_service_type_that_does_not_exist(file: Path) -> None:
    (problem,) = problems(write(file, add={"polls": {**BLOCK, "service_types": ["meet", "fax"]}}))

    assert "'fax' is not one of" in problem


def test_names_every_problem_at_once(file: Path) -> None:
    block = {**BLOCK, "colour": "red", "position": -1}
    del block["name"]

    found = problems(write(file, add={"polls": block}, drop=["recording"]))

    assert len(found) == 4
    assert any("'colour' was unexpected" in problem for problem in found)
    assert any("'name' is a required property" in problem for problem in found)
    assert any("'drop' was unexpected" in problem for problem in found)


@pytest.mark.parametrize("code", ["Polls", "p", "pоlls", "polls-live"])
def test_refuses_a_code_that_is_none(file: Path, code: str) -> None:
    (problem,) = problems(write(file, add={code: BLOCK}))

    assert code in problem


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"release": "2.1", "release": "2.2"}', "'release' stands twice"),
        ('{"release": NaN}', "NaN is not a JSON number"),
        ('{"release": ', "Expecting value"),
        ("[]", "is not of type 'object'"),
        ("{}", "'release' is a required property"),
    ],
)
def test_refuses_what_is_no_release(file: Path, text: str, told: str) -> None:
    file.write_text(text)

    (problem,) = problems(file)

    assert told in problem


def test_refuses_a_file_that_is_no_text(file: Path) -> None:
    file.write_bytes(b"\xff\xfe")

    assert problems(file)[0].startswith("2.1.json: ")


@pytest.mark.parametrize("version", ["1.1", "2.0", "2"])
def test_an_extra_release_is_newer_than_the_shipped_ones(file: Path, version: str) -> None:
    write(file, release=version)

    with pytest.raises(ReleaseFileError, match=r"is not after 2\.0"):
        extra_release(file, shipped=shipped_releases())
