"""Who does something: an operator in the admin, an API client, or a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["operator", "api_client", "command"]


@dataclass(frozen=True)
class Actor:
    """The `by=` of every action; kept with what it did, so a name and not a foreign key."""

    kind: ActorKind
    name: str

    @classmethod
    def operator(cls, username: str) -> Actor:
        return cls("operator", username)

    @classmethod
    def api_client(cls, name: str) -> Actor:
        return cls("api_client", name)

    @classmethod
    def command(cls, name: str) -> Actor:
        return cls("command", name)
