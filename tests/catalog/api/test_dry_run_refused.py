"""What a dry run refuses: whatever the write would be refused for, in the same words."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.models import Package
from features.models import Feature
from tests.catalog.api.calls import PACKAGES, Api, errors, of
from tests.catalog.api.every_write import written
from tests.factories.package import sellable
from tests.stored_rows import stored_rows

pytestmark = pytest.mark.django_db

TRY = "?dry_run=true"


@pytest.fixture
def package(api: Api, matrix: dict[str, Feature]) -> Package:
    return written(api)


REFUSED = [
    ("POST", "/", {"name": "", "service_type": "x", "price": -1, "colour": "red"}, 422),
    ("POST", "/", b"{", 400),
    ("PATCH", "", {"features": {"max_rooms": {"value": 0}, "nothing": {"value": 1}}, "tier": 5}, 422),
    ("PATCH", "", {"status": "active", "price": None}, 422),
    ("PUT", "", {"name": "A", "service_type": "meet"}, 428),
    ("PUT", "", {"name": "A", "revision": 1}, 412),
    ("PUT", "", {"name": "A", "revision": 2}, 422),
    ("POST", "features", {"code": "polls", "value": True}, 422),
    ("PATCH", "features/recording", {}, 404),
    ("PUT", "features/polls", {"value": 5}, 422),
    ("DELETE", "features/recording", None, 404),
    ("POST", "providers", {"provider": "prv_01kajh2v7pf0x8n4mz6c3d5rqe"}, 422),
    ("DELETE", "providers/x", None, 404),
    ("POST", "duplicate", {"name": 5}, 422),
    ("POST", "stock", {"change": -6}, 409),
    ("POST", "stock", {"change": 0}, 422),
    ("POST", "revisions/9/restore", None, 404),
    ("POST", "revisions/1/restore", {"why": "x"}, 422),
]


def refusal(answer: Any) -> Any:
    assert answer["Content-Type"] == "application/problem+json"
    said = {name: value for name, value in answer.json().items() if name != "request_id"}
    return answer.status_code, said, answer.get("ETag")


def both(api: Api, method: str, path: str, body: Any, **headers: str) -> tuple[Any, Any]:
    """How a write is refused when it is tried, and when it is meant; neither leaves anything."""
    before = stored_rows()
    found = [refusal(api.call_any(method, path + query, body, **headers)) for query in (TRY, "")]
    assert stored_rows() == before
    return found[0], found[1]


@pytest.mark.parametrize(("method", "below", "body", "status"), REFUSED)
def test_what_would_be_refused_is_refused_in_the_same_words(
    api: Api, package: Package, method: str, below: str, body: Any, status: int
) -> None:
    path = PACKAGES if below == "/" else of(package, *([below] if below else []))

    tried, meant = both(api, method, path, body)

    assert tried == meant
    assert tried[0] == status


@pytest.mark.parametrize(("method", "below"), [("PATCH", ""), ("DELETE", ""), ("PATCH", "features/polls")])
def test_what_was_changed_meanwhile_is_412(api: Api, package: Package, method: str, below: str) -> None:
    path = of(package, *([below] if below else []))

    tried, meant = both(api, method, path, {}, If_Match='"x"')

    assert tried == meant
    assert (tried[0], tried[2]) == (412, api.etag(path))


def test_what_was_offered_is_not_deleted(api: Api, matrix: dict[str, Feature]) -> None:
    tried, meant = both(api, "DELETE", of(sellable()), None)

    assert tried == meant
    assert tried[0] == 409


@pytest.mark.parametrize(
    ("method", "below", "body"),
    [("PATCH", "", {}), ("DELETE", "", None), ("POST", "duplicate", {}), ("POST", "stock", {"change": 1})],
)
def test_what_was_deleted_is_gone(api: Api, package: Package, method: str, below: str, body: Any) -> None:
    api.delete(of(package))

    tried, meant = both(api, method, of(package, *([below] if below else [])), body)

    assert tried == meant
    assert tried[0] == 410


def test_a_field_whose_scope_is_short_is_403(package: Package) -> None:
    tried, meant = both(Api("catalog:write"), "PATCH", of(package), {"price": 1, "hidden": True})

    assert tried == meant
    assert errors(tried[1]) == {("/price", "scope_missing"), ("/hidden", "scope_missing")}


def test_a_provider_of_packages_is_not_deleted_in_a_dry_run_either(package: Package) -> None:
    provider = package.providers.get().provider

    tried, meant = both(Api("providers:write"), "DELETE", f"/api/v1/providers/{provider.id}", None)

    assert tried == meant
    assert tried[0] == 409
