"""What can be done to the packages that are chosen in the list: each line leads to a page that shows it first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from catalog.admin.compare.action import compare
from catalog.admin.grid.list_action import edit_in_grid
from catalog.admin.many.deed import Deed
from catalog.admin.many.deeds import DEEDS
from catalog.admin.many.page import ManyPage, too_many
from catalog.models import Package

ListAction = Callable[[Any, HttpRequest, "QuerySet[Package]"], HttpResponse | None]


def leading_to(deed: Deed) -> ListAction:
    """The line of the list that opens the page of a deed, for who may do it."""

    @admin.action(description=deed.words.label, permissions=[deed.permission])
    def action(model_admin: Any, request: HttpRequest, queryset: QuerySet[Package]) -> HttpResponse | None:
        keys = keys_of(queryset, most=deed.most)
        if keys is None:
            messages.error(request, too_many(deed))
            return None
        return ManyPage.opened(model_admin.admin_site, request, deed.code, keys)

    action.__name__ = deed.code
    return action


def keys_of(queryset: QuerySet[Package], *, most: int) -> list[UUID] | None:
    """The keys of what was chosen, in the order of the list; None when they are more than `most`."""
    keys = list(queryset.values_list("pk", flat=True)[: most + 1])
    return None if len(keys) > most else keys


LIST_ACTIONS: tuple[ListAction, ...] = (compare, edit_in_grid, *(leading_to(deed) for deed in DEEDS.values()))
