"""The home page: what needs me?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from catalog.admin.history_page import number_in
from catalog.admin.home.cards import cards, may_see, sees_features, sees_packages, sees_providers
from catalog.admin.home.tally import STATUSES, tally
from catalog.admin.home.told import changes
from catalog.admin.pages import Page
from catalog.home.counts import counts
from catalog.home.visits import mark_seen


@dataclass(frozen=True)
class Start:
    """Something to begin with."""

    title: str
    detail: str
    url: str


class HomePage(Page):
    """Served as the index of the site, to everybody who may log in; each sees what they may look at."""

    title = "Home"
    template_name = "admin/index.html"
    permissions = ()

    def get(self, request: HttpRequest) -> HttpResponse:
        shown: dict[str, Any] = {"cards": cards(request), "changes": changes(request), "statuses": STATUSES}
        if sees_packages(request):
            found = counts()
            shown |= {"tally": tally(found)}
            if not any(found.values()):
                shown |= {"starts": starts(request)}
        shown["is_well"] = not any(card.is_urgent for card in shown["cards"])
        shown["sees_all"] = sees_packages(request) and sees_providers(request) and sees_features(request)
        return self.shown(request, shown)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Marks what the page told as seen."""
        up_to = number_in(request.POST.get("seen"))
        if up_to is not None and request.user.pk is not None:
            mark_seen(request.user.pk, up_to=up_to)
        return HttpResponseRedirect(reverse("admin:index"))


def starts(request: HttpRequest) -> list[Start]:
    """What to do on the first day, in this order."""
    wanted = (
        (
            sees_features(request),
            Start(
                "Look through the feature matrix",
                "What packages can have, with its units.",
                reverse("admin:features_feature_changelist"),
            ),
        ),
        (
            may_see(request, "providers.add_provider"),
            Start(
                "Add a provider",
                "Who does the work: its address and its secrets.",
                reverse("admin:providers_provider_add"),
            ),
        ),
        (
            may_see(request, "catalog.add_package"),
            Start(
                "Add a package",
                "A draft first; sold once it is active.",
                reverse("admin:catalog_package_add"),
            ),
        ),
    )
    return [start for may, start in wanted if may]
