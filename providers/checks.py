"""System checks of the keys that secrets are sealed with. No message shows a key."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from providers.encryption import is_key

_HOW_TO = (
    'Make one with: python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
)


def check_encryption_keys(**kwargs: Any) -> list[CheckMessage]:
    """Errors for missing (E001), malformed (E002) and repeated (E003) keys in `FIELD_ENCRYPTION_KEYS`."""
    keys: list[str] = settings.FIELD_ENCRYPTION_KEYS
    if not keys:
        return [Error("FIELD_ENCRYPTION_KEYS is empty.", hint=_HOW_TO, id="providers.E001")]
    malformed: list[CheckMessage] = [
        Error(
            f"FIELD_ENCRYPTION_KEYS: entry {place} is not 32 bytes in URL-safe base64.",
            hint=_HOW_TO,
            id="providers.E002",
        )
        for place, key in enumerate(keys, start=1)
        if not is_key(key)
    ]
    if len(set(keys)) < len(keys):
        malformed.append(Error("FIELD_ENCRYPTION_KEYS has the same key twice.", id="providers.E003"))
    return malformed
