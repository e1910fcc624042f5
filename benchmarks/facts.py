"""What the requests of a run need to know, asked of the catalog that it runs on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
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
        places=_places(count, served),
    )


def _places(count: int, served: Server) -> list[tuple[UUID, str]]:
    """Where pages begin, all over the catalog, found as a client finds them: page after page."""
    step = max(count // _SAMPLED, 1)
    places: list[tuple[UUID, str]] = []
    cursor = ""
    while (len(places) + 1) * step + PAGE <= count:
        page = _page(served, limit=step, cursor=cursor)
        cursor = _next(page)
        places.append((UUID(page["results"][-1]["uuid"]), cursor))
    return places


def _cursor_after(rows: int, served: Server) -> str:
    """The cursor that stands behind so many packages."""
    cursor = ""
    while rows:
        limit = min(rows, _LARGEST_PAGE)
        cursor = _next(_page(served, limit=limit, cursor=cursor))
        rows -= limit
    return cursor


def _page(served: Server, *, limit: int, cursor: str) -> dict[str, Any]:
    path = f"/api/v1/packages?limit={limit}" + (f"&cursor={cursor}" if cursor else "")
    page: dict[str, Any] = json.loads(served.get(path).body)
    return page


def _next(page: Mapping[str, Any]) -> str:
    link: str = page["next"]
    (cursor,) = parse_qs(urlsplit(link).query)["cursor"]
    return cursor
