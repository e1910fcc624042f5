"""From packages that were ticked in the list to the grid that has them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from catalog.grid.columns import MOST_SHOWN
from catalog.models import Package


@admin.action(description="Edit in grid", permissions=["view"])
def edit_in_grid(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Package]
) -> HttpResponseRedirect | None:
    keys = list(queryset.order_by("document__tier_key", "pk").values_list("pk", flat=True)[: MOST_SHOWN + 1])
    if len(keys) > MOST_SHOWN:
        messages.error(request, f"Choose at most {MOST_SHOWN} packages: more do not fit in the grid.")
        return None
    query = urlencode([("package", str(key)) for key in keys])
    return HttpResponseRedirect(f"{reverse('admin:catalog_grid')}?{query}")
