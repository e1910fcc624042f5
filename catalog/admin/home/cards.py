"""What needs somebody, as the page lays it out: cards of lines, each line leading to where it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from catalog.admin.summary import anchor
from catalog.availability import OUT_OF_STOCK, SENTENCES, SHORT
from catalog.home.attention import drafts, fell_short, low_stock, nearly_sold_out
from catalog.home.counted import Counted
from catalog.home.uses import TroubledProvider, deprecated_features, troubled_providers
from features.wording import packages as packages_text

_MOST_LINES = 12
_ACTIVE = {"status": "active", "retired": "no"}
_PACKAGES = ("catalog.view_package", "catalog.change_package")
_PROVIDERS = ("providers.view_provider", "providers.change_provider")


@dataclass(frozen=True)
class Item:
    """One thing by its name; `note` stands behind it."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """Something to mend: `count` packages, the first of them in `items`, all of them at `url`."""

    title: str
    count: str
    detail: str
    items: tuple[Item, ...]
    url: str
    more: str = ""


@dataclass(frozen=True)
class Card:
    """Lines of one kind; `tone` names a colour of the theme, `is_urgent` says that customers may feel it."""

    slug: str
    title: str
    note: str
    tone: str
    lines: tuple[Line, ...]
    is_urgent: bool = True
    more: str = ""


def may_see(request: HttpRequest, *permissions: str) -> bool:
    """Whether the operator has one of these permissions."""
    return any(request.user.has_perm(name) for name in permissions)


def sees_packages(request: HttpRequest) -> bool:
    return may_see(request, *_PACKAGES)


def sees_providers(request: HttpRequest) -> bool:
    return may_see(request, *_PROVIDERS)


def sees_features(request: HttpRequest) -> bool:
    return may_see(request, "features.view_feature")


def cards(request: HttpRequest) -> list[Card]:
    """Every card that has something to say and that the operator may see, the most urgent first."""
    return [card for card in _cards(request) if card.lines]


def _cards(request: HttpRequest) -> Iterator[Card]:
    sees = sees_packages(request)
    if sees:
        yield _fell_short()
    if sees_providers(request):
        yield _providers(names=sees)
    if sees:
        yield _stock()
    if sees and sees_features(request):
        yield _deprecated()
    if sees:
        yield _drafts()


def list_url(**filters: str) -> str:
    """The list of packages, filtered."""
    return f"{reverse('admin:catalog_package_changelist')}?{urlencode(filters)}"


def count_text(counted: Counted) -> str:
    """`3 packages`, `1,000 packages or more`."""
    return f"{counted.count:,} packages or more" if counted.is_cut else packages_text(counted.count)


def _items(counted: Counted, fragment: str = "") -> tuple[Item, ...]:
    return tuple(
        Item(one.name, reverse("admin:catalog_package_change", args=[one.key]) + fragment, one.note)
        for one in counted.first
    )


def _more(counted: Counted) -> str:
    rest = counted.count - len(counted.first)
    if rest <= 0:
        return ""
    return "and many more" if counted.is_cut else f"and {rest:,} more"


def _line(title: str, counted: Counted, *, detail: str, url: str, fragment: str = "") -> Line:
    return Line(title, count_text(counted), detail, _items(counted, fragment), url, _more(counted))


def _fell_short() -> Card:
    lines = tuple(
        _line(
            SHORT.get(one.reason, one.reason),
            one.packages,
            detail=SENTENCES.get(one.reason, ""),
            url=list_url(**_ACTIVE, sellable="no", reason=one.reason),
            fragment=anchor(one.reason),
        )
        for one in fell_short()
    )
    return Card("short", "Can't be sold", "Active packages that nobody can buy now, and why.", "bad", lines)


def _providers(*, names: bool) -> Card:
    found = troubled_providers()
    lines = tuple(_provider_line(one, names=names) for one in found[:_MOST_LINES])
    note = "Switched off, or a setting that they need is missing. Their servers were not asked."
    more = f"and {len(found) - _MOST_LINES} more providers" if len(found) > _MOST_LINES else ""
    urgent = any(one.packages.count for one in found)
    return Card("providers", "Providers that can't serve", note, "bad", lines, urgent, more)


def _provider_line(one: TroubledProvider, *, names: bool) -> Line:
    others = one.packages.count - one.defaults
    touched = [
        f"default of {packages_text(one.defaults)}" if one.defaults else "",
        f"attached to {others:,} {'more' if one.defaults else packages_text(others).split()[1]}"
        if others
        else "",
    ]
    said = ", ".join(part for part in touched if part) or "no package has it"
    return Line(
        one.name,
        said,
        " ".join(fault.detail for fault in one.faults),
        _items(one.packages, anchor("provider_inactive")) if names else (),
        reverse("admin:providers_provider_change", args=[one.key]),
        _more(one.packages) if names else "",
    )


def _stock() -> Card:
    few = nearly_sold_out()
    line = _line(
        f"{low_stock():,} or fewer left",
        few,
        detail="Add stock before they are sold out.",
        url=list_url(**_ACTIVE, stock="low"),
        fragment=anchor(OUT_OF_STOCK),
    )
    note = "Packages that are still sold."
    return Card("stock", "Low stock", note, "warn", (line,) if few.count else ())


def _deprecated() -> Card:
    lines = tuple(
        _line(
            one.name,
            one.packages,
            detail="No longer offered for new use; packages that have it keep it.",
            url=list_url(feature=one.code),
            fragment=anchor("no_features"),
        )
        for one in deprecated_features()
    )
    return Card("deprecated", "Deprecated features in use", "", "info", lines)


def _drafts() -> Card:
    found = drafts()
    ready = found.ready
    detail = f"{ready:,} {'lacks' if ready == 1 else 'lack'} nothing but activation." if ready else ""
    line = _line("All drafts", found.packages, detail=detail, url=list_url(status="draft", retired="no"))
    lines = (line,) if found.packages.count else ()
    return Card("drafts", "Drafts", "Not finished, and not offered yet.", "calm", lines, is_urgent=False)
