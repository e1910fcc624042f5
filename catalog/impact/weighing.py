"""From a package as it is and as it would become to what that means, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog.differences import commercial, differences, movement
from catalog.impact.promises import Document, Past, Point, smaller_promises
from catalog.ladder import FalseStep, Rung, false_steps
from config.differences import Difference
from providers.types.registry import provider_type


class Sale(StrEnum):
    """Whether the package can be sold, and what the save does to that."""

    BEGINS = "begins"
    GOES_ON = "goes_on"
    ENDS = "ends"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Impact:
    """What a save does.

    `changes` is empty for a package that is new. `reasons` has the codes of what keeps it from being sold
    afterwards. `smaller`, `steps` and `ignored` are worth a second look: what is promised less than before,
    where an upgrade becomes none, and what the provider does nothing about.
    """

    is_new: bool
    changes: tuple[Difference, ...]
    commercial: bool
    sale: Sale
    reasons: tuple[str, ...]
    smaller: tuple[Point, ...]
    steps: tuple[Point, ...]
    ignored: tuple[Point, ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.is_new or self.changes)


def impact_of(
    before: Document | None, after: Document, *, past: Iterable[Past] = (), ladder: Iterable[Document] = ()
) -> Impact:
    """What it means that a package becomes `after`; documents are as `differences.parsed` reads them.

    `past` are earlier changes of it, the newest first; `ladder` are other packages that it stands among then.
    """
    changes = (*differences(before, after), *movement(before, after)) if before else ()
    sellable = after["availability"]["sellable"]
    return Impact(
        is_new=before is None,
        changes=changes,
        commercial=before is None or commercial(changes),
        sale=_sale(bool(before and before["availability"]["sellable"]), sellable),
        reasons=tuple(reason["code"] for reason in after["availability"]["reasons"]),
        smaller=tuple(smaller_promises(before, after, changes, past)) if before else (),
        steps=tuple(_steps(before, after, list(ladder))),
        ignored=tuple(_ignored(before, after, changes)),
    )


def _sale(was: bool, now: bool) -> Sale:
    if now:
        return Sale.GOES_ON if was else Sale.BEGINS
    return Sale.ENDS if was else Sale.IMPOSSIBLE


# --- The ladder ----------------------------------------------------------------------------------


def _steps(before: Document | None, after: Document, others: Sequence[Document]) -> Iterator[Point]:
    """Where an upgrade becomes none by this save; what was so already is no news."""
    if after["retired"]:
        return
    names = {row["code"]: row["name"] for one in (*others, after) for row in one["features"]}
    rungs = [_rung(other) for other in others]
    known = false_steps([*rungs, *([_rung(before)] if before else [])], names=names)
    there = {(step.key, step.path, step.code, step.lower.key) for step in known}
    for step in false_steps([*rungs, _rung(after)], names=names):
        concerns = after["uuid"] in (step.key, step.lower.key)
        if concerns and (step.key, step.path, step.code, step.lower.key) not in there:
            yield Point(_step_text(step, after["uuid"], rungs), step.path)


def _step_text(step: FalseStep, this: str, rungs: Iterable[Rung]) -> str:
    if step.key == this:
        return step.detail
    higher = next(rung for rung in rungs if rung.key == step.key)
    return f"{higher.name} (tier {higher.tier}): {step.detail}"


def _rung(document: Document) -> Rung:
    return Rung(
        key=document["uuid"],
        ladder=tuple(
            document[name] for name in ("service_type", "currency", "periodicity", "periodicity_type")
        ),
        tier=document["tier"],
        name=document["name"],
        price=document["price"],
        values={row["code"]: row["value"] for row in document["features"]},
    )


# --- What the provider does with it --------------------------------------------------------------


def _ignored(before: Document | None, after: Document, changes: Iterable[Difference]) -> Iterator[Point]:
    """Features that this save gives and that the default provider does nothing about."""
    default = next((row for row in after["providers"] if row["default"]), None)
    declared = provider_type(default["provider_type"]) if default else None
    if default is None or declared is None:
        return
    touched = _touched(before, after, changes)
    for row in after["features"]:
        code, name = row["code"], row["name"]
        if code not in touched or code in declared.honours:
            continue
        why = declared.caller_enforces.get(code)
        said = f"doesn't hold it by itself. {why}" if why else "has nothing to do with it."
        yield Point(f"{name}: {default['provider_name']} ({declared.name}) {said}", f"/features/{code}")


def _touched(before: Document | None, after: Document, changes: Iterable[Difference]) -> set[str]:
    """The features that are new or different; all of them when the provider is."""
    paths = [change.path.split("/") for change in changes]
    if before is None or ["", "providers", "default"] in paths:
        return {row["code"] for row in after["features"]}
    return {path[2] for path in paths if path[1] == "features" and len(path) > 2}
