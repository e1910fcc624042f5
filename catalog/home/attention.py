"""Packages that need somebody: active ones that can't be sold, drafts, and what is nearly sold out."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from catalog.home.counted import MOST_COUNTED, NAMED, Counted, Named, named

# Read from the partial index of such packages alone, where their reasons lie beside their names.
_FELL_SHORT = """
    WITH short AS MATERIALIZED (
        SELECT package_id, reasons, row_number() OVER () AS place FROM (
            SELECT package_id, reasons FROM catalog_packagedocument
            WHERE status = 'active' AND NOT retired AND NOT sellable
            ORDER BY name_key, package_id LIMIT %(most)s
        ) AS by_name
    ), reason AS (
        SELECT code, count(*) FROM short, unnest(reasons) AS code GROUP BY code
    )
    SELECT code, count, first.keys, first.names
    FROM reason, LATERAL (
        SELECT array_agg(uuid ORDER BY place) AS keys, array_agg(name ORDER BY place) AS names
        FROM (
            SELECT package_id, place FROM short WHERE code = ANY (reasons) ORDER BY place LIMIT %(named)s
        ) AS those
        JOIN catalog_package ON uuid = package_id
    ) AS first
    ORDER BY count DESC, code
"""
_DRAFTS = """
    WITH draft AS MATERIALIZED (
        SELECT package_id, reasons, row_number() OVER () AS place FROM (
            SELECT package_id, reasons FROM catalog_packagedocument
            WHERE status = 'draft' AND NOT retired
            ORDER BY updated_at DESC, package_id DESC LIMIT %(most)s
        ) AS latest
    ), first AS (
        SELECT array_agg(uuid ORDER BY place) AS keys, array_agg(name ORDER BY place) AS names
        FROM draft JOIN catalog_package ON uuid = package_id WHERE place <= %(named)s
    ), counted AS (
        SELECT count(*), count(*) FILTER (WHERE reasons = '{draft}') AS ready FROM draft
    )
    SELECT count, ready, keys, names FROM counted, first
"""
# Those that are sold out, and not sold past it, can't be sold: they are told of there.
_LOW = """
    SELECT uuid, name, stock_qty, count(*) OVER () FROM (
        SELECT uuid, name, stock_qty FROM catalog_package
        WHERE has_stock AND status = 'active' AND NOT retired
            AND stock_qty <= %s AND (stock_qty > 0 OR oversell_enabled)
        ORDER BY stock_qty, uuid LIMIT %s
    ) AS low ORDER BY stock_qty, uuid LIMIT %s
"""


@dataclass(frozen=True)
class Shortfall:
    """Why active packages can't be sold: a code of `catalog.availability`, and which packages."""

    reason: str
    packages: Counted


@dataclass(frozen=True)
class Drafts:
    """Packages that were never finished, the last changed first; `ready` of them lack nothing but activation."""

    packages: Counted
    ready: int


def low_stock() -> int:
    """So many left, or fewer, are few."""
    most: int = settings.LOW_STOCK
    return most


def fell_short() -> tuple[Shortfall, ...]:
    """Active packages that can't be sold, by reason, the most frequent first; one stands under each of its reasons."""
    with connection.cursor() as cursor:
        cursor.execute(_FELL_SHORT, {"most": MOST_COUNTED, "named": NAMED})
        return tuple(
            Shortfall(reason, Counted(count, named(keys, names)))
            for reason, count, keys, names in cursor.fetchall()
        )


def drafts() -> Drafts:
    """Drafts that are not retired."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAFTS, {"most": MOST_COUNTED, "named": NAMED})
        count, ready, keys, names = cursor.fetchone()
    return Drafts(Counted(count, named(keys, names)), ready)


def nearly_sold_out() -> Counted:
    """Packages that are still sold and have few left, the fewest first; below 0 is what was sold past the stock."""
    with connection.cursor() as cursor:
        cursor.execute(_LOW, [low_stock(), MOST_COUNTED, NAMED])
        rows = cursor.fetchall()
    first = tuple(Named(key, name, _left(quantity)) for key, name, quantity, _ in rows)
    return Counted(rows[0][3] if rows else 0, first)


def _left(quantity: int) -> str:
    if quantity > 0:
        return f"{quantity:,} left"
    return f"{-quantity:,} sold past the stock" if quantity else "none left, sold past the stock"
