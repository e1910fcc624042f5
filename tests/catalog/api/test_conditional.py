"""ETag, If-None-Match and If-Match."""

from __future__ import annotations

import pytest

from catalog.actions.stock import change_stock
from catalog.models import Package
from features.models import Feature
from tests.catalog.api.calls import PACKAGES, Api, of, stored
from tests.factories.package import BY, PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

BELOW = [
    *("", "features", "features/polls", "quotas", "providers", "availability"),
    *("revisions", "revisions/1", "revisions/1/diff"),
]
MALFORMED = ["abc", '"abc', '"a" "b"', "", ",", 'w/"a"', '*, "a"', '"a b"']


@pytest.fixture
def package(matrix: dict[str, Feature]) -> Package:
    return PackageFactory.create(
        has_stock=True, stock_qty=5, features={"polls": True}, providers=[ProviderFactory.create()]
    )


def path(package: Package, below: str) -> str:
    return of(package, *([below] if below else []))


@pytest.mark.parametrize(
    ("below", "form"),
    [
        *(("", form) for form in ("W/{}", '"x", {}', 'W/"x" ,{}', "{},", "*")),
        *((below, "{}") for below in BELOW),
    ],
)
def test_what_is_known_already_is_not_sent_again(api: Api, package: Package, below: str, form: str) -> None:
    etag = api.etag(path(package, below))

    response = api.call("GET", path(package, below), status=304, if_none_match=form.format(etag))

    assert (response.content, response["ETag"]) == (b"", etag)


def test_a_list_that_is_known_already_is_not_sent_again(api: Api, package: Package) -> None:
    etag = api.etag(f"{PACKAGES}?status=draft")

    api.call("GET", f"{PACKAGES}?status=draft", status=304, if_none_match=etag)

    PackageFactory.create()
    assert api.call("GET", f"{PACKAGES}?status=draft", if_none_match=etag)["ETag"] != etag


@pytest.mark.parametrize("below", ["", "features", "features/polls"])
def test_a_change_is_sent(api: Api, package: Package, below: str) -> None:
    etag = api.etag(path(package, below))
    api.patch(of(package), {"features": {"polls": None, "recording": {"value": True}}})

    status = 404 if below == "features/polls" else 200

    api.get(path(package, below), status=status, if_none_match=etag)


@pytest.mark.parametrize(
    ("below", "header"), [*(("", header) for header in MALFORMED), *((below, "abc") for below in BELOW[1:])]
)
def test_a_malformed_header_is_told(api: Api, package: Package, below: str, header: str) -> None:
    problem = api.get(path(package, below), status=400, if_none_match=header)

    assert "If-None-Match" in problem["detail"]


WRITES = [
    ("PATCH", "", {"name": "New"}),
    ("DELETE", "", None),
    ("PATCH", "features/polls", {}),
    ("PUT", "features/polls", {"value": True}),
    ("DELETE", "features/polls", None),
]


@pytest.mark.parametrize(("method", "below", "body"), WRITES)
@pytest.mark.parametrize("form", ["{}", '"x", {}', "*"])
def test_a_write_for_what_is_there_is_done(
    api: Api, package: Package, method: str, below: str, body: object, form: str
) -> None:
    etag = api.etag(path(package, below))

    api.call(
        method,
        path(package, below),
        body,
        status=204 if method == "DELETE" else 200,
        if_match=form.format(etag),
    )


@pytest.mark.parametrize(("method", "below", "body"), WRITES)
@pytest.mark.parametrize("form", ["W/{}", '"x"'])
def test_a_write_for_anything_else_is_not(
    api: Api, package: Package, method: str, below: str, body: object, form: str
) -> None:
    etag, before = api.etag(path(package, below)), stored()

    response = api.call(method, path(package, below), body, status=412, if_match=form.format(etag))

    assert response["ETag"] == etag
    assert stored() == before


