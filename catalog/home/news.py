"""What changed since a visit: by whom, to what, in words; bounded by the position in the feed, not by a scan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalog.home.telling import Told, telling, thing_names
from catalog.home.visits import Span
from catalog.models import FeedEntry, FeedKind

# Positions follow one another without a gap, so that this many are read at most, however long somebody was away.
WINDOW = 2_000
AUTHORS = 6
STORIES = 6
MOST_TEXTS = 5
_READ_OF_STORY = 5
_COLUMNS = (
    "position",
    "kind",
    "package_uuid",
    "provider_uuid",
    "actor_kind",
    "actor_name",
    "recorded_at",
    "paths",
)
PACKAGE_KINDS = (FeedKind.CREATED, FeedKind.UPDATED, FeedKind.STOCK, FeedKind.DELETED)


@dataclass(frozen=True)
class Story:
    """What one author did to one thing, the newest first.

    `kind` is package, provider or matrix; `key` None for the matrix. `more` counts what is not told in `texts`.
    """

    kind: str
    key: UUID | None
    name: str
    texts: tuple[str, ...]
    more: int
    at: datetime
    is_gone: bool


@dataclass(frozen=True)
class Author:
    """What somebody did; `more` counts the things that are not told, `stock` packages of which only the count moved."""

    kind: str
    name: str
    stories: tuple[Story, ...]
    more: int
    stock: int
    at: datetime


@dataclass(frozen=True)
class News:
    """Who did something lately, the latest first. `is_cut`: more happened than was read."""

    authors: tuple[Author, ...]
    more_authors: int
    is_cut: bool


_Thing = tuple[str, UUID | None]
_Entries = Sequence[FeedEntry]


def news(span: Span, *, kinds: Iterable[FeedKind]) -> News:
    """The changes of a span that are of these kinds. At most four statements, whatever the span."""
    since = max(span.since, span.head - WINDOW)
    rows = FeedEntry.objects.filter(position__gt=since, position__lte=span.head, kind__in=list(kinds))
    by_author: dict[tuple[str, str], list[FeedEntry]] = defaultdict(list)
    for entry in rows.order_by("-position").only(*_COLUMNS):
        by_author[entry.actor_kind, entry.actor_name].append(entry)
    shown = dict(list(by_author.items())[:AUTHORS])
    things = {author: _things(entries) for author, entries in shown.items()}
    words = _Words(
        telling(_positions(things.values())),
        thing_names(entry for one in things.values() for entries in one.values() for entry in entries),
    )
    return News(
        tuple(_author(author, shown[author], things[author], words) for author in shown),
        more_authors=len(by_author) - len(shown),
        is_cut=since > span.since,
    )


def _things(entries: _Entries) -> dict[_Thing, list[FeedEntry]]:
    """What was touched, the latest first, without packages of which only the stock moved."""
    things: dict[_Thing, list[FeedEntry]] = defaultdict(list)
    for entry in entries:
        things[_thing(entry)].append(entry)
    return {
        thing: found
        for thing, found in things.items()
        if any(entry.kind != FeedKind.STOCK for entry in found)
    }


def _thing(entry: FeedEntry) -> _Thing:
    if entry.kind == FeedKind.FEATURES_CHANGED:
        return "matrix", None
    if entry.kind == FeedKind.PROVIDER_CHANGED:
        return "provider", entry.provider_uuid
    return "package", entry.package_uuid


def _positions(things: Iterable[Mapping[_Thing, _Entries]]) -> Iterator[int]:
    """Which entries have to be read in whole: those of packages that are told."""
    for one in things:
        for (kind, _), entries in list(one.items())[:STORIES]:
            if kind == "package":
                yield from (entry.position or 0 for entry in entries[:_READ_OF_STORY])


def _author(
    author: tuple[str, str], entries: _Entries, things: Mapping[_Thing, _Entries], words: _Words
) -> Author:
    stories = tuple(_story(thing, found, words) for thing, found in list(things.items())[:STORIES])
    return Author(
        *author,
        stories,
        more=len(things) - len(stories),
        stock=len({_thing(entry) for entry in entries}) - len(things),
        at=entries[0].recorded_at,
    )


def _story(thing: _Thing, entries: _Entries, words: _Words) -> Story:
    kind, key = thing
    newest = entries[0]
    if kind == "package":
        name, texts, unread = words.of_package(entries)
        is_gone = newest.kind == FeedKind.DELETED
    else:
        name, texts, unread = words.name_of(key), words.paths(entries), 0
        is_gone = key is not None and str(key) not in words.names
    kept = tuple(dict.fromkeys(texts))
    more = len(kept[MOST_TEXTS:]) + unread
    return Story(kind, key, name, kept[:MOST_TEXTS], more, newest.recorded_at, is_gone)


@dataclass(frozen=True)
class _Words:
    """What entries say: those of packages by their positions, those of other things by what they name."""

    told: Mapping[int, Told]
    names: Mapping[str, str]

    def of_package(self, entries: _Entries) -> tuple[str, list[str], int]:
        """What a package is called, what was done to it, and how many entries were not read."""
        read = [self.told[entry.position or 0] for entry in entries[:_READ_OF_STORY]]
        name = next((one.name for one in read if one.name), "A package")
        return name, [text for one in read for text in one.texts], len(entries[_READ_OF_STORY:])

    def name_of(self, key: UUID | None) -> str:
        return self.names.get(str(key), "A provider that was deleted") if key else "Feature matrix"

    def paths(self, entries: _Entries) -> list[str]:
        return [text for entry in entries for text in _of_paths(entry, self.names)]


def _of_paths(entry: FeedEntry, names: Mapping[str, str]) -> Iterator[str]:
    """Changes of providers and the matrix are kept by their place only."""
    for path in entry.paths:
        first, _, rest = path.removeprefix("/").partition("/")
        if entry.kind == FeedKind.PROVIDER_CHANGED:
            yield _PROVIDER_WORDS.get(first) or f"{first.replace('_', ' ').capitalize()} changed"
        else:
            thing = "unit" if rest == "field_suffix" else rest.replace("_", " ")
            what = f"{thing} changed" if rest else "added"
            yield f"{names.get(first, first)}: {what}"


_PROVIDER_WORDS = {
    "": "Added or deleted",
    "active": "Switched on or off",
    "provider_name": "Renamed",
    "provider_type": "Type changed",
}
