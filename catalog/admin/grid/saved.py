"""What is told after the grid was saved, and where the operator goes then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from catalog.actions.save import Saved
from catalog.grid.sheet import Sheet

# Says to the page's script that nothing is left to be kept of what was typed.
SAVED = "saved"


def tell_of_saved(request: HttpRequest, sheet: Sheet, saved: Sequence[Saved]) -> None:
    """Which packages were changed and made, each with its way there, and which can't be sold any more."""
    outcomes = list(zip(sheet.changed, saved, strict=True))
    made = [_link(one, column.name) for column, one in outcomes if column.is_new and one.changed]
    before = [_link(one, column.name) for column, one in outcomes if column.is_new and not one.changed]
    changed = [_link(one, column.name) for column, one in outcomes if one.changed and not column.is_new]
    lost = [_link(one, column.name) for column, one in outcomes if one.lost_sale]
    if changed:
        messages.success(request, format_html("{} saved: {}", _count(changed), _listed(changed)))
    if made:
        messages.success(request, format_html("{} made as drafts: {}", _count(made), _listed(made)))
    if lost:
        messages.warning(request, format_html("Can no longer be sold: {}", _listed(lost)))
    if before:
        _tell_of_made_before(request, before)
    if not (changed or made or before):
        messages.info(request, "Nothing was changed: the packages say all of it already.")


def tell_of_saved_before(request: HttpRequest, sheet: Sheet) -> None:
    """That all of it was saved when the same was sent before, with the way to the packages made then."""
    made = [column.column for column in sheet.columns if column.was_made]
    _tell_of_made_before(request, [_way(column.key, column.name) for column in made])


def tell_of_made_otherwise(request: HttpRequest, sheet: Sheet) -> None:
    """That some are there since the same was sent before, and what was typed since is not saved yet."""
    made = [_way(column.column.key, column.column.name) for column in sheet.made_otherwise]
    text = (
        "Made already: {}. What you typed otherwise since then is marked, and not saved yet: review it again."
    )
    messages.warning(request, format_html(text, _listed(made)))


def _tell_of_made_before(request: HttpRequest, links: Sequence[SafeString]) -> None:
    text = "{} saved already, so nothing was made a second time: {}"
    messages.success(request, format_html(text, _count(links), _listed(links)))


def keys_made(sheet: Sheet, saved: Sequence[Saved]) -> list[UUID]:
    """The packages of the new columns, as `saved` answers for those that are changed."""
    outcomes = zip(sheet.changed, saved, strict=True)
    return [one.document.package_id for column, one in outcomes if column.is_new]


def keys_made_before(sheet: Sheet) -> list[UUID]:
    """The packages that were made when the same was sent before."""
    return [column.new_key for column in sheet.columns if column.new_key and column.was_made]


def address_after(request: HttpRequest, made: Iterable[UUID]) -> str:
    """The same grid; named packages stand there with those that were made."""
    query = request.GET.copy()
    if "package" in query:
        named = dict.fromkeys([*query.getlist("package"), *map(str, made)])
        query.setlist("package", list(named))
    query[SAVED] = "1"
    return f"{reverse('admin:catalog_grid')}?{query.urlencode()}"


def _link(saved: Saved, name: str) -> SafeString:
    return _way(saved.document.package_id, name)


def _way(key: UUID | None, name: str) -> SafeString:
    url = reverse("admin:catalog_package_change", args=[key])
    return format_html('<a href="{}">{}</a>', url, name)


def _count(packages: Sequence[object]) -> str:
    return f"{len(packages)} package{'' if len(packages) == 1 else 's'}"


def _listed(links: Iterable[SafeString]) -> SafeString:
    return format_html_join(", ", "{}", ((link,) for link in links))
