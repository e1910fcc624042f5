"""/packages/{id}/features, one at a time, and /packages/{id}/quotas."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from catalog.models import Package
from features.models import Feature
from tests.catalog.api.calls import Api, errors, of, stored
from tests.factories.package import PackageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(matrix: dict[str, Feature]) -> Package:
    return PackageFactory.create(features={"max_rooms": 10, "max_participants": True, "polls": True})


def test_a_feature_is_shown_as_in_the_document(api: Api, package: Package) -> None:
    document = api.get(of(package))

    assert api.get(of(package, "features")) == {
        "next": None,
        "previous": None,
        "results": document["features"],
    }
    assert api.get(of(package, "features", "max_rooms")) == {
        "code": "max_rooms",
        "name": "Max rooms",
        "kind": "allowance",
        "value": 10,
        "limit": 10,
        "unlimited": False,
        "quota": True,
        "consumable": True,
        "aggregation_type": "count_agg",
        "field_suffix": "",
        "periodicity": 0,
        "periodicity_type": "monthly",
        "unit_price": None,
    }


def test_quotas_are_the_features_whose_use_is_limited(api: Api, package: Package) -> None:
    quotas = api.get(of(package, "quotas"))["results"]

    assert {quota["code"] for quota in quotas} == {"max_rooms", "max_participants"}
    assert all(quota["quota"] for quota in quotas)


@pytest.mark.parametrize(
    ("code", "sent", "shown"),
    [
        ("max_recordings", {"value": 5}, (5, 5, False)),
        ("max_recordings", {"value": 5.0}, (5, 5, False)),
        ("max_recordings", {"limit": 5}, (5, 5, False)),
        ("max_recordings", {"limit": 5, "value": 5, "unlimited": False}, (5, 5, False)),
        ("max_recordings", {"limit": None, "value": 5}, (5, 5, False)),
        ("max_recordings", {"value": True}, (True, None, True)),
        ("max_recordings", {"unlimited": True}, (True, None, True)),
        ("max_recordings", {"value": True, "limit": None, "unlimited": True}, (True, None, True)),
        ("max_recordings", {"value": 2**53 - 1}, (2**53 - 1, 2**53 - 1, False)),
        ("max_duration", {"value": 60}, (60, 60, False)),
        ("recording", {"value": True}, (True, None, False)),
        ("recording", {"value": True, "limit": None, "unlimited": False}, (True, None, False)),
        ("participant_minutes", {"value": True}, (True, None, False)),
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_value_can_be_said_in_these_ways(
    api: Api, package: Package, method: str, code: str, sent: dict[str, Any], shown: tuple[Any, ...]
) -> None:
    path = of(package, "features", code)
    if method == "POST":
        made = api.post(of(package, "features"), {"code": code, **sent})
    else:
        made = api.put(path, sent, status=201)

    assert (made["value"], made["limit"], made["unlimited"]) == shown
    assert type(made["value"]) is type(shown[0])
    assert api.get(path) == made


@pytest.mark.parametrize(
    ("code", "sent", "wrong"),
    [
        ("max_recordings", {}, "value_required"),
        ("max_recordings", {"value": None}, "null_not_allowed"),
        ("max_recordings", {"value": False}, "value_required"),
        ("max_recordings", {"limit": None}, "value_required"),
        ("max_recordings", {"unlimited": False}, "value_required"),
        ("max_recordings", {"value": 0}, "not_positive"),
        ("max_recordings", {"value": -1}, "not_positive"),
        ("max_recordings", {"value": 2**53}, "not_positive"),
        ("max_recordings", {"value": 10**60}, "not_positive"),
        ("max_recordings", {"value": 1.5}, "wrong_type"),
        ("max_recordings", {"value": "5"}, "wrong_type"),
        ("max_recordings", {"value": "true"}, "wrong_type"),
        ("max_recordings", {"value": [5]}, "wrong_type"),
        ("max_recordings", {"value": 5, "limit": 6}, "limit_and_unlimited"),
        ("max_recordings", {"limit": 5, "unlimited": True}, "limit_and_unlimited"),
        ("max_recordings", {"value": 1, "unlimited": True}, "limit_and_unlimited"),
        ("max_recordings", {"value": True, "limit": 1}, "limit_and_unlimited"),
        ("max_recordings", {"value": True, "unlimited": False}, "limit_and_unlimited"),
        ("recording", {}, "value_required"),
        ("recording", {"value": 1}, "value_not_allowed"),
        ("recording", {"value": False}, "value_required"),
        ("recording", {"limit": 1}, "value_not_allowed"),
        ("participant_minutes", {"value": 100}, "value_not_allowed"),
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_value_that_its_kind_has_not_is_refused(
    api: Api, package: Package, method: str, code: str, sent: dict[str, Any], wrong: str
) -> None:
    before = stored()

    if method == "POST":
        problem = api.post(of(package, "features"), {"code": code, **sent}, status=422)
    else:
        problem = api.put(of(package, "features", code), sent, status=422)

    assert errors(problem) == {("/value", wrong)}
    assert stored() == before


@pytest.mark.parametrize(
    ("code", "sent", "value"),
    [
        ("max_rooms", {"value": 20}, 20),
        ("max_rooms", {"limit": 20}, 20),
        ("max_rooms", {"limit": 10}, 10),
        ("max_rooms", {"limit": None, "unlimited": True}, True),
        ("max_rooms", {"unlimited": True}, True),
        ("max_rooms", {"value": True, "limit": 10, "unlimited": False}, True),
        ("max_rooms", {"unlimited": False}, 10),
        ("max_participants", {"limit": 5}, 5),
        ("max_participants", {"value": True, "limit": 5, "unlimited": True}, 5),
        ("max_participants", {"value": 5, "unlimited": False}, 5),
        ("max_participants", {"unlimited": True}, True),
        ("polls", {"value": True}, True),
    ],
    ids=str,
)
def test_what_differs_from_now_is_what_is_wanted(
    api: Api, package: Package, code: str, sent: dict[str, Any], value: Any
) -> None:
    assert api.patch(of(package, "features", code), sent)["value"] is value


@pytest.mark.parametrize(
    ("code", "sent"),
    [
        ("max_rooms", {"limit": None}),
        ("max_rooms", {"value": 10, "limit": None}),
        ("max_participants", {"unlimited": False}),
        ("max_participants", {"value": True, "unlimited": False}),
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["patch", "put"])
def test_taking_a_limit_away_never_means_unlimited(
    api: Api, package: Package, method: str, code: str, sent: dict[str, Any]
) -> None:
    problem = getattr(api, method)(of(package, "features", code), sent, status=422)

    assert errors(problem) == {("/value", "value_required")}


@pytest.mark.parametrize("sent", [{"value": 10}, {"limit": 10}, {"limit": 11}])
def test_put_replaces_a_feature_and_drops_its_unit_price(
    api: Api, package: Package, sent: dict[str, Any]
) -> None:
    api.patch(of(package, "features", "max_rooms"), {"unit_price": "2.5"})

    shown = api.put(of(package, "features", "max_rooms"), sent)

    assert (shown["limit"], shown["unit_price"]) == (next(iter(sent.values())), None)


@pytest.mark.parametrize("price", [1.25, "1.25", None, 0])
def test_a_unit_price_is_exact(api: Api, package: Package, price: Any) -> None:
    shown = api.patch(of(package, "features", "max_rooms"), {"unit_price": price})

    assert shown["unit_price"] == (None if price is None else Decimal(str(price)))


@pytest.mark.parametrize(
    ("code", "price", "wrong"),
    [
        ("max_rooms", -1, "out_of_range"),
        ("max_rooms", "0.0000000000001", "too_many_decimals"),
        ("max_rooms", [], "wrong_type"),
        ("polls", 1, "unit_price_not_allowed"),
        ("max_participants", 1, "unit_price_not_allowed"),
    ],
)
def test_a_unit_price_that_can_not_be_is_refused(
    api: Api, package: Package, code: str, price: Any, wrong: str
) -> None:
    problem = api.patch(of(package, "features", code), {"unit_price": price}, status=422)

    assert errors(problem) == {("/unit_price", wrong)}


def test_what_was_read_can_be_put_back(api: Api, package: Package) -> None:
    path = of(package, "features", "max_participants")
    before = stored()

    api.put(path, api.get(path))

    assert stored() == before


def test_a_feature_is_removed(api: Api, package: Package) -> None:
    api.delete(of(package, "features", "polls"))

    api.get(of(package, "features", "polls"), status=404)
    assert api.get(of(package))["revision"] == 2


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
@pytest.mark.parametrize("code", ["recording", "nothing", "%C3%A9", "a~b"])
def test_a_feature_that_the_package_has_not_is_not_found(
    api: Api, package: Package, method: str, code: str
) -> None:
    body: list[Any] = [{}] if method == "patch" else []

    getattr(api, method)(of(package, "features", code), *body, status=404)


def test_a_feature_is_added_once(api: Api, package: Package) -> None:
    problem = api.post(of(package, "features"), {"code": "polls", "value": True}, status=422)

    assert errors(problem) == {("", "duplicate")}


@pytest.mark.parametrize(
    ("code", "wrong"),
    [("nothing", "unknown_feature"), ("max_viewers", "feature_not_applicable"), ("x/y~", "unknown_feature")],
)
def test_a_feature_must_be_in_the_matrix_and_apply(api: Api, package: Package, code: str, wrong: str) -> None:
    problem = api.post(of(package, "features"), {"code": code, "value": 5}, status=422)

    assert ("", wrong) in errors(problem)


def test_a_feature_says_its_own_code_or_none(api: Api, package: Package) -> None:
    problem = api.put(of(package, "features", "polls"), {"code": "recording", "value": True}, status=422)

    assert errors(problem) == {("/code", "read_only")}


def test_a_new_feature_is_at_its_location(api: Api, package: Package) -> None:
    response = api.call("POST", of(package, "features"), {"code": "recording", "value": True}, status=201)

    assert response["Location"] == f"http://testserver{of(package, 'features', 'recording')}"


def test_adding_one_leaves_the_others_alone_in_one_revision(api: Api, package: Package) -> None:
    api.post(of(package, "features"), {"code": "recording", "value": True})

    shown = api.get(of(package))
    assert {f["code"] for f in shown["features"]} == {"max_rooms", "max_participants", "polls", "recording"}
    assert shown["revision"] == 2


@pytest.mark.parametrize("below", ["features", "features/polls", "quotas", "providers", "availability"])
def test_below_a_package_that_is_not_there_is_nothing(api: Api, below: str) -> None:
    package = PackageFactory.build()

    api.get(of(package, below), status=404)
