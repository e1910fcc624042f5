"""Workers are killed while everything is written: nothing acknowledged is lost, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import orjson

from catalog.models import Package, PackageRevision
from config.identity import parse_identity
from tests.at_once import at_once
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory
from tests.served import kept, writers
from tests.served.conftest import Connect
from tests.served.server import Server, eventually

STOCK = 100_000
KILLS = 6
# So many rounds of writers pass from one kill to the next.
ROUNDS = 30


def document(package: Package) -> Any:
    return orjson.loads(Package.objects.select_related("document").get(pk=package.pk).document.text)


def limits(package: Package) -> dict[str, int | None]:
    return {feature["code"]: feature["limit"] for feature in document(package)["features"]}


def changed_paths(package: Package) -> list[str]:
    """What the revisions changed, one entry for each revision that did."""
    texts = PackageRevision.objects.filter(package_uuid=package.pk).values_list("changes", flat=True)
    return [change["path"] for text in texts for change in orjson.loads(text)]


class Storm:
    """Writers at every door, on three packages that share two providers, until enough workers were killed."""

    def __init__(self, server: Server, connect: Connect, folder: Path) -> None:
        self.over = Event()
        self.passed = 0
        self.providers = ProviderFactory.create_batch(2)
        self.packages = [
            PackageFactory.create(
                has_stock=True, stock_qty=STOCK, providers=self.providers, features={"polls": True}
            )
            for _ in range(3)
        ]
        one, two, _ = self.packages
        first, _ = self.providers
        (
            _,
            self.marks,
            self.more_marks,
            self.limit,
            self.taken,
            self.more_taken,
            self.made,
            self.more_made,
            self.names,
            self.default,
            self.feature_name,
            self.loaded,
            self.seen_defaults,
            self.followed,
        ) = at_once(
            [
                partial(self.kill, server),
                partial(writers.mark, connect(), self.rounds(), one, "a"),
                partial(writers.mark, connect(), self.rounds(), one, "b"),
                partial(writers.equip, connect(), self.rounds(), one),
                partial(writers.take, connect(), self.rounds(), self.packages),
                partial(writers.take, connect(), self.rounds(), self.packages[::-1]),
                partial(writers.make, connect(), self.rounds(), "c"),
                partial(writers.make, connect(), self.rounds(), "d"),
                partial(writers.rename, connect(), self.rounds(), first, "e"),
                partial(writers.choose, connect(), self.rounds(), two, self.providers),
                partial(writers.release, self.rounds(pause=0.2)),
                partial(writers.bring, folder / "loaded.json", self.rounds(pause=0.1), self.packages),
                partial(writers.watch, connect(), self.rounds(), two),
                partial(writers.follow, connect(), self.rounds()),
            ]
        )

    def rounds(self, *, pause: float = 0) -> Iterator[int]:
        for number in count(1):
            if self.over.wait(pause):
                return
            self.passed += 1
            yield number

    def has_passed(self, rounds: int) -> bool:
        return self.passed >= rounds

    def kill(self, server: Server) -> None:
        try:
            for number in range(KILLS):
                eventually(partial(self.has_passed, self.passed + ROUNDS))
                eventually(server.workers)
                living = server.workers()
                living[number % len(living)].kill()
        finally:
            self.over.set()


def test_everything_acknowledged_is_there_once(server: Server, connect: Connect, tmp_path: Path) -> None:
    storm = Storm(server, connect, tmp_path)

    kept.check()
    check_marks(storm)
    check_stock(storm)
    check_made(storm)
    check_shared(storm)
    check_followed(storm, connect)


def check_marks(storm: Storm) -> None:
    package = storm.packages[0]
    marks = [*storm.marks, *storm.more_marks]
    shown = [pair["key"] for pair in document(package)["package_metadata"]]
    assert sorted(shown) == sorted(marks)
    paths = changed_paths(package)
    assert {paths.count(f"/package_metadata/{mark}") for mark in marks} == {1}


def check_stock(storm: Storm) -> None:
    left = STOCK - storm.taken - storm.more_taken
    assert [document(package)["stock_qty"] for package in storm.packages] == [left] * 3


def check_made(storm: Storm) -> None:
    kept_ones = {**storm.made.kept, **storm.more_made.kept}
    made = Package.objects.exclude(pk__in=[package.pk for package in storm.packages])
    assert sorted((package.name, package.id) for package in made) == sorted(kept_ones.items())
    deleted = [*storm.made.deleted.values(), *storm.more_made.deleted.values()]
    keys = [parse_identity(one, prefix=Package.id_prefix) for one in deleted]
    kept_histories = PackageRevision.objects.filter(package_uuid__in=[key for key in keys if key])
    assert kept_histories.count() == len(set(keys)) == len(deleted)


def check_shared(storm: Storm) -> None:
    """What all three packages show of their providers and features."""
    for package in storm.packages:
        shown = document(package)
        names = {provider["provider_name"] for provider in shown["providers"]}
        assert names == {storm.names[-1], storm.providers[1].provider_name}
        assert storm.feature_name in [feature["name"] for feature in shown["features"]]
        assert limits(package)["max_accounts"] == storm.loaded
    assert limits(storm.packages[0]).get("max_rooms") == storm.limit
    defaults = [one["provider"] for one in document(storm.packages[1])["providers"] if one["default"]]
    assert (defaults, storm.seen_defaults) == ([storm.default], {1})
    reasons = PackageRevision.objects.filter(reason__contains=" was renamed to ")
    assert reasons.count() == 3 * len(storm.names)


def check_followed(storm: Storm, connect: Connect) -> None:
    """Who polled while all this was written has read what is read afterwards, none more and none less."""
    followed = storm.followed + writers.following(connect(), after=len(storm.followed))
    assert followed == writers.following(connect(), after=0)
    assert [entry["cursor"] for entry in followed] == list(range(1, len(followed) + 1))