@pytest.mark.parametrize(("method", "below", "body"), WRITES)
@pytest.mark.parametrize("header", ["abc", '"a" "b"'])
def test_a_write_with_a_malformed_header_is_not(
    api: Api, package: Package, method: str, below: str, body: object, header: str
) -> None:
    before = stored()

    api.call(method, path(package, below), body, status=400, if_match=header)

    assert stored() == before


def test_a_sale_is_no_reason_to_refuse_a_write(api: Api, package: Package) -> None:
    etag = api.etag(of(package))
    change_stock(key=package.pk, change=-1, by=BY)

    assert api.etag(of(package)) != etag
    api.patch(of(package), {"name": "New"}, if_match=etag)


def test_a_change_of_another_part_is_no_reason_to_refuse_a_part(api: Api, package: Package) -> None:
    etag = api.etag(of(package, "features", "polls"))
    api.patch(of(package), {"name": "New"})

    api.delete(of(package, "features", "polls"), if_match=etag)


def test_what_is_put_only_if_it_is_there_is_not_made(api: Api, package: Package) -> None:
    api.put(of(package, "features", "recording"), {"value": True}, status=412, if_match="*")

    api.get(of(package, "features", "recording"), status=404)


def test_the_answer_to_a_write_has_the_etag_of_now(api: Api, package: Package) -> None:
    response = api.call("PATCH", of(package), {"name": "New"})

    assert response["ETag"] == api.etag(of(package))


def test_a_compressed_answer_has_an_etag_that_works(api: Api, package: Package) -> None:
    response = api.call("GET", of(package), accept_encoding="gzip")
    assert (response["Content-Encoding"], response["Vary"]) == ("gzip", "Accept-Encoding")

    api.call("GET", of(package), status=304, accept_encoding="gzip", if_none_match=response["ETag"])
    api.patch(of(package), {"name": "New"}, if_match=response["ETag"])


def test_a_storefront_has_an_etag_of_what_it_sees(api: Api, package: Package) -> None:
    api.patch(of(package), {"status": "active"})
    storefront = Api("offers:read")

    etag = storefront.etag(of(package))

    assert etag != api.etag(of(package))
    storefront.call("GET", of(package), status=304, if_none_match=etag)


@pytest.mark.parametrize("accepted", ["gzip", "GZIP"])
def test_what_is_unchanged_is_named_in_the_form_that_the_client_has(
    api: Api, package: Package, accepted: str
) -> None:
    compressed = api.call("GET", of(package), Accept_Encoding=accepted)
    plain = api.call("GET", of(package))

    for known in (compressed, plain):
        unchanged = api.call(
            "GET", of(package), Accept_Encoding=accepted, If_None_Match=known["ETag"], status=304
        )

        assert unchanged["ETag"] == known["ETag"]
        assert unchanged["Vary"] == "Accept-Encoding"
    assert compressed["ETag"].endswith('-gzip"')


@pytest.mark.parametrize(("below", "body", "done"), [("stock", {"change": -1}, 200), ("duplicate", {}, 201)])
def test_what_is_done_to_a_package_is_for_the_promise_that_was_read(
    api: Api, package: Package, below: str, body: object, done: int
) -> None:
    etag = api.etag(of(package))
    api.post(of(package, below), body, status=done, if_match=etag)
    api.patch(of(package), {"name": "New"})
    before = stored()

    response = api.call("POST", of(package, below), body, status=412, if_match=etag)

    assert response["ETag"] == api.etag(of(package))
    assert stored() == before


def test_a_part_can_be_put_only_where_there_is_none(api: Api, package: Package) -> None:
    api.put(of(package, "features", "recording"), {"value": True}, status=201, if_none_match="*")
    before = stored()

    answer = api.put(of(package, "features", "polls"), {"value": True}, status=412, if_none_match="*")

    assert answer["detail"] == "It is there already."
    assert stored() == before


def test_a_provider_can_be_put_only_where_there_is_none(api: Api, package: Package) -> None:
    there = package.providers.get().provider
    new = ProviderFactory.create()

    api.put(of(package, "providers", new.id), {}, status=201, if_none_match="*")
    api.put(of(package, "providers", there.id), {}, status=412, if_none_match="*")
