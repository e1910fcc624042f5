"""Secrets at rest: texts sealed with the first of `FIELD_ENCRYPTION_KEYS`, readable with any of them.

A new key goes in front, `rotate_encryption_keys` seals everything with it, then the old key can go.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class UnreadableSecret(Exception):
    """A sealed text that none of the keys opens: its key is gone. Says nothing of the text."""


def seal(text: str) -> str:
    """`text` as a token that only the keys open; ImproperlyConfigured without a usable key."""
    try:
        return _keyring().encrypt(text.encode()).decode()
    except ValueError:
        raise ImproperlyConfigured("FIELD_ENCRYPTION_KEYS has no usable key to seal with.") from None


def unseal(token: str) -> str:
    """The text in a token of `seal`; raises UnreadableSecret."""
    try:
        return _keyring().decrypt(token.encode()).decode()
    except (InvalidToken, ValueError):
        raise UnreadableSecret("None of the keys opens this secret.") from None


def reseal(token: str) -> str:
    """The same text sealed with the first key; or the token itself when it is. Raises UnreadableSecret."""
    try:
        return token if _opens(settings.FIELD_ENCRYPTION_KEYS[0], token) else _rotated(token)
    except (InvalidToken, ValueError, IndexError):
        raise UnreadableSecret("None of the keys opens this secret.") from None


def is_key(text: str) -> bool:
    """Whether `text` is a key: 32 bytes in URL-safe base64."""
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


def _rotated(token: str) -> str:
    return _keyring().rotate(token.encode()).decode()


def _opens(key: str, token: str) -> bool:
    try:
        Fernet(key).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def _keyring() -> MultiFernet:
    return _ring_of(tuple(settings.FIELD_ENCRYPTION_KEYS))


@cache
def _ring_of(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
