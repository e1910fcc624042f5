"""Every page of the back office that is looked at by machines and people: see `test_every_page.py`.

A page that is added to the product adds its line here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import Group, User
from playwright.sync_api import Page

from catalog.actions.delete import delete_package
from catalog.models import Package
from features.models import Feature
from integrations import tokens
from integrations.models import ApiClient
from providers.models import Provider
from tests.browser.files import IMPORT, previewed_file, refused_file, unchanged_file, wrong_file
from tests.browser.grid import grid_of_all, refused_grid, reviewed_grid, typed_grid
from tests.catalog.home.switching import switch
from tests.catalog.writes import update
from tests.factories.api_client import ApiClientFactory
from tests.factories.package import BY, PackageFactory, sellable
from tests.factories.provider import ProviderFactory

LONG = "Meetings Enterprise Plus for Universities and Teaching Hospitals, with Recording, yearly in advance"
_FEATURES = {
    "max_participants": 100,
    "max_rooms": 10,
    "max_storage": 50,
    "max_duration": True,
    "participant_minutes": True,
    "recording": True,
    "polls": True,
    "breakout_rooms": True,
}


@dataclass(frozen=True)
class Shown:
    """What the pages show: made once for all of them."""

    package: Package
    draft: Package
    gone: str
    provider: Provider
    client: ApiClient
    user: User
    group: Group


@dataclass(frozen=True)
class AuditedPage:
    """A page and who looks at it: everybody's friend, or somebody with these permissions alone.

    `act` is done first, to look at what a page becomes: a menu that is open, a form that was refused.
    """

    name: str
    path: Callable[[Shown], str]
    permissions: tuple[str, ...] = ()
    status: int = 200
    act: Callable[[Page], None] | None = None
    logged_in: bool = True


def at(path: str) -> Callable[[Shown], str]:
    """A page whose address is the same whatever is shown."""
    return lambda _: path


def of_package(path: str) -> Callable[[Shown], str]:
    return lambda shown: f"/admin/catalog/package/{shown.package.pk}/{path}"


def press(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=name, exact=True).click()


def _refused_package(page: Page) -> None:
    page.fill("#id_name", "")
    page.fill("[name=feature-max_rooms-value]", "-3")
    page.fill("#id_price", "dear")
    page.get_by_role("button", name="Save and continue editing").click()


def _wrong_password(page: Page) -> None:
    page.fill("#id_username", "nobody")
    page.fill("#id_password", "nothing")
    page.get_by_role("button", name="Log in").click()


def compared(shown: Shown) -> str:
    """Every package beside the others."""
    keys = Package.objects.order_by("service_type", "tier", "uuid").values_list("pk", flat=True)
    return f"/admin/catalog/package/compare/?{'&'.join(f'package={key}' for key in keys)}"


def _looked_for(page: Page) -> None:
    page.locator("#compare-q").press_sequentially("meet")
    page.locator("#compare-found [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")


def _filters(page: Page) -> None:
    page.locator(".filters > summary").click()


def _select_two(page: Page) -> None:
    for row in (0, 1):
        page.locator(".action-select").nth(row).check()


def _more_actions(page: Page) -> None:
    _select_two(page)
    page.locator(".actions .menu > summary").click()


def choose_all(action: str) -> Callable[[Page], None]:
    """Ticks every package of the list, and opens what can be done to them."""

    def act(page: Page) -> None:
        for box in page.locator("input.action-select").all():
            box.check()
        if page.locator("[data-select-all]").is_visible():
            page.locator("[data-select-all]").click()
        press_action(page, action)

    return act


def press_action(page: Page, action: str) -> None:
    """Presses a button of the bar below the list, whether it is at hand or behind More…"""
    button = page.locator(f"button[name=action][value={action}]")
    if not button.is_visible():
        page.locator(".actions .menu > summary").click()
    button.click()


def _done_to_all(page: Page) -> None:
    # Looked at in several sizes and colours: what the first has hidden, the next shows again.
    choose_all("hide")(page)
    if not page.locator("button[value=run]").is_visible():
        page.go_back()
        choose_all("unhide")(page)
    page.locator("button[value=run]").click()


def _prices_changed(page: Page) -> None:
    choose_all("price")(page)
    page.fill("#id_percent", "10")
    page.select_option("#id_rounding", "0.90")
    page.check("#id_with_fee")
    page.get_by_role("button", name="Show the new prices").click()


def _provider_set(page: Page) -> None:
    choose_all("provider")(page)
    page.select_option("#id_provider", index=1)
    page.get_by_role("button", name="Show what would change").click()


def _variants_refused(page: Page) -> None:
    choose_all("variant")(page)
    page.select_option("#id_currency", "USD")
    page.locator("[name^=price-]").first.fill("dear")
    page.get_by_role("button", name="Show what would be made").click()


def _impact(page: Page) -> None:
    """Something to look at in the panel beside Save."""
    page.fill("#id_price", "1")
    page.fill("[name=feature-max_rooms-value]", "1")
    page.locator(".impact-text", has_text="more").wait_for()
    page.click(".impact summary")


PAGES: tuple[AuditedPage, ...] = (
    AuditedPage("login", at("/admin/login/"), logged_in=False),
    AuditedPage("login-refused", at("/admin/login/"), logged_in=False, act=_wrong_password),
    AuditedPage("home", at("/admin/")),
    AuditedPage("home-of-a-viewer", at("/admin/"), permissions=("catalog.view_package",)),
    AuditedPage("compare-nothing", at("/admin/catalog/package/compare/?q=nothing+like+it")),
    AuditedPage("compare", compared),
    AuditedPage("compare-differences", lambda shown: f"{compared(shown)}&show=differences&q=webinar"),
    AuditedPage("compare-typed", at("/admin/catalog/package/compare/"), act=_looked_for),
    AuditedPage("pricing-table", at("/admin/catalog/package/preview/?service_type=meet&currency=EUR")),
    AuditedPage(
        "pricing-table-polish", at("/admin/catalog/package/preview/?show=all&language=pl-PL&fold=no")
    ),
    AuditedPage("pricing-table-empty", at("/admin/catalog/package/preview/?service_type=phone")),
    AuditedPage("packages", at("/admin/catalog/package/")),
    AuditedPage("packages-filtered", at("/admin/catalog/package/?status=active&currency=EUR"), act=_filters),
    AuditedPage("packages-selected", at("/admin/catalog/package/"), act=_select_two),
    AuditedPage("packages-more-actions", at("/admin/catalog/package/"), act=_more_actions),
    AuditedPage("packages-none-found", at("/admin/catalog/package/?q=nothing+like+it")),
    AuditedPage("many-looked", at("/admin/catalog/package/"), act=choose_all("activate")),
    AuditedPage("many-done", at("/admin/catalog/package/"), act=_done_to_all),
    AuditedPage("grid", at("/admin/catalog/package/grid/")),
    AuditedPage("grid-typed", at("/admin/catalog/package/grid/"), act=typed_grid),
    AuditedPage("grid-refused", at("/admin/catalog/package/grid/"), act=refused_grid),
    AuditedPage("grid-review", at("/admin/catalog/package/grid/"), act=reviewed_grid),
    AuditedPage("grid-viewed", at("/admin/catalog/package/grid/"), permissions=("catalog.view_package",)),
    AuditedPage("grid-of-several-types", grid_of_all),
    AuditedPage("many-prices", at("/admin/catalog/package/"), act=_prices_changed),
    AuditedPage("many-provider", at("/admin/catalog/package/"), act=choose_all("provider")),
    AuditedPage("many-provider-looked", at("/admin/catalog/package/"), act=_provider_set),
    AuditedPage("many-variants", at("/admin/catalog/package/"), act=choose_all("variant")),
    AuditedPage("many-variants-refused", at("/admin/catalog/package/"), act=_variants_refused),
    AuditedPage("import", at(IMPORT)),
    AuditedPage("import-refused", at(IMPORT), act=refused_file),
    AuditedPage("import-unchanged", at(IMPORT), act=unchanged_file),
    AuditedPage("import-problems", at(IMPORT), act=wrong_file),
    AuditedPage("import-preview", at(IMPORT), act=previewed_file),
    AuditedPage("package-add", at("/admin/catalog/package/add/")),
    AuditedPage("package", of_package("change/")),
    AuditedPage("package-impact", of_package("change/"), act=_impact),
    AuditedPage("package-refused", of_package("change/"), act=_refused_package),
    AuditedPage("package-viewed", of_package("change/"), permissions=("catalog.view_package",)),
    AuditedPage("package-history", of_package("history/")),
    AuditedPage("package-compare", of_package("history/compare/?from=1&to=2")),
    AuditedPage("package-compare-all", of_package("history/compare/?from=1&to=2&show=all")),
    AuditedPage("package-restore", of_package("history/1/restore/")),
    AuditedPage("package-delete", lambda shown: f"/admin/catalog/package/{shown.draft.pk}/delete/"),
    AuditedPage("package-gone", lambda shown: f"/admin/catalog/package/{shown.gone}/history/"),
    AuditedPage("providers", at("/admin/providers/provider/")),
    AuditedPage("provider-choose", at("/admin/providers/provider/add/")),
    AuditedPage("provider-delete", lambda shown: f"/admin/providers/provider/{shown.provider.pk}/delete/"),
    AuditedPage("features", at("/admin/features/feature/")),
    AuditedPage("clients", at("/admin/integrations/apiclient/")),
    AuditedPage("provider-add", at("/admin/providers/provider/add/?provider_type=bbb")),
    AuditedPage("provider", lambda shown: f"/admin/providers/provider/{shown.provider.pk}/change/"),
    AuditedPage("feature", at("/admin/features/feature/max_rooms/change/")),
    AuditedPage("client", lambda shown: f"/admin/integrations/apiclient/{shown.client.pk}/change/"),
    AuditedPage("client-add", at("/admin/integrations/apiclient/add/")),
    AuditedPage("tokens", at("/admin/integrations/apitoken/")),
    AuditedPage("users", at("/admin/auth/user/")),
    AuditedPage("user", lambda shown: f"/admin/auth/user/{shown.user.pk}/change/"),
    AuditedPage("user-add", at("/admin/auth/user/add/")),
    AuditedPage("user-password", lambda shown: f"/admin/auth/user/{shown.user.pk}/password/"),
    AuditedPage("groups", at("/admin/auth/group/")),
    AuditedPage("group", lambda shown: f"/admin/auth/group/{shown.group.pk}/change/"),
    AuditedPage("group-add", at("/admin/auth/group/add/")),
    AuditedPage("group-delete", lambda shown: f"/admin/auth/group/{shown.group.pk}/delete/"),
    AuditedPage("provider-history", lambda shown: f"/admin/providers/provider/{shown.provider.pk}/history/"),
    AuditedPage("password-change", at("/admin/password_change/")),
    AuditedPage("password-refused", at("/admin/password_change/"), act=press("Change password")),
    AuditedPage("password-changed", at("/admin/password_change/done/")),
    AuditedPage("not-found", at("/admin/nowhere/"), status=404),
    AuditedPage("forbidden", at("/admin/auth/user/"), permissions=("catalog.view_package",), status=403),
)


def _needing_somebody(provider: Provider) -> None:
    """What the home page tells: a sale that was lost, a feature on its way out, few left, a provider that is off."""
    lost = sellable(name=f"{LONG}, old", features={"polls": True}, providers=[provider], tier="15")
    update(lost, price=None)
    sellable(name="Launch offer", features={"polls": True}, has_stock=True, stock_qty=3, providers=[provider])
    off = ProviderFactory.create(provider_name="BBB Lisbon")
    sellable(name="Meetings Lisbon", features={"polls": True}, providers=[off], tier="25", price=Decimal(5))
    switch(off, on=False)
    Feature.objects.filter(pk="breakout_rooms").update(deprecated=True)


def shown() -> Shown:
    """A catalog in which every page has something to show, long names and wrong states among it."""
    provider = ProviderFactory.create(provider_name="BBB Frankfurt")
    others = ProviderFactory.create_batch(2)
    package = sellable(
        name="Meetings Team",
        features=_FEATURES,
        providers=[provider, *others],
        has_stock=True,
        stock_qty=42,
        tier="20",
        package_settings=[{"key": "region", "value": "eu-central"}],
    )
    update(package, tier="30", price=Decimal(19), features={"max_rooms": 20, "recording": None})
    sellable(
        name="Meetings Basic", features={"max_rooms": 2}, providers=[provider], tier="10", currency="EUR"
    )
    _needing_somebody(provider)
    draft = PackageFactory.create(name=LONG, price=None, hidden=True, currency="")
    deleted = PackageFactory.create(name="Deleted draft")
    delete_package(key=deleted.pk, by=BY)
    for number in range(6):
        PackageFactory.create(name=f"Webinar {number}", service_type="webinar", retired=number % 2 == 0)
    client = ApiClientFactory.create()
    tokens.issue(client=client)
    user = User.objects.create_user("priya", first_name="Priya", last_name="Raman", is_staff=True)
    return Shown(
        package, draft, str(deleted.pk), provider, client, user, Group.objects.create(name="Pricing")
    )
