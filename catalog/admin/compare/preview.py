"""A ladder as a pricing table, to be checked before it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from catalog.admin.compare.columns import compare_url, grid_url
from catalog.admin.pages import Page
from catalog.admin.wording import badge, currency_choices, term_text
from catalog.availability import DRAFT, SHORT
from catalog.models import Package
from catalog.models.package import Interval
from catalog.pricing.ladders import MOST_TIERS, Choices, Ladder, choices, documents_of, ladder_of
from catalog.pricing.languages import language, languages
from catalog.pricing.table import pricing_table, steps
from config.identity import parse_identity
from features.models import Feature
from features.service_types import ServiceType


@dataclass(frozen=True)
class Standing:
    """What the operator knows of a package and customers don't."""

    name: str
    url: str
    badges: tuple[SafeString, ...]
    steps: tuple[str, ...]


class PreviewPage(Page):
    """`?service_type=meet&currency=EUR&term=1-month&language=de-DE&show=all&fold=no`; or `?package=` for its ladder."""

    route = "preview/"
    url_name = "catalog_preview"
    title = "Pricing table"
    template_name = "admin/catalog/compare/preview.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET
        chosen = _chosen(asked)
        shows_all, folds = asked.get("show") == "all", asked.get("fold") != "no"
        documents, is_cut = documents_of(chosen.ladder, drafts=shows_all)
        tongue = language(asked.get("language", ""))
        matrix = Feature.objects.by_code() if documents else {}
        keys = [document["uuid"] for document in documents]
        return self.shown(
            request,
            {
                **_offered(chosen),
                "language": tongue,
                "languages": languages(),
                "shows_all": shows_all,
                "folds": folds,
                "table": pricing_table(documents, matrix, tongue, fold=folds) if documents else None,
                "standings": _standings(documents),
                "is_cut": is_cut,
                "most": MOST_TIERS,
                "compare_url": compare_url(keys) if len(keys) > 1 else "",
                "grid_url": grid_url(keys),
            },
        )


def _chosen(asked: QueryDict) -> Choices:
    """The ladder that the address asks for, or the one of its package; what it leaves open is chosen."""
    service_type = asked.get("service_type", "")
    if service_type in ServiceType.values:
        return choices(Ladder(service_type, asked.get("currency", ""), *_term(asked.get("term", ""))))
    package = parse_identity(asked.get("package", ""), prefix=Package.id_prefix)
    found = ladder_of(package) or ladder_of(None)
    return choices(found, is_there=True) if found else choices(Ladder(ServiceType.MEET))


def _term(text: str) -> tuple[int | None, str]:
    count, _, unit = text.partition("-")
    is_term = count.isascii() and count.isdigit() and len(count) < 5 and unit in Interval.values
    return (int(count), unit) if is_term else (None, "")


def _offered(chosen: Choices) -> dict[str, Any]:
    """What the form can choose from."""
    names = dict(currency_choices())
    return {
        "ladder": chosen.ladder,
        "service_types": ServiceType.choices,
        "currencies": [(code, names.get(code, code)) for code in chosen.currencies],
        "terms": [
            (one.term, term_text(one.periodicity or 0, one.periodicity_type).capitalize())
            for one in chosen.terms
        ],
    }


def _standings(documents: Sequence[Mapping[str, Any]]) -> list[Standing]:
    """Packages with something that is not for customers' eyes; others are left out."""
    told: dict[str, list[str]] = {}
    for step in steps(documents):
        told.setdefault(step.key, []).append(step.detail)
    found = [
        Standing(
            document["name"],
            reverse("admin:catalog_package_change", args=[document["uuid"]]),
            tuple(_badges(document)),
            tuple(told.get(document["uuid"], ())),
        )
        for document in documents
    ]
    return [one for one in found if one.badges or one.steps]


def _badges(document: Mapping[str, Any]) -> list[SafeString]:
    reasons = [reason["code"] for reason in document["availability"]["reasons"]]
    found = [badge("draft" if code == DRAFT else "blocked", SHORT.get(code, code)) for code in reasons]
    hidden = [badge("hidden", "Hidden", "Offered, but not listed")] if document["hidden"] else []
    untiered = [] if document["tier"] else [badge("draft", "No tier", "It stands on no ladder")]
    return [*found, *hidden, *untiered]
