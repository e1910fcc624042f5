"""The application as the server calls it: what happens before any middleware."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from config.wsgi import application
from tests.catalog.api.calls import Api
from tests.factories.package import PackageFactory

pytestmark = pytest.mark.django_db(transaction=True)


def get(path: str, query: str, content_type: str, headers: dict[str, str]) -> tuple[str, bytes]:
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "HTTP_HOST": "testserver",
        "HTTP_AUTHORIZATION": headers["Authorization"],
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "https",
    }

    def start_response(status: str, headers: Any, error: Any = None) -> Any:
        told.append(status)

    answer = application(environ, start_response)
    return told[0], b"".join(answer)


@pytest.mark.parametrize(
    "charset", ["latin-1", "utf-16", "cp037", "base64", "zlib", "rot13", "undefined", "none-such"]
)
def test_a_query_is_utf_8_whatever_the_content_type_says(charset: str) -> None:
    PackageFactory.create(name="Münchner Plan")
    api = Api()

    status, body = get(
        "/api/v1/packages", "name=M%C3%BCnchner%20Plan", f"text/plain; charset={charset}", api.headers
    )

    assert status == "200 OK"
    assert "Münchner Plan".encode() in body
