"""One 128-bit key in three spellings.

`uuid` is a UUIDv7 (RFC 9562), `ulid` the same bits as a 26-character ULID, and `id` the ULID in
lower case behind a prefix (the TypeID convention: `pkg_01kaj…`). Every spelling is accepted
wherever one is.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import ClassVar
from uuid import UUID

import uuid_utils.compat
from django.db import models
from django.utils import timezone
from ulid import ULID

from config.rules import RowRule

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}", re.ASCII)
_ULID = re.compile(r"[0-7][0-9a-hjkmnp-tv-z]{25}", re.ASCII)


def uuid7() -> UUID:
    """A new key: time-ordered, so that new rows lie together in an index."""
    return uuid_utils.compat.uuid7()


def moment() -> datetime:
    """Now, in whole milliseconds: a dump carries no more, and times travel with what they are of."""
    now = timezone.now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def parse_identity(text: str, *, prefix: str) -> UUID | None:
    """The key that `text` spells as id, ULID or UUID (any letter case), or None when it spells none."""
    return _parsed(text, prefix) if len(text) <= _LONGEST else None


# A UUID has 36 characters, an id 30. What is longer is not kept, for clients send anything.
_LONGEST = 40


@lru_cache(maxsize=1024)
def _parsed(text: str, prefix: str) -> UUID | None:
    lowered = text.lower()
    if _UUID.fullmatch(lowered):
        return UUID(lowered)
    bare = lowered.removeprefix(f"{prefix}_")
    if _ULID.fullmatch(bare):
        return UUID(bytes=ULID.from_str(bare.upper()).bytes)
    return None


def ulid_of(key: UUID) -> str:
    """The 26-character ULID of a key, in upper case."""
    return str(ULID(key.bytes))


def id_of(key: UUID, *, prefix: str) -> str:
    """The prefixed id of a key: `pkg_` and the ULID in lower case."""
    return f"{prefix}_{ulid_of(key).lower()}"


class IdentifiedModel(models.Model):
    """A row that is known by the same key everywhere; made once, never changed."""

    id_prefix: ClassVar[str]

    uuid = models.UUIDField("UUID", primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    @property
    def id(self) -> str:
        return id_of(self.uuid, prefix=self.id_prefix)

    @property
    def ulid(self) -> str:
        return ulid_of(self.uuid)


def uuid7_rule(name: str) -> RowRule:
    """The rule that a key is a UUIDv7, by version and variant."""
    return RowRule(
        condition=models.Q(uuid__regex=r"^.{14}7.{4}[89ab]"),
        name=name,
        code="not_uuid7",
        sentence="Use a UUID of version 7; leave it out and one is made.",
        field="uuid",
    )
