"""Reads releases of the matrix from their files, and says what is wrong with one by code and field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import jsonschema

from features.choices import PeriodicityType
from features.entries import FeatureEntry, NewValue
from features.versions import parse_version

FOLDER = Path(__file__).parent
SCHEMA_FILE = FOLDER / "schema.json"


class ReleaseFileError(Exception):
    """A file that is no release of the matrix; `problems` has a sentence for each thing that is wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Amendment:
    """What a release changes in one feature: new values by field name, and what packages get."""

    values: Mapping[str, Any]
    new_value: NewValue | None


@dataclass(frozen=True)
class Release:
    """One release, as its file has it; every mapping and list in the order of the file."""

    version: str
    source: str
    add: tuple[FeatureEntry, ...] = ()
    change: Mapping[str, Amendment] = field(default_factory=dict)
    deprecate: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@cache
def shipped_releases() -> tuple[Release, ...]:
    """The releases that come with this version of the platform, oldest first; read and judged once."""
    files = (path for path in FOLDER.glob("*.json") if path != SCHEMA_FILE)
    return tuple(sorted((read_release(path) for path in files), key=lambda r: parse_version(r.version)))


def extra_release(path: Path, *, shipped: tuple[Release, ...]) -> Release:
    """The release in a file, to stand on top of the shipped ones; ReleaseFileError unless it is newer."""
    release = read_release(path)
    newest = shipped[-1].version
    if parse_version(release.version) <= parse_version(newest):
        sentence = f"{release.version} is not after {newest}, the newest release that is shipped."
        raise ReleaseFileError([f"{release.source}: release: {sentence}"])
    return release


def read_release(path: Path) -> Release:
    """The release in a file. Raises ReleaseFileError with all that is wrong, OSError as `open` does."""
    try:
        document = json.loads(
            path.read_text(encoding="utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except ValueError as error:
        raise ReleaseFileError([f"{path.name}: {error}"]) from None
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    errors = jsonschema.Draft202012Validator(schema).iter_errors(document)
    if problems := [_sentence(path, error) for error in sorted(errors, key=lambda e: list(map(str, e.path)))]:
        raise ReleaseFileError(problems)
    return _release(document, source=path.name)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key!r} stands twice in the same object.")
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number.")


def _sentence(path: Path, error: jsonschema.ValidationError) -> str:
    where = [str(step) for step in error.absolute_path]
    return ": ".join([path.name, *where, _expected(error)])


def _expected(error: jsonschema.ValidationError) -> str:
    if error.validator != "anyOf":
        return error.message
    # The message of an anyOf says only that nothing fits; the parts of the list say more.
    in_list = [part.message for part in error.context or [] if part.path]
    return (
        in_list[0] if in_list else f"{error.instance!r} is not among {_alternatives(error.validator_value)}"
    )


def _alternatives(options: Any) -> str:
    return ", ".join(json.dumps(option.get("const", option.get("type"))) for option in options)


def _release(document: dict[str, Any], *, source: str) -> Release:
    version = document["release"]
    return Release(
        version=version,
        source=source,
        add=tuple(_entry(code, block, version) for code, block in document.get("add", {}).items()),
        change={code: _amendment(block) for code, block in document.get("change", {}).items()},
        deprecate=tuple(document.get("deprecate", ())),
        remove=tuple(document.get("remove", ())),
    )


def _entry(code: str, block: dict[str, Any], version: str) -> FeatureEntry:
    defaults = {
        "field_suffix": "",
        "periodicity": 0,
        "periodicity_type": PeriodicityType.MONTHLY.value,
        "since": version,
    }
    return FeatureEntry(code=code, release=version, **{**defaults, **_values(block)})


def _amendment(block: dict[str, Any]) -> Amendment:
    values = dict(block)
    carried = values.pop("value_for_existing_packages", None)
    return Amendment(values=_values(values), new_value=_new_value(carried))


def _values(block: dict[str, Any]) -> dict[str, Any]:
    lists: dict[str, Any] = {
        name: () if block[name] == "all" else tuple(block[name])
        for name in ("service_types", "licenses")
        if name in block
    }
    return {**block, **lists}


def _new_value(carried: Any) -> NewValue | None:
    if carried is None:
        return None
    if carried == "unlimited":
        return NewValue(unlimited=True)
    return NewValue() if carried is True else NewValue(limit=int(carried))
