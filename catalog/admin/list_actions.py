"""What can be done to many packages at once: each by itself, and each outcome told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from catalog.actions import publish
from catalog.actions.duplicate import duplicate_package
from catalog.actions.save import NotRecorded, PackageGone, Saved
from catalog.admin.grid.list_action import edit_in_grid
from catalog.admin.messages import link_to
from catalog.models import Package
from config.rules import RuleViolation, constraint_problem
from integrations.actors import Actor

MOST_AT_ONCE = 500
_NAMED = 10


@admin.action(description="Activate", permissions=["change"])
def activate(model_admin: Any, request: HttpRequest, queryset: QuerySet[Package]) -> None:
    _each(model_admin, request, queryset, "activated", lambda key, by: publish.activate(key=key, by=by))


@admin.action(description="Deactivate", permissions=["change"])
def deactivate(model_admin: Any, request: HttpRequest, queryset: QuerySet[Package]) -> None:
    _each(model_admin, request, queryset, "deactivated", lambda key, by: publish.deactivate(key=key, by=by))


@admin.action(description="Retire", permissions=["change"])
def retire(model_admin: Any, request: HttpRequest, queryset: QuerySet[Package]) -> None:
    _each(model_admin, request, queryset, "retired", lambda key, by: publish.retire(key=key, by=by))


@admin.action(description="Duplicate", permissions=["add"])
def duplicate(model_admin: Any, request: HttpRequest, queryset: QuerySet[Package]) -> None:
    _each(model_admin, request, queryset, "duplicated", lambda key, by: duplicate_package(key=key, by=by))


LIST_ACTIONS = (activate, deactivate, retire, duplicate, edit_in_grid)


def _each(
    model_admin: Any,
    request: HttpRequest,
    queryset: QuerySet[Package],
    done: str,
    act: Callable[[UUID, Actor], Saved],
) -> None:
    chosen = list(queryset.select_related(None).defer(None).only("name")[: MOST_AT_ONCE + 1])
    if len(chosen) > MOST_AT_ONCE:
        messages.error(request, f"Choose at most {MOST_AT_ONCE} packages at a time; nothing was done.")
        return
    by = Actor.operator(request.user.get_username())
    succeeded: list[SafeString] = []
    unchanged: list[SafeString] = []
    refused: list[tuple[SafeString, str]] = []
    for package in chosen:
        saved = _attempt(package, act, by)
        if isinstance(saved, str):
            refused.append((link_to(package), saved))
        elif saved.changed:
            succeeded.append(_link(saved))
            model_admin.log_change(request, package, f"{done.capitalize()}.")
        else:
            unchanged.append(_link(saved))
    _tell(request, done, succeeded, unchanged, refused)


def _attempt(package: Package, act: Callable[[UUID, Actor], Saved], by: Actor) -> Saved | str:
    """What came of it, or every reason why it is impossible."""
    try:
        return act(package.pk, by)
    except RuleViolation as broken:
        return " ".join(dict.fromkeys(problem.detail for problem in broken.problems))
    except PackageGone:
        return "It is not there any more."
    except NotRecorded as error:
        return str(error)
    except IntegrityError as error:
        # Another write came in between: the constraint that it met says the same sentence.
        problem = constraint_problem(error)
        if problem is None:
            raise
        return problem.detail


def _link(saved: Saved) -> SafeString:
    """Leads to what was stored: for a duplicate, the copy."""
    url = reverse("admin:catalog_package_change", args=[saved.document.package_id])
    return format_html('<a href="{}">{}</a>', url, json.loads(saved.document.text)["name"])


def _tell(
    request: HttpRequest,
    done: str,
    succeeded: Sequence[SafeString],
    unchanged: Sequence[SafeString],
    refused: Sequence[tuple[SafeString, str]],
) -> None:
    if succeeded:
        messages.success(request, format_html("{} {}: {}", _count(succeeded), done, _names(succeeded)))
    if unchanged:
        messages.info(request, format_html("{} needed no change: {}", _count(unchanged), _names(unchanged)))
    if refused:
        rows = format_html_join("", "<li>{}: {}</li>", refused)
        messages.error(request, format_html("{} not {}:<ul>{}</ul>", _count(refused), done, rows))


def _count(packages: Sequence[Any]) -> str:
    return f"{len(packages)} package{'' if len(packages) == 1 else 's'}"


def _names(packages: Sequence[SafeString]) -> SafeString:
    more = f" and {len(packages) - _NAMED} more" if len(packages) > _NAMED else ""
    return format_html("{}{}", format_html_join(", ", "{}", ((name,) for name in packages[:_NAMED])), more)
