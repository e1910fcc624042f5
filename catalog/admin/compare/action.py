"""From the list of packages to a comparison of the chosen ones."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect

from catalog.admin.compare.columns import FEWEST, MOST, compare_url
from catalog.models import Package


@admin.action(description="Compare", permissions=["view"])
def compare(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Package]
) -> HttpResponseRedirect | None:
    """Leads to the chosen packages side by side, in the order of the list."""
    keys = list(queryset.values_list("pk", flat=True)[: MOST + 1])
    if not FEWEST <= len(keys) <= MOST:
        messages.error(request, f"Choose {FEWEST} to {MOST} packages to compare.")
        return None
    return HttpResponseRedirect(compare_url(keys))
