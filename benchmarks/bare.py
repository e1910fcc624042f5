"""The yardstick: a WSGI function that selects stored texts and joins them, and does nothing else.

No framework, token, log or check; one connection for each thread, every statement prepared. It is served
by the same server with the same workers and threads as the product:
`granian --interface wsgi benchmarks.bare:application`, with DATABASE_URL set.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import psycopg

StartResponse = Callable[[str, list[tuple[str, str]]], object]

_LIST = "SELECT text FROM catalog_packagedocument {where} ORDER BY package_id LIMIT %s"
_ONE = "SELECT text FROM catalog_packagedocument WHERE package_id = %s"
_ETAG = "SELECT etag FROM catalog_packagedocument WHERE package_id = %s"
_FEATURES = """
SELECT feature::text FROM catalog_packagedocument
CROSS JOIN LATERAL json_array_elements(text::json -> 'features') AS feature WHERE package_id = %s
"""
_CONDITIONS = {
    "after": "package_id > %s",
    "service_type": "service_type = %s",
    "status": "status = %s",
    "feature": "feature_codes @> ARRAY[%s]::varchar[]",
    "search": "search_text LIKE '%%' || %s || '%%'",
}
_thread = threading.local()


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """`/packages?…`, `/packages/UUID` (304 for its ETag in If-None-Match) and `/packages/UUID/features`."""
    _, _, *path = environ["PATH_INFO"].split("/")
    if not path:
        body = _page(environ["QUERY_STRING"])
    elif len(path) == 2:
        body = _joined(_rows(_FEATURES, [UUID(path[0])]))
    elif environ.get("HTTP_IF_NONE_MATCH") == (tag := _rows(_ETAG, [UUID(path[0])])[0][0]):
        start_response("304 Not Modified", [("ETag", tag)])
        return []
    else:
        body = _rows(_ONE, [UUID(path[0])])[0][0].encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]


def _page(query: str) -> bytes:
    wanted = dict(parse_qsl(query))
    limit = int(wanted.pop("limit", "50"))
    conditions = " AND ".join(_CONDITIONS[name] for name in wanted)
    where = f"WHERE {conditions}" if conditions else ""
    return _joined(_rows(_LIST.format(where=where), [*wanted.values(), limit]))


def _joined(rows: list[tuple[str]]) -> bytes:
    return ('{"results":[' + ",".join([text for (text,) in rows]) + "]}").encode()


def _rows(query: str, values: list[Any]) -> list[tuple[str]]:
    return _connection().execute(query, values, prepare=True).fetchall()


def _connection() -> psycopg.Connection[tuple[Any, ...]]:
    try:
        found: psycopg.Connection[tuple[Any, ...]] = _thread.connection
    except AttributeError:
        found = _thread.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return found
