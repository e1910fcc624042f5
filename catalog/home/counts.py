"""How many packages there are of each service type in each status."""

from __future__ import annotations

from django.db import connection

from catalog.home.counted import MOST_COUNTED
from catalog.models import Status
from features.service_types import ServiceType

# A step through the index for each pair, which ends where counting does.
_COUNTS = """
    SELECT kind, state, (
        SELECT count(*) FROM (
            SELECT FROM catalog_packagedocument WHERE service_type = kind AND status = state LIMIT %s
        ) AS found
    ) FROM unnest(%s::text[]) AS kind, unnest(%s::text[]) AS state
"""


def counts() -> dict[tuple[str, str], int]:
    """Packages by (service type, status), retired ones among them; none further than MOST_COUNTED."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [MOST_COUNTED, list(ServiceType.values), list(Status.values)])
        return {(kind, state): count for kind, state, count in cursor.fetchall()}
