"""Differences in lists that count as objects by their keys: settings, metadata, notifications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalog import notifications as rules
from config.differences import Difference, Quantity, added, changed, keyed, named, plain, removed, same
from config.json_rules import escape

Document = Mapping[str, Any]
Row = Mapping[str, Any]


def pairs(name: str, thing: str, before: Document, after: Document) -> Iterator[Difference]:
    """Settings or metadata of the package, by key; they have an order of their own."""
    was, now = (
        {pair["key"]: pair["value"] for pair in document.get(name, ())} for document in (before, after)
    )
    yield from keyed(f"/{name}", was, now, thing)
    yield from reordered(name, list(was), list(now), named(name).capitalize())


def notifications(before: Document, after: Document) -> Iterator[Difference]:
    """Of which events customers are told, by event."""
    was, now = (by_key(document, "notification_preferences", "event") for document in (before, after))
    for event in dict.fromkeys([*now, *was]):
        path, label = f"/notification_preferences/{escape(event)}", f"Notification {named(event)}"
        old, new = was.get(event), now.get(event)
        if old is None and new is not None:
            yield added(path, new, label=label, now=told(new))
        elif new is None and old is not None:
            yield removed(path, old, label=label, was=told(old))
        elif old is not None and new is not None and not same(old, new):
            yield changed(path, old, new, label=label, was=Quantity(told(old)), now=Quantity(told(new)))
    yield from reordered("notification_preferences", list(was), list(now), "Notifications")


def told(entry: Row) -> str:
    """How and when customers are told of an event: `email, 3 days before`."""
    if rules.problems([entry]):
        return plain(entry)  # written past the rules
    said = [named(channel) for channel in entry["channels"]]
    if entry.get("days_before") is not None:
        said.append(f"{entry['days_before']} days before")
    if entry.get("threshold_percent") is not None:
        said.append(f"at {entry['threshold_percent']}%")
    return ", ".join(said)


def by_key(document: Document, name: str, key: str) -> dict[str, Row]:
    return {str(row.get(key)): row for row in document.get(name, ())}


def reordered(name: str, was: list[str], now: list[str], label: str) -> Iterator[Difference]:
    """What stays may stand in another order."""
    kept = [key for key in was if key in now]
    if kept != [key for key in now if key in was]:
        words = [", ".join(order) for order in (was, now)]
        yield Difference(f"/{name}", was, now, label, plain(words[0]), plain(words[1]), f"{label} reordered")
