"""Around every request: its id, its log line, slashes and compression."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from tests.integrations.api.asking import problem_of

ECHO = "/api/v1/echo"
OPEN = "/api/v1/open"


@pytest.mark.parametrize("path", [ECHO, "/api/v1/nothing", "/outside/"])
def test_gives_back_the_request_id_that_was_sent(api: Client, path: str) -> None:
    response = api.get(path, headers={"X-Request-ID": "Trace-1.2_3"})

    assert response["X-Request-ID"] == "Trace-1.2_3"


@pytest.mark.parametrize("sent", ["", "a b", "x" * 129, "ä", "a\nb", "<script>", "a/b"])
def test_makes_a_request_id_where_none_can_be_used(api: Client, sent: str) -> None:
    first = api.get(ECHO, headers={"X-Request-ID": sent})["X-Request-ID"]
    second = api.get(ECHO, headers={"X-Request-ID": sent})["X-Request-ID"]

    assert sent != first != second
    assert first.isalnum()


def test_writes_a_line_for_each_request(api: Client, caplog: pytest.LogCaptureFixture) -> None:
    api.get(f"{ECHO}?all=true", headers={"X-Request-ID": "line-1"})

    line = next(record.msg for record in caplog.records if record.name == "requests")
    assert isinstance(line, dict)
    assert {key: line[key] for key in ("request_id", "method", "path", "status", "client")} == {
        "request_id": "line-1",
        "method": "GET",
        "path": ECHO,
        "status": 200,
        "client": "tester",
    }


def test_logs_neither_tokens_nor_bodies_nor_queries(api: Client, caplog: pytest.LogCaptureFixture) -> None:
    api.post(f"{ECHO}?query-secret=1", '{"name": "body-secret"}', content_type="application/json")
    api.get(ECHO, headers={"Authorization": "Bearer spc_header-secret"})

    assert "secret" not in caplog.text


def test_no_path_can_forge_a_line(api: Client, caplog: pytest.LogCaptureFixture) -> None:
    api.get("/api/v1/a%0ab%00")

    line = next(record.msg for record in caplog.records if record.name == "requests")
    assert isinstance(line, dict)
    assert line["path"] == "/api/v1/a%0Ab%00"


def test_tells_the_length_of_an_answer(api: Client) -> None:
    assert api.get(f"{OPEN}?bytes=123")["Content-Length"] == "123"
    assert int(api.get("/api/v1/nothing")["Content-Length"]) > 0


def test_forgets_the_request_id_after_the_request(api: Client, caplog: pytest.LogCaptureFixture) -> None:
    api.get(ECHO, headers={"X-Request-ID": "first"})
    api.get(ECHO)

    lines = [record.msg for record in caplog.records if record.name == "requests"]
    assert isinstance(lines[1], dict)
    assert lines[1]["request_id"] != "first"


@pytest.mark.parametrize("path", [f"{ECHO}/", f"{ECHO}//", f"{ECHO}/?all=true"])
def test_strips_trailing_slashes_below_api(api: Client, path: str) -> None:
    assert api.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/healthz/nothing"])
def test_tells_programs_in_their_words_that_nothing_is_there(api: Client, path: str) -> None:
    problem_of(api.get(path), 404, "not_found")


def test_leaves_what_is_not_there_for_people_alone(api: Client) -> None:
    assert api.get("/apis")["Content-Type"].startswith("text/html")


def test_leaves_slashes_elsewhere_alone(api: Client) -> None:
    assert api.get("/outside/").content == b"outside"


def test_compresses_where_it_is_accepted(api: Client) -> None:
    response = api.get(f"{OPEN}?bytes=2000", headers={"Accept-Encoding": "br, gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert gzip.decompress(response.content) == b"x" * 2000


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0, br"])
def test_does_not_compress_where_it_is_not_accepted(api: Client, accepted: str) -> None:
    response = api.get(f"{OPEN}?bytes=2000", headers={"Accept-Encoding": accepted})

    assert "Content-Encoding" not in response
    assert response["ETag"] == '"one"'


def test_gives_the_compressed_form_a_strong_etag_of_its_own(api: Client) -> None:
    first = api.get(f"{OPEN}?bytes=2000", headers={"Accept-Encoding": "gzip"})
    second = api.get(f"{OPEN}?bytes=2000", headers={"Accept-Encoding": "gzip"})

    assert first["ETag"] == '"one-gzip"'
    assert first.content == second.content


def test_takes_the_etag_of_either_form(api: Client) -> None:
    headers = {"If-None-Match": '"a", "one-gzip"', "If-Match": '"one-gzip"'}

    request = api.get(OPEN, headers=headers).wsgi_request

    assert request.META["HTTP_IF_NONE_MATCH"] == '"a", "one"'
    assert request.META["HTTP_IF_MATCH"] == '"one"'


def test_pages_outside_of_the_api_are_compressed_by_the_chain_that_pads_them(api: Client) -> None:
    pages = [api.get("/no/such/page", headers={"Accept-Encoding": "gzip"}) for _ in range(20)]

    # The padding hides how well a secret beside what was sent compresses.
    assert {page["Content-Encoding"] for page in pages} == {"gzip"}
    assert len({len(page.content) for page in pages}) > 1
