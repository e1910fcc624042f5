"""What a save did, said in words after it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from catalog.admin.package_form import PackageForm
from catalog.admin.saving import Outcome
from catalog.admin.wording import price_text
from catalog.availability import SENTENCES
from catalog.models import Package
from catalog.natural_order import natural_key

_NAMING = {"name", "service_type", "currency", "periodicity", "periodicity_type"}


def tell(request: HttpRequest, form: PackageForm, outcome: Outcome, *, was_new: bool) -> None:
    """Puts everything that is worth knowing about a save on the next page."""
    messages.success(request, _what_happened(form.instance, outcome, was_new=was_new))
    if outcome.lost_sale:
        messages.warning(request, _lost(form.instance, outcome))
    for warning in _warnings(form, was_new=was_new):
        messages.warning(request, warning)


def link_to(package: Package) -> SafeString:
    """A package's name, leading to its page."""
    url = reverse("admin:catalog_package_change", args=[package.pk])
    return format_html('<a href="{}">{}</a>', url, package.name)


def reasons_text(codes: list[str]) -> str:
    """Every reason why a package can't be sold, as sentences."""
    return " ".join(SENTENCES.get(code, code) for code in codes)


def _what_happened(package: Package, outcome: Outcome, *, was_new: bool) -> SafeString:
    said = [_saved(outcome, was_new=was_new)]
    if outcome.stock_moved:
        said.append(f"{package.stock_qty} are left in stock now.")
    if outcome.gained_sale:
        said.append("It can be sold now.")
    return format_html("{}: {}", link_to(package), " ".join(said))


def _saved(outcome: Outcome, *, was_new: bool) -> str:
    if was_new and not outcome.changed:
        return "created already, the first time that this page was sent; nothing was stored twice."
    if was_new:
        return f"created as revision {outcome.document.revision}."
    if outcome.changed:
        return f"saved; it is at revision {outcome.document.revision} now."
    return "no promise was changed." if outcome.stock_moved else "nothing was changed."


def _lost(package: Package, outcome: Outcome) -> SafeString:
    return format_html(
        "{} can no longer be sold. {}", link_to(package), reasons_text(outcome.document.reasons)
    )


def _warnings(form: PackageForm, *, was_new: bool) -> Iterator[SafeString]:
    package, changed = form.instance, set(form.changed_data)
    if package.tier and (was_new or "tier" in changed) and not re.match(r"\s*\d", package.tier):
        yield format_html(
            "The tier “{}” does not begin with a number, so it stands after every tier that does: 10, 20, 30.",
            package.tier,
        )
    if was_new or _NAMING & changed:
        yield from _twins(package)


def _twins(package: Package) -> Iterator[SafeString]:
    twins = Package.objects.filter(
        document__name_key=natural_key(package.name),
        service_type=package.service_type,
        currency=package.currency,
        periodicity=package.periodicity,
        periodicity_type=package.periodicity_type,
    ).exclude(pk=package.pk)[:5]
    named = [(link_to(twin), price_text(twin)) for twin in twins]
    if named:
        yield format_html(
            "Another package has the same name, service type, currency and term: {}.",
            format_html_join(", ", "{} ({})", named),
        )
