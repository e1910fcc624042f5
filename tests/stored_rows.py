"""Everything that the database holds, for tests of what must leave no trace."""

from __future__ import annotations

from django.db import connection


def stored_rows() -> dict[str, list[str]]:
    """Each row of each table as JSON, but when tokens were last used."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table: _rows(table) for table in tables}


def _rows(table: str) -> list[str]:
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table)
        cursor.execute(f"SELECT (to_jsonb(t) - 'last_used_at')::text FROM {name} AS t ORDER BY 1")
        return [text for (text,) in cursor.fetchall()]
