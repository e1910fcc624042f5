"""What is told after the grid was saved, and where the operator goes then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    made = [_link(one, column.name) for column, one in outcomes if column.is_new]
    changed = [_link(one, column.name) for column, one in outcomes if one.changed and not column.is_new]
    lost = [_link(one, column.name) for column, one in outcomes if one.lost_sale]
    if changed:
        messages.success(request, format_html("{} saved: {}", _count(changed), _listed(changed)))
    if made:
        messages.success(request, format_html("{} made as drafts: {}", _count(made), _listed(made)))
    if lost:
        messages.warning(request, format_html("Can no longer be sold: {}", _listed(lost)))
    if not (changed or made):
        messages.info(request, "Nothing was changed: the packages say all of it already.")


def address_after(request: HttpRequest, saved: Sequence[Saved]) -> str:
    """The same grid; named packages stand there with those that were made."""
    query = request.GET.copy()
    if "package" in query:
        made = [str(one.document.package_id) for one in saved if one.before is None]
        query.setlist("package", [*query.getlist("package"), *made])
    query[SAVED] = "1"
    return f"{reverse('admin:catalog_grid')}?{query.urlencode()}"


def _link(saved: Saved, name: str) -> SafeString:
    url = reverse("admin:catalog_package_change", args=[saved.document.package_id])
    return format_html('<a href="{}">{}</a>', url, name)


def _count(packages: Sequence[object]) -> str:
    return f"{len(packages)} package{'' if len(packages) == 1 else 's'}"


def _listed(links: Iterable[SafeString]) -> SafeString:
    return format_html_join(", ", "{}", ((link,) for link in links))
