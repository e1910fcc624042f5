"""Loaded before Django reads its settings: a PostgreSQL apart from the trial's, and keys of the moment.

With DATABASE_URL set the suite runs there; otherwise on an embedded server of its own, which every
process of the run joins and which ends with the last of them.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from config import embedded_postgres

os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
os.environ.setdefault("FIELD_ENCRYPTION_KEYS", Fernet.generate_key().decode())
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")

if os.environ.get("DATABASE_URL"):
    # As the trial does: no redirect to https, which the test client does not speak.
    os.environ.setdefault("DEBUG", "1")
else:
    _folder = Path(__file__).resolve().parent.parent / ".test-postgres"
    os.environ.setdefault("EMBEDDED_POSTGRES_DIR", str(_folder))
    os.environ.setdefault("EMBEDDED_POSTGRES_DURABLE", "0")
    embedded_postgres.start()
