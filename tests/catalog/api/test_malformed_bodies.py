"""Whatever is sent: never a 5xx, always a problem, and nothing of it is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Package
from features.models import Feature
from tests.catalog.api.calls import PACKAGES, Api, of, stored
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

ODD = [
    *(
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e400",
        "1e60",
        "-1e18",
        "99999999999999999999999999",
        "NaN",
        "-Infinity",
    ),
    *(
        '""',
        '"x"',
        '"\\u0000"',
        '"\\ud800"',
        '"' + "x" * 25_000 + '"',
        '"١٢"',
        '"1e5"',
        '"2026-01-01T00:00:00Z"',
    ),
    *("[]", "[null]", "[[[[[1]]]]]", "{}", '{"":null}', '{"a":{"b":{"c":{}}}}', "[" * 31 + "]" * 31),
    *('[{"key":"a","value":1},{"key":"a","value":2}]', '[{"code":"polls"}]', '[{"provider":"x"}]'),
    *('{"polls":{"value":1}}', '{"a\\u0000":1}', '{"' + "k" * 300 + '":[[1]]}'),
]
BROKEN = [
    *(
        b" ",
        b"{",
        b'{"a"',
        b'{"a":}',
        b'{"a":1,}',
        b"{'a':1}",
        b"{} {}",
        b"nul",
        b'"a',
        b'{"a":01}',
        b"[",
        b"\x00",
    ),
    *(
        b'{"name":"A","name":"B"}',
        b'{"a":"\\x"}',
        b'{"name":"a\nb"}',
        b"[]",
        b"5",
        b'"text"',
        b"null",
        b"true",
    ),
    *(b"\xef\xbb\xbf{}", b"\xff\xfe{\x00}\x00", b'{"name":"\xff"}', b'{"name":"\xed\xa0\x80"}', b'{"a":1e}'),
    *(
        b'{"a":' * 100,
        b'{"a":[' * 5000,
        b'{"name":"' + b"x" * 1_100_000 + b'"}',
        b'{"a":NaN}',
        b'{"a":' + b"9" * 70 + b"}",
    ),
]


@pytest.fixture
def package(matrix: dict[str, Feature]) -> Package:
    return PackageFactory.create(
        features={"polls": True, "max_rooms": 5},
        providers=[ProviderFactory.create()],
        package_settings=[{"key": "a", "value": 1}],
    )


def doors(package: Package) -> Iterator[tuple[str, str]]:
    """Each way of writing to packages."""
    provider = package.providers.get().provider
    yield from [("POST", PACKAGES), ("PUT", of(package)), ("PATCH", of(package))]
    yield from [("POST", of(package, "duplicate")), ("POST", of(package, "stock"))]
    for part, key in (("features", "max_rooms"), ("providers", provider.id)):
        yield ("POST", of(package, part))
        yield from [(method, of(package, part, key)) for method in ("PUT", "PATCH")]


def refused(api: Api, method: str, path: str, body: bytes, **headers: Any) -> None:
    response = Client(raise_request_exception=True).generic(
        method, path, body, headers=api.headers, **{"content_type": "application/json", **headers}
    )
    assert 400 <= response.status_code < 500, (method, path, body[:200], response.status_code)
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == response.status_code


@pytest.mark.parametrize("body", BROKEN, ids=lambda body: repr(body[:20]))
def test_what_can_not_be_read_is_a_problem_at_every_door(api: Api, package: Package, body: bytes) -> None:
    before = stored()

    for method, path in doors(package):
        refused(api, method, path, body)

    assert stored() == before


def test_no_body_is_a_problem_where_one_is_needed(api: Api, package: Package) -> None:
    before = stored()

    for method, path in doors(package):
        if not path.endswith("/duplicate"):
            refused(api, method, path, b"")

    assert stored() == before


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
    ],
)
def test_what_is_not_json_is_a_problem_at_every_door(api: Api, package: Package, content_type: str) -> None:
    before = stored()

    for method, path in doors(package):
        refused(api, method, path, b'{"name":"A","service_type":"meet"}', content_type=content_type)

    assert stored() == before


def test_a_body_that_ends_too_early_is_a_problem(api: Api) -> None:
    body = b'{"name":"A","service_type":"meet"}'

    refused(api, "POST", PACKAGES, body, CONTENT_LENGTH="500", **{"wsgi.input": BytesIO(body)})

    assert Package.objects.count() == 0


def everywhere(names: list[str], value: str) -> bytes:
    """An object with this value under every name, and one name that is never right."""
    return ("{" + ",".join(f"{json.dumps(name)}:{value}" for name in [*names, "zz"]) + "}").encode()


@pytest.mark.parametrize("value", ODD, ids=lambda value: value[:20])
def test_an_odd_value_of_any_field_leaves_nothing_behind(api: Api, package: Package, value: str) -> None:
    document = json.loads(api.call("GET", of(package)).content)
    feature, provider = document["features"][0], document["providers"][0]
    before = stored()

    whole = everywhere([*document, "", "a/b~c", "pk", "ever_active"], value)
    part = everywhere([*feature, "feature"], value)
    attached = everywhere(list(provider), value)
    refused(api, "PATCH", of(package), whole)
    refused(api, "PUT", of(package), whole, HTTP_IF_MATCH="*")
    refused(api, "POST", PACKAGES, whole)
    refused(api, "PATCH", of(package, "features", "polls"), part)
    refused(api, "PATCH", of(package), b'{"features":{"polls":%b}}' % part)
    refused(api, "PATCH", of(package), b'{"features":[%b]}' % part)
    refused(api, "PATCH", of(package, "providers", provider["provider"]), attached)
    refused(api, "PATCH", of(package), b'{"providers":[%b]}' % attached)
    refused(api, "POST", of(package, "stock"), b'{"change":1,"zz":%b}' % value.encode())

    assert stored() == before


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "code",
                    "value",
                    "limit",
                    "unlimited",
                    "unit_price",
                    "provider",
                    "default",
                    "key",
                    "event",
                    "",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
FIELDS = (
    "name status hidden price currency has_stock stock_qty periodicity features providers package_settings "
)
FIELDS += "package_metadata notification_preferences tier revision availability trial_mode"


@settings(
    max_examples=50,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=st.dictionaries(st.sampled_from(FIELDS.split()), anything, min_size=1, max_size=4))
def test_any_json_is_taken_whole_or_refused_whole(api: Api, package: Package, body: dict[str, Any]) -> None:
    before = stored()

    response = Client().generic(
        "PATCH", of(package), json.dumps(body), content_type="application/json", headers=api.headers
    )

    assert response.status_code in (200, 400, 422)
    if response.status_code != 200:
        assert stored() == before
        assert response.json()["errors"]
