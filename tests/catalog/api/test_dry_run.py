"""`?dry_run=true` on every write of packages: what would come of it, and nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.models import Package
from features.models import Feature
from tests.catalog.api.calls import PACKAGES, Api, of, read
from tests.catalog.api.every_write import NAMES, WRITES, Write, sent, written
from tests.catalog.api.test_openapi import validate
from tests.factories.package import sellable
from tests.stored_rows import stored_rows

pytestmark = pytest.mark.django_db

TRY = "?dry_run=true"
KEYS = {"id", "uuid", "ulid"}
TIMES = {"created_at", "updated_at"}


@pytest.fixture
def package(api: Api, matrix: dict[str, Feature]) -> Package:
    return written(api)


def without(document: Any, names: set[str]) -> Any:
    return {name: value for name, value in document.items() if name not in names}


def made_of(answer: Any, api: Api, package: Package) -> Any:
    """The package document that a write left, also of a write that answers a part."""
    location = answer.get("Location", "")
    path = location.removeprefix("http://testserver")
    return api.get(path if path.count("/") == 4 else of(package))


# --- Every write -----------------------------------------------------------------------------------


@pytest.mark.parametrize("write", WRITES, ids=NAMES)
def test_a_dry_run_leaves_everything_as_it_was(api: Api, package: Package, write: Write) -> None:
    before = stored_rows()

    answer = sent(api, write, package, TRY, Idempotency_Key="k")

    assert answer.status_code == 200, answer.content
    assert (read(answer)["dry_run"], read(answer)["errors"]) == (True, [])
    assert stored_rows() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", WRITES, ids=NAMES)
def test_a_transaction_of_its_own_is_rolled_back(api: Api, package: Package, write: Write) -> None:
    before = stored_rows()

    assert sent(api, write, package, TRY).status_code == 200

    assert stored_rows() == before


@pytest.mark.parametrize("write", [one for one in WRITES if (one.method, one.below) != ("DELETE", "")])
def test_a_dry_run_tells_the_document_that_the_write_then_makes(
    api: Api, package: Package, write: Write
) -> None:
    tried = read(sent(api, write, package, TRY))

    done = sent(api, write, package)

    assert done.status_code == write.status, done.content
    aside = TIMES | (KEYS if write.below in ("/", "duplicate") else set())
    document = made_of(done, api, package)
    assert without(tried["document"], aside) == without(document, aside)
    assert tried["availability"] == document["availability"]


@pytest.mark.parametrize("write", [one for one in WRITES if one.revises])
def test_a_dry_run_tells_the_changes_that_the_revision_then_has(
    api: Api, package: Package, write: Write
) -> None:
    tried = read(sent(api, write, package, TRY))

    done = made_of(sent(api, write, package), api, package)

    revision = api.get(f"{PACKAGES}/{done['id']}/revisions/{done['revision']}")
    assert [one for one in tried["changes"] if one["path"] != "/stock_qty"] == revision["changes"]
    assert tried["commercial"] is (revision["commercial"] or "stock_qty" in (write.body or {}))


@pytest.mark.parametrize("write", WRITES, ids=NAMES)
def test_a_dry_run_is_answered_as_documented(api: Api, package: Package, write: Write) -> None:
    document = read(api.call("GET", "/api/v1/schema"))

    answer = sent(api, write, package, TRY).json()

    validate(document, "StockDryRun" if write.below == "stock" else "PackageDryRun", answer)


# --- What is told ------------------------------------------------------------------------------------


def texts(answer: Any) -> list[str]:
    return [change["text"] for change in answer["changes"]]


def test_differences_are_told_in_words_and_as_data(api: Api, package: Package) -> None:
    body = {"price": 17.9, "stock_qty": 4, "features": {"max_rooms": {"value": 20}}}

    answer = api.patch(of(package) + TRY, body)

    assert texts(answer) == ["Price 14.99 → 17.90 EUR", "Max rooms 10 → 20", "Stock 5 → 4"]
    assert answer["changes"][2] == {"path": "/stock_qty", "before": 5, "after": 4, "text": "Stock 5 → 4"}


def test_a_change_that_changes_nothing_says_so(api: Api, package: Package) -> None:
    answer = api.patch(of(package) + TRY, {"name": "Basic"})

    assert (answer["changes"], answer["commercial"]) == ([], False)
    assert answer["document"] == api.get(of(package))


def test_mere_wording_is_not_commercial(api: Api, package: Package) -> None:
    answer = api.patch(of(package) + TRY, {"description": "New"})

    assert (texts(answer), answer["commercial"]) == (["Description changed"], False)


def test_what_is_new_has_no_changes(api: Api, package: Package) -> None:
    copied = api.post(of(package, "duplicate") + TRY, {}, status=200)

    assert (copied["changes"], copied["commercial"]) == ([], True)
    assert copied["document"]["id"] not in ("", package.id)
    api.get(f"{PACKAGES}/{copied['document']['id']}", status=404)


def test_what_is_deleted_has_no_document(api: Api, package: Package) -> None:
    there = api.get(of(package))

    answer = api.delete(of(package) + TRY, status=200)

    assert (answer["document"], answer["availability"], answer["commercial"]) == (None, None, True)
    assert answer["changes"] == [{"path": "", "before": there, "after": None, "text": "Basic deleted"}]


def test_the_reasons_against_a_sale_are_told(api: Api, matrix: dict[str, Feature]) -> None:
    package = sellable(has_stock=True, stock_qty=1)

    answer = api.post(of(package, "stock") + TRY, {"change": -1}, status=200)

    assert texts(answer) == ["Stock 1 → 0"]
    assert [reason["code"] for reason in answer["availability"]["reasons"]] == ["out_of_stock"]


def test_the_end_of_a_sale_is_told_in_the_header_too(api: Api, matrix: dict[str, Feature]) -> None:
    package = sellable()
    (code,) = package.features.values_list("feature_id", flat=True)

    answer = api.call("DELETE", of(package, "features", code) + TRY, status=200)

    assert answer["Package-Not-Sellable"] == "no_features"
    assert api.get(of(package, "availability"))["sellable"] is True


def test_a_sale_after_a_dry_run_finds_all_the_stock(api: Api, package: Package) -> None:
    api.post(of(package, "stock") + TRY, {"change": -5}, status=200)

    assert api.post(of(package, "stock"), {"change": -5}, status=200)["stock_qty"] == 0
