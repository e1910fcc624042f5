"""`?reason=`: why a revision was made."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from catalog.models import Package, PackageRevision
from features.models import Feature
from tests.catalog.api.calls import Api, errors, of
from tests.catalog.api.every_write import WRITES, Write, sent, written

pytestmark = pytest.mark.django_db

WHY = "Mais salas para São Paulo – \U0001f389"
ASKED = f"?reason={quote(WHY)}"
REVISING = [one for one in WRITES if one.revises]
OTHERS = [one for one in WRITES if not one.revises]


@pytest.fixture
def package(api: Api, matrix: dict[str, Feature]) -> Package:
    return written(api)


def newest() -> PackageRevision:
    return PackageRevision.objects.order_by("-pk")[0]


@pytest.mark.parametrize("write", REVISING, ids=[f"{one.method} {one.below}" for one in REVISING])
def test_the_revision_says_why(api: Api, package: Package, write: Write) -> None:
    count = PackageRevision.objects.count()

    assert sent(api, write, package, ASKED).status_code == write.status

    assert PackageRevision.objects.count() == count + 1
    restored = "Restored from revision 1. " if "restore" in write.below else ""
    assert newest().reason == restored + WHY


@pytest.mark.parametrize("write", OTHERS, ids=[f"{one.method} {one.below}" for one in OTHERS])
def test_what_makes_no_revision_takes_no_reason(api: Api, package: Package, write: Write) -> None:
    answer = sent(api, write, package, ASKED)

    assert (answer.status_code, errors(answer.json())) == (400, {("?reason", "unknown_parameter")})


def test_a_write_that_changes_nothing_keeps_no_reason(api: Api, package: Package) -> None:
    api.patch(of(package) + ASKED, {"name": "Basic"})

    assert not PackageRevision.objects.exclude(reason="").exists()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("reason=", "blank"),
        ("reason=%20%09", "blank"),
        ("reason=" + "x" * 1001, "invalid"),
        ("reason=a&reason=b", "repeated"),
    ],
)
def test_a_reason_is_a_text(api: Api, package: Package, query: str, code: str) -> None:
    problem = api.patch(f"{of(package)}?{query}", {"name": "New"}, status=400)

    assert errors(problem) == {("?reason", code)}
    assert newest().number == 2


@pytest.mark.parametrize("query", ["reason=%FF", "reason=a%00", "reason=%ED%A0%80"])
def test_a_reason_that_is_no_text_is_refused(api: Api, package: Package, query: str) -> None:
    api.patch(f"{of(package)}?{query}", {"name": "New"}, status=400)


def test_1000_characters_are_a_reason(api: Api, package: Package) -> None:
    api.patch(f"{of(package)}?reason={quote('é' * 1000)}", {"name": "New"})

    assert newest().reason == "é" * 1000


@pytest.mark.parametrize("body", [{"reason": "A slip."}, {"reason": ""}])
def test_a_restore_takes_one_reason(api: Api, package: Package, body: Any) -> None:
    problem = api.post(of(package, "revisions/1/restore") + ASKED, body, status=400)

    assert errors(problem) == {("?reason", "repeated")}
    assert newest().number == 2


def test_a_dry_run_takes_a_reason(api: Api, package: Package) -> None:
    api.patch(of(package) + ASKED + "&dry_run=true", {"name": "New"})

    assert newest().number == 2
