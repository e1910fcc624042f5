"""The shape of the code: what a newcomer may rely on without reading it all."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("catalog", "providers", "features", "integrations", "config")
LONGEST = 400
NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "misc", "shared"}
# What makes JSON of rows anew.
ABOVE = ("rest_framework", "catalog.api", "django.core.serializers")
# Written by tools, from what is declared elsewhere.
GENERATED = re.compile(r"(^|/)migrations/0\d+_|^requirements.*\.txt$|^docs/openapi\.|\.(png|svg|json|csv)$")
HOSTS = re.compile(
    r"https?://[^\s\"']*(pypi|pythonhosted|artifactory|nexus|devpi)[^\s\"']*|--(extra-)?index-url"
)
# Spelled in parts, so that this file does not find itself.
MACHINE = re.compile("|".join((r"(?<![\w.-])/" + r"work/", "/" + "root/", "/" + r"home/\w+", "/" + "Users/")))


def tracked() -> list[Path]:
    """The files of the product; those that are not told to git yet are looked at as well."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [Path(name) for name in names if (ROOT / name).is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    for path in tracked():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            yield path, content.decode()


def test_imports_only_point_down() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout


def test_no_file_is_too_long_to_be_read() -> None:
    long = {
        str(path): lines
        for path, text in texts()
        if not GENERATED.search(str(path)) and (lines := text.count("\n")) > LONGEST
    }

    assert long == {}


def test_every_module_is_named_for_an_idea() -> None:
    named = {part for path in tracked() if path.suffix == ".py" for part in (path.stem, *path.parent.parts)}

    assert named.isdisjoint(NAMELESS)


def test_the_readme_ends_before_one_tires() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 80


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = {str(path): match[0] for path, text in texts() if (match := MACHINE.search(text))}

    assert found == {}


def test_no_file_names_a_host_of_packages() -> None:
    found = {
        str(path): match[0]
        for path, text in texts()
        if path.name != Path(__file__).name and (match := HOSTS.search(text))
    }

    assert found == {}


# --- Reads hand out stored text ------------------------------------------------------------------


def module_imports(path: Path) -> set[str]:
    """The modules that a file imports at its head, and the names that it takes from them."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize(
    "name", ["document", "parts", "availability", "aggregate", "querysets", "actions/record"]
)
def test_no_serializer_makes_what_readers_get(name: str) -> None:
    imported = module_imports(Path(f"catalog/{name}.py"))

    assert not [module for module in imported if module.startswith(ABOVE)]


def functions(path: Path, names: set[str]) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            yield node


def test_no_view_of_packages_runs_a_serializer_to_read() -> None:
    views = [path for path in tracked() if path.match("catalog/api/*.py")]
    reads = [function for path in views for function in functions(path, {"get"})]

    called = {
        ast.unparse(node.func) for read in reads for node in ast.walk(read) if isinstance(node, ast.Call)
    }

    assert reads
    decorators = {"documented", "page_of_documents"}
    assert not [
        name
        for name in called - decorators
        if name.endswith((".data", "to_representation", "Schema", "Serializer"))
    ]


# --- House style ---------------------------------------------------------------------------------


def sources() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.parts[0] in APPS and "migrations" not in path.parts
    ]


def test_no_import_waits_inside_a_function() -> None:
    # An app registers what stands above it only when the models are there: nowhere else.
    deferred = {
        f"{path}:{inner.lineno}"
        for path in sources()
        if path.name != "apps.py"
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }

    assert deferred == set()


def test_no_signal_is_used_as_plumbing() -> None:
    assert not [path for path in sources() if "django.db.models.signals" in module_imports(path)]


def test_nothing_is_left_to_do() -> None:
    left = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error\\(\\)")))

    assert {
        str(path): m[0] for path, text in texts() if path.suffix == ".py" and (m := left.search(text))
    } == {}


@pytest.mark.parametrize("app", [app for app in APPS if app != "config"])
def test_every_model_has_a_factory(app: str) -> None:
    models = [
        node.name
        for path in sources()
        if path.parts[0] == app and (path.name == "models.py" or "models" in path.parts)
        for node in ast.parse((ROOT / path).read_text()).body
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base) in ("models.Model", "IdentifiedModel") for base in node.bases)
    ]

    wanted = {re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower() for name in models}

    assert {name for name in wanted if not (ROOT / f"tests/factories/{name}.py").exists()} == set()
