"""Fixtures in as few words as a test wants to read: rows are `(model, primary key or None, fields)`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

from config.identity import uuid7

Row = tuple[str, Any, dict[str, Any]]


def load(file: Path, *rows: Row) -> None:
    """Writes the rows to a file and loads it."""
    named = [
        {"model": model, "fields": fields, **({"pk": str(pk)} if pk else {})} for model, pk, fields in rows
    ]
    file.write_text(json.dumps(named))
    call_command("loaddata", str(file), verbosity=0)


def package(pk: Any = None, **fields: Any) -> Row:
    return ("catalog.package", pk or uuid7(), {"name": "Loaded", "service_type": "meet", **fields})


def feature(package: Any, code: str, pk: Any = None, **fields: Any) -> Row:
    return ("catalog.packagefeature", pk, {"package": str(package), "feature": code, **fields})


def provider(package: Any, key: Any, pk: Any = None, **fields: Any) -> Row:
    return ("catalog.packageprovider", pk, {"package": str(package), "provider": str(key), **fields})
