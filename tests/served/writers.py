"""Clients that write round after round, and answer what they were promised.

A request that gets no answer is sent again under its key; and each is, as if its answer was lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from catalog.models import Package
from features import sync
from integrations.actors import Actor
from providers.models import Provider
from tests.catalog.api.calls import PACKAGES, of
from tests.catalog.loads import feature, load
from tests.features.entries import changing
from tests.served.client import Client

Rounds = Iterator[int]


@dataclass(frozen=True)
class Made:
    """Ids of packages by the names that they were made with."""

    kept: dict[str, str] = field(default_factory=dict)
    deleted: dict[str, str] = field(default_factory=dict)


def written(client: Client, method: str, path: str, body: Any) -> Any:
    key = str(uuid4())
    answer, again = (client.send_until_answered(method, path, body, key=key) for _ in range(2))
    assert answer.status in (200, 201), answer
    assert (again.status, again.body) == (answer.status, answer.body)
    return answer.json


def mark(client: Client, rounds: Rounds, package: Package, name: str) -> list[str]:
    """Changes the price, with a mark in the metadata that nobody else makes; the marks."""
    marks = []
    for number in rounds:
        marks.append(f"{name}-{number}")
        body = {"price": number, "package_metadata": {marks[-1]: number}}
        written(client, "PATCH", of(package), body)
    return marks


def equip(client: Client, rounds: Rounds, package: Package) -> int | None:
    """Gives a feature, with one limit after the other, and takes it away; the last limit."""
    limit = None
    for number in rounds:
        limit = number if number % 3 else None
        features = {"max_rooms": None if limit is None else {"value": limit}}
        written(client, "PATCH", of(package), {"features": features})
    return limit


def take(client: Client, rounds: Rounds, packages: Sequence[Package]) -> int:
    """Takes one from the stock of each; how often."""
    taken = 0
    for number in rounds:
        for package in packages:
            written(client, "POST", of(package, "stock"), {"change": -1})
        taken = number
    return taken


def make(client: Client, rounds: Rounds, name: str) -> Made:
    """Makes packages, and deletes each second one again."""
    made = Made()
    for number in rounds:
        body = {"name": f"{name}-{number}", "service_type": "meet"}
        key = written(client, "POST", PACKAGES, body)["id"]
        if number % 2:
            made.kept[body["name"]] = key
        else:
            made.deleted[body["name"]] = key
            # 410: it was deleted, and the answer that said so was lost.
            answer = client.send_until_answered("DELETE", f"{PACKAGES}/{key}")
            assert answer.status in (204, 410), answer
    return made


def rename(client: Client, rounds: Rounds, provider: Provider, name: str) -> list[str]:
    """Gives a provider one name after the other; the names."""
    names = []
    for number in rounds:
        names.append(f"{name}-{number}")
        written(client, "PATCH", f"/api/v1/providers/{provider.id}", {"provider_name": names[-1]})
    return names


def choose(client: Client, rounds: Rounds, package: Package, providers: Sequence[Provider]) -> str:
    """Makes one provider after the other the default; the last one's id."""
    chosen = ""
    for number in rounds:
        chosen = providers[number % len(providers)].id
        written(client, "PATCH", of(package), {"providers": {chosen: {"default": True}}})
    return chosen


def release(rounds: Rounds) -> str:
    """Brings out the matrix with one name of a feature after the other, as a command does; the last name."""
    name = ""
    for number in rounds:
        name = f"Polls {number}"
        sync.apply(by=Actor.command("sync_features"), extra=changing("polls", name=name))
    return name


def bring(file: Path, rounds: Rounds, packages: Sequence[Package]) -> int:
    """Loads a limit of each package, the last package first, and a higher one in each round; the last limit."""
    limit = 0
    for limit in rounds:
        load(file, *(feature(package.pk, "max_accounts", limit_value=limit) for package in packages[::-1]))
    return limit


def watch(client: Client, rounds: Rounds, package: Package) -> set[int]:
    """Reads the list and a package; how many default providers it was seen with."""
    seen = set()
    for _ in rounds:
        page = client.send_until_answered("GET", f"{PACKAGES}?limit=50")
        one = client.send_until_answered("GET", of(package))
        assert (page.status, one.status) == (200, 200)
        seen.add([provider["default"] for provider in one.json["providers"]].count(True))
    return seen


def follow(client: Client, rounds: Rounds) -> list[Any]:
    """Every entry of the feed, as a consumer gets them who polls while it grows."""
    entries: list[Any] = []
    for _ in rounds:
        entries += following(client, after=len(entries))
    return entries


def following(client: Client, *, after: int) -> list[Any]:
    """What a consumer has not read yet, to the end."""
    found: list[Any] = []
    while True:
        path = f"/api/v1/changes?after={after + len(found)}&limit=200&include=document"
        answer = client.send_until_answered("GET", path)
        assert answer.status == 200, answer
        page = answer.json
        found += page["results"]
        assert page["cursor"] == after + len(found)
        if page["next"] is None:
            return found
