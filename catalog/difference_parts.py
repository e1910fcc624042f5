"""Differences in the rows of a package: its features and its providers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.difference_keys import Document, Row, by_key, reordered
from catalog.difference_words import amount
from config.differences import Difference, Quantity, added, changed, keyed, named, plainly, removed, same
from config.json_rules import escape
from features.units import unit_text

# Said by `value` and `kind` already.
_OF_VALUE = ("limit", "unlimited")
_SWITCHES = {
    "active": "in this package",
    "provider_active": "everywhere",
}


def features(before: Document, after: Document) -> Iterator[Difference]:
    """Features by their codes; their order is that of the feature matrix."""
    was, now = (by_key(document, "features", "code") for document in (before, after))
    for code in dict.fromkeys([*now, *was]):
        path, old, new = f"/features/{escape(code)}", was.get(code), now.get(code)
        if old is None and new is not None:
            yield _feature_added(path, new, after["currency"])
        elif new is None and old is not None:
            yield removed(path, old, label=old["name"], was=str(value_of(old)))
        elif old is not None and new is not None and not same(old, new):
            yield from _feature(path, old, new, before["currency"], after["currency"])
    yield from reordered("features", list(was), list(now), "Features")


def _feature_added(path: str, row: Row, currency: str) -> Difference:
    price = row["unit_price"]
    priced = "" if price is None else f"{amount(price, currency)} a unit"
    said = ", ".join(part for part in (str(value_of(row)), priced) if part)
    text = "" if priced or row["limit"] is not None or row["unlimited"] else f"{row['name']} added"
    return added(path, row, label=row["name"], now=said, text=text)


def _feature(path: str, old: Row, new: Row, currency: str, now_currency: str) -> Iterator[Difference]:
    for name in new:
        one, other = old.get(name), new[name]
        if name in _OF_VALUE or same(one, other):
            continue
        place, label = f"{path}/{name}", new["name"]
        if name == "value":
            yield changed(place, one, other, label=label, was=value_of(old), now=value_of(new))
        elif name == "unit_price":
            was, now = (amount(one, currency, nothing="none"), amount(other, now_currency, nothing="none"))
            yield changed(place, one, other, label=f"{label} unit price", was=was, now=now)
        elif name == "name":
            yield plainly(place, one, other, label="Feature name")
        elif name == "field_suffix":
            units = [Quantity(unit_text(suffix or "") or "none") for suffix in (one, other)]
            yield changed(place, one, other, label=f"{label} unit", was=units[0], now=units[1])
        else:
            yield plainly(place, one, other, label=f"{label} {named(name)}")


def value_of(row: Row) -> Quantity:
    """What a package gives of a feature: `20`, `unlimited minutes`, `included`."""
    unit = unit_text(row["field_suffix"], row["limit"])
    if row["unlimited"]:
        return Quantity("unlimited", unit)
    return Quantity("included") if row["limit"] is None else Quantity(str(row["limit"]), unit)


# --- Providers -----------------------------------------------------------------------------------


def providers(before: Document, after: Document) -> Iterator[Difference]:
    """Providers by their ids; which of them is the default is one thing, at /providers/default."""
    was, now = (by_key(document, "providers", "provider") for document in (before, after))
    for key in dict.fromkeys([*now, *was]):
        path, old, new = f"/providers/{escape(key)}", was.get(key), now.get(key)
        if old is None and new is not None:
            yield added(path, new, label=f"Provider {new['provider_name']}")
        elif new is None and old is not None:
            yield removed(path, old, label=f"Provider {old['provider_name']}")
        elif old is not None and new is not None and not same(old, new):
            yield from _provider(path, old, new)
    old, new = _default(was), _default(now)
    if old.get("provider") != new.get("provider"):
        names = [Quantity(row.get("provider_name", "none")) for row in (old, new)]
        keys = [row.get("provider") for row in (old, new)]
        yield changed("/providers/default", *keys, label="Default provider", was=names[0], now=names[1])


def _default(rows: Mapping[str, Row]) -> Row:
    return next((row for row in rows.values() if row["default"]), {})


def _provider(path: str, old: Row, new: Row) -> Iterator[Difference]:
    label = new["provider_name"]
    for name in new:
        one, other = old.get(name), new[name]
        if name == "default" or same(one, other):
            continue
        if name in ("settings", "metadata"):
            thing = f"{label} {'setting' if name == 'settings' else name}"
            yield from keyed(f"{path}/{name}", one or {}, other, thing)
        elif name in _SWITCHES:
            where = f"{label} {_SWITCHES[name]}"
            states = [Quantity("on" if value else "off") for value in (one, other)]
            yield changed(f"{path}/{name}", one, other, label=where, was=states[0], now=states[1])
        else:
            of_name = name == "provider_name"
            said = "Provider name" if of_name else f"{label} {named(name)}"
            yield plainly(f"{path}/{name}", one, other, label=said)
