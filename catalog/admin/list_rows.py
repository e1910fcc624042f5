"""The rows of the list of packages, each in one go: Django's own way looks up every cell anew, which took
longer than everything else of the page together."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

_TICK = (
    '<td class="action-checkbox"><input type="checkbox" name="{}" value="{}" class="action-select" '
    'aria-label="Select {}"></td>'
)
_LINKED = '<th class="field-{}" scope="row"><a href="{}">{}</a></th>'
# Stands in an address for the key of each row.
_ANY = "0" * 8
_PLAIN = '<td class="field-{}">{}</td>'


def rows(cl: ChangeList) -> Iterator[SafeString]:
    """Every package of the page; each column is a method of the page's admin."""
    with_tick = "action_checkbox" in cl.list_display
    names = [str(name) for name in cl.list_display if name != "action_checkbox"]
    linked = set(cl.list_display_links or ())
    pattern = (_TICK if with_tick else "") + "".join(_LINKED if name in linked else _PLAIN for name in names)
    place = reverse("admin:catalog_package_change", args=[_ANY])
    kept = f"?{cl.preserved_filters}" if cl.preserved_filters else ""
    for package in cl.result_list:
        link = place.replace(_ANY, str(package.pk)) + kept
        values = [ACTION_CHECKBOX_NAME, package.pk, package.name] if with_tick else []
        for name in names:
            cell = getattr(cl.model_admin, name)(package)
            values += [name, link, cell] if name in linked else [name, cell]
        yield format_html(pattern, *values)
