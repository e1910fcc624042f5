"""HEAD, OPTIONS, and what a path does not do."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.models import Package
from features.models import Feature
from tests.catalog.api.calls import PACKAGES, Api, stored
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

PATHS = {
    "": {"GET", "POST"},
    "/{id}": {"GET", "PUT", "PATCH", "DELETE"},
    "/{id}/features": {"GET", "POST"},
    "/{id}/features/polls": {"GET", "PUT", "PATCH", "DELETE"},
    "/{id}/quotas": {"GET"},
    "/{id}/providers": {"GET", "POST"},
    "/{id}/providers/{provider}": {"GET", "PUT", "PATCH", "DELETE"},
    "/{id}/availability": {"GET"},
    "/{id}/duplicate": {"POST"},
    "/{id}/stock": {"POST"},
    "/{id}/revisions": {"GET"},
    "/{id}/revisions/1": {"GET"},
    "/{id}/revisions/1/diff": {"GET"},
    "/{id}/revisions/1/restore": {"POST"},
}


@pytest.fixture
def package(matrix: dict[str, Feature]) -> Package:
    return PackageFactory.create(features={"polls": True}, providers=[ProviderFactory.create()])


def filled(path: str, package: Package) -> str:
    provider = package.providers.get().provider
    return PACKAGES + path.format(id=package.id, provider=provider.id)


@pytest.mark.parametrize("path", PATHS)
def test_a_method_that_a_path_has_not_is_told(api: Api, package: Package, path: str) -> None:
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "FROB"} - PATHS[path]:
        response = api.call(method, filled(path, package), {}, status=405)

        allowed = set(response["Allow"].split(", "))
        assert allowed - {"HEAD", "OPTIONS"} == PATHS[path]
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", [path for path, methods in PATHS.items() if "GET" in methods])
def test_head_answers_as_get_without_a_body(api: Api, package: Package, path: str) -> None:
    got = api.call("GET", filled(path, package))

    head = api.call("HEAD", filled(path, package))

    assert head.content == b""
    assert head["ETag"] == got["ETag"]
    api.call("HEAD", filled(path, package), status=304, if_none_match=got["ETag"])


@pytest.mark.parametrize("path", PATHS)
def test_options_tells_the_methods_to_everybody(client: Client, package: Package, path: str) -> None:
    response = client.options(filled(path, package))

    assert (response.status_code, response.content) == (204, b"")
    assert set(response["Allow"].split(", ")) - {"HEAD", "OPTIONS"} == PATHS[path]


@pytest.mark.parametrize("path", [path for path, methods in PATHS.items() if "GET" in methods])
def test_a_slash_at_the_end_makes_no_difference(api: Api, package: Package, path: str) -> None:
    assert api.get(filled(path, package) + "/") == api.get(filled(path, package))


def test_a_host_that_is_not_ours_is_refused_before_anything_is_stored(api: Api) -> None:
    api.call("POST", PACKAGES, {"name": "A", "service_type": "meet"}, status=400, host="evil.example")

    assert Package.objects.count() == 0


def test_refuses_a_host_that_is_not_ours_before_anything_is_stored(api: Api) -> None:
    before = stored()

    api.post(PACKAGES, {"name": "Basic", "service_type": "meet"}, status=400, Host="elsewhere.example")

    assert stored() == before
