"""What the requests of a run need to know, asked of the catalog that it runs on."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from benchmarks.measure import Connection
from benchmarks.questions import PAGE, Facts, deep_page
from benchmarks.servers import Server

_SAMPLED = 500
_LARGEST_PAGE = 200
_SPREAD = """
SELECT package_id, etag FROM (
    SELECT package_id, etag, row_number() OVER (ORDER BY package_id) AS place FROM catalog_packagedocument
) AS documents WHERE place %% %s = 0
"""
_AT = "SELECT package_id FROM catalog_packagedocument ORDER BY package_id OFFSET %s LIMIT 1"


def facts_of(count: int, *, served: Server, connection: Connection) -> Facts:
    before = (deep_page(count) - 1) * PAGE
    rows = connection.execute(_SPREAD, [max(count // _SAMPLED, 1)]).fetchall()
    ((last,),) = connection.execute(_AT, [before - 1]).fetchall()
    return Facts(
        count=count,
        sample=[(UUID(str(key)), str(etag)) for key, etag in rows],
        deep_after=UUID(str(last)),
        deep_cursor=_cursor_after(before, served),
    )


def _cursor_after(rows: int, served: Server) -> str:
    """The cursor that stands behind so many packages, found as a client finds it: page after page."""
    cursor = ""
    while rows:
        limit = min(rows, _LARGEST_PAGE)
        path = f"/api/v1/packages?limit={limit}" + (f"&cursor={cursor}" if cursor else "")
        link = json.loads(served.get(path).body)["next"]
        (cursor,) = parse_qs(urlsplit(link).query)["cursor"]
        rows -= limit
    return cursor
