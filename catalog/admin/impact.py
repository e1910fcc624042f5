"""What the save of a form would do, beside its button; tried for real, and nothing of it kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import DatabaseError, IntegrityError
from django.http import QueryDict
from django.utils.safestring import SafeString

from catalog.actions.save import NotRecorded, PackageGone, StaleWrite
from catalog.admin import saving
from catalog.admin.package_form import PackageForm
from catalog.admin.refusals import Refusal, Told
from catalog.admin.wording import badge
from catalog.availability import SENTENCES
from catalog.differences import parsed
from catalog.impact.promises import Point
from catalog.impact.reading import ladder_around, past_of
from catalog.impact.weighing import Impact, Sale, impact_of
from catalog.models import Package, PackageDocument
from config.rules import RuleViolation, constraint_problem
from config.taken_back import taken_back
from integrations.actors import Actor

_STALE = "Somebody saved this package while you had it open. Saving shows you first what they changed."
_GONE = "The package is not there any more: somebody deleted it."
_UNSAID = "It can't be said at this moment. Saving works all the same."
_SALES = {
    Sale.BEGINS: "It can be sold then.",
    Sale.GOES_ON: "It can be sold, as before.",
    Sale.ENDS: "It can no longer be sold.",
    Sale.IMPOSSIBLE: "It can't be sold yet.",
}


@dataclass(frozen=True)
class Line:
    """Something to know, and the box where it is mended."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Heading:
    title: str
    tone: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Preview:
    """The panel: one line that says all, badges, and what stands behind it."""

    line: str
    badges: tuple[SafeString, ...] = ()
    headings: tuple[Heading, ...] = ()
    told: tuple[Told, ...] = field(default=())


UNTYPED = Preview("Nothing is changed yet.")


def preview(data: QueryDict, package: Package | None, *, by: Actor) -> Preview:
    """What saving this form would do to a package, None for a new one. Never raises because of what is typed."""
    try:
        return _preview(data, package, by)
    except RuleViolation as broken:
        return _refused(data, package, Refusal(problems=broken.problems))
    except StaleWrite:
        return Preview(_STALE, (badge("blocked", "Changed meanwhile"),))
    except (PackageGone, NotRecorded) as error:
        return Preview(_GONE if isinstance(error, PackageGone) else str(error))
    except IntegrityError as error:
        problem = constraint_problem(error)
        return _refused(data, package, Refusal(problems=(problem,))) if problem else Preview(_UNSAID)
    except DatabaseError:
        return Preview(_UNSAID)


def _preview(data: QueryDict, package: Package | None, by: Actor) -> Preview:
    if package is not None and not hasattr(package, "document"):
        raise NotRecorded(package.pk)
    form = PackageForm(data, instance=package)
    form.is_valid()
    before = package.document if package else None
    if package is None:
        # A key for this trial: under that of the form a package may be there already.
        form.instance.pk = Package().pk
    save = saving.update if package else saving.create
    after = taken_back(lambda: save(form, by=by)).document
    return _said(_impact(before, after))


def _impact(before: PackageDocument | None, after: PackageDocument) -> Impact:
    document = parsed(after.text)
    return impact_of(
        parsed(before.text) if before else None,
        document,
        past=past_of(after.package_id) if before else (),
        ladder=ladder_around(after, document),
    )


def _refused(data: QueryDict, package: Package | None, refusal: Refusal) -> Preview:
    """What stands in the way, each with the box that it leads to."""
    refused: type[PackageForm] = type("PackageForm", (PackageForm,), {"refusal": refusal})
    form = refused(data, instance=package)
    form.full_clean()
    told = tuple(form.told)
    count = "1 thing stands" if len(told) == 1 else f"{len(told)} things stand"
    return Preview(
        f"It would be refused: {count} in the way.", (badge("blocked", "Can't be saved"),), told=told
    )


# --- In words ------------------------------------------------------------------------------------


def _said(impact: Impact) -> Preview:
    if impact.is_nothing:
        return UNTYPED
    looks = len(impact.smaller) + len(impact.steps) + (impact.sale == Sale.ENDS)
    return Preview(_line(impact), tuple(_badges(impact, looks)), tuple(_headings(impact)))


def _line(impact: Impact) -> str:
    if impact.is_new:
        return "Makes a new package."
    others = len(impact.changes) - 1
    return f"{impact.changes[0].text}{f', and {others} more' if others else ''}"


def _badges(impact: Impact, looks: int) -> Iterator[SafeString]:
    if looks:
        yield badge("inactive", f"{looks} to look at")
    if not impact.is_new:
        yield badge("active", "Commercial") if impact.commercial else badge("draft", "Wording")
    if impact.sale in (Sale.BEGINS, Sale.GOES_ON):
        yield badge("sellable", "Can be sold")
    else:
        yield badge("blocked", "Can't be sold")


def _headings(impact: Impact) -> Iterator[Heading]:
    reasons = tuple(Line(SENTENCES.get(code, code)) for code in impact.reasons)
    found: tuple[tuple[str, str, tuple[Line, ...]], ...] = (
        ("Promises less than before", "warn", _lines(impact.smaller)),
        ("Breaks the order of the tiers", "warn", _lines(impact.steps)),
        ("Changes", "plain", tuple(Line(change.text, _href(change.path)) for change in impact.changes)),
        ("The provider does nothing about", "plain", _lines(impact.ignored)),
        (_SALES[impact.sale], "warn" if impact.sale == Sale.ENDS else "plain", reasons),
    )
    return (Heading(*one) for one in found if one[2] or one[0] in _SALES.values())


def _lines(points: Iterable[Point]) -> tuple[Line, ...]:
    return tuple(Line(point.text, _href(point.path)) for point in points)


def _href(path: str) -> str:
    """The box of a part of the document; a section where there is no box of its own."""
    head, *rest = path.split("/")[1:] or [""]
    if head == "features" and rest:
        return f"#feature-{rest[0]}"
    if head in ("features", "providers"):
        return f"#section-{head}"
    if head == "notification_preferences":
        return "#section-notifications"
    return f"#id_{head}" if head in PackageForm.base_fields else ""
