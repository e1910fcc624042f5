"""One provider for many packages."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.admin.many import page as many_page
from catalog.models import Package, PackageProvider, PackageRevision
from providers.models import Provider
from tests.catalog.admin.many import choose, press, said, sent_by
from tests.catalog.admin.typed import LIST
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]
# The key of no provider, the same in every process that collects these tests.
NOBODY = "01a1ffbb-296e-7143-bd0f-2ee1df40cba4"


def look(client: Client, provider: str, *packages: Package) -> Any:
    return press(client, "provider", choose(client, "provider", *packages), step="look", provider=provider)


def defaults() -> dict[str, str]:
    """The default provider of each package that has one, by their names."""
    rows = PackageProvider.objects.filter(default=True)
    return dict(rows.values_list("package__name", "provider__provider_name"))


# --- Asking --------------------------------------------------------------------------------------


def test_the_provider_is_asked_for_first_and_none_is_preselected(operator: Client) -> None:
    ProviderFactory.create()

    response = choose(operator, "provider", PackageFactory.create())

    assert "Which provider" in said(response)
    assert "Will be served by it" not in said(response)
    assert sent_by(response)["provider"] == ""


def test_those_of_the_service_types_are_offered_with_their_type(operator: Client) -> None:
    ProviderFactory.create(provider_name="Frankfurt", provider_type="bbb")
    ProviderFactory.create(provider_name="Lisbon", provider_type="bbb", active=False)
    ProviderFactory.create(provider_name="Elsewhere", service_type="phone")

    shown = said(choose(operator, "provider", PackageFactory.create()))

    assert "Frankfurt · BigBlueButton · " in shown
    assert "switched off" in shown
    assert "Elsewhere" not in shown


def test_those_of_packages_that_are_looked_at_later_are_offered_as_well(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_page, "AT_ONCE", 1)
    for service_type in ("meet", "webinar"):
        ProviderFactory.create(provider_name=f"For {service_type}", service_type=service_type)
    packages = [PackageFactory.create(service_type=one) for one in ("meet", "webinar")]

    shown = said(choose(operator, "provider", *packages))

    assert "For meet" in shown
    assert "For webinar" in shown


def test_what_to_do_without_any_provider_is_said(operator: Client) -> None:
    shown = said(choose(operator, "provider", PackageFactory.create()))

    assert "No provider serves these packages yet: connect one first, under Providers." in shown


@pytest.mark.parametrize(
    ("provider", "sentence"),
    [
        ("", "Choose the provider that is to serve these packages."),
        ("nonsense", "This provider is not there (any more); choose one of the list."),
        ("prv_\x00", "This provider is not there (any more); choose one of the list."),
        ("x" * 5000, "This provider is not there (any more); choose one of the list."),
        (NOBODY, "This provider is not there (any more); choose one of the list."),
    ],
)
def test_what_is_no_provider_is_asked_for_again_and_nothing_is_lost(
    provider: str, sentence: str, operator: Client
) -> None:
    packages = [PackageFactory.create() for _ in range(2)]

    response = look(operator, provider, *packages)

    assert sentence in said(response)
    assert sent_by(response)["keys"].split() == [package.pk.hex for package in packages]
    assert defaults() == {}


def test_a_page_without_the_box_is_asked_again(operator: Client) -> None:
    key = PackageFactory.create().pk.hex

    response = operator.post(f"{LIST}many/provider/", {"keys": key, "step": "look"})

    assert "Choose the provider that is to serve these packages." in said(response)


@pytest.mark.parametrize("provider", ["", ";", ";nonsense", ";%00", f";{NOBODY}"])
def test_a_step_that_was_made_up_does_nothing(provider: str, operator: Client) -> None:
    items = f"{PackageFactory.create().pk.hex};{provider}"

    response = operator.post(f"{LIST}many/provider/", {"items": items, "step": "run"}, follow=True)

    assert response.status_code == 200
    assert defaults() == {}


# --- Looking and doing ---------------------------------------------------------------------------


def test_what_would_happen_to_each_is_shown_and_nothing_is_done(operator: Client) -> None:
    provider = ProviderFactory.create(provider_name="Frankfurt")
    packages = [PackageFactory.create() for _ in range(2)]

    response = look(operator, provider.id, *packages)

    assert "2 Will be served by it" in said(response)
    assert "Frankfurt" in said(response)
    assert sent_by(response)["provider"] == provider.id
    assert defaults() == {}


def test_each_gets_it_in_one_revision_with_the_reason(operator: Client) -> None:
    old, new = (ProviderFactory.create(provider_name=name) for name in ("Old", "New"))
    bare, served = PackageFactory.create(name="Bare"), PackageFactory.create(name="Served", providers=[old])

    done = press(operator, "provider", look(operator, new.id, bare, served), reason="Moved")

    assert "2 Served by it now" in said(done)
    assert defaults() == {"Bare": "New", "Served": "New"}
    assert served.providers.filter(provider=old, active=True).exists()
    assert list(PackageRevision.objects.filter(number=2).values_list("reason", flat=True)) == ["Moved"] * 2


def test_sent_again_it_changes_nothing_more(operator: Client) -> None:
    shown = look(operator, ProviderFactory.create().id, PackageFactory.create())
    press(operator, "provider", shown)

    again = press(operator, "provider", shown)

    assert "1 No change needed" in said(again)
    assert PackageRevision.objects.count() == 2


def test_what_has_it_already_needs_no_change(operator: Client) -> None:
    provider = ProviderFactory.create()

    shown = said(look(operator, provider.id, PackageFactory.create(providers=[provider])))

    assert "1 No change needed" in shown


def test_a_package_of_another_service_type_is_told(operator: Client) -> None:
    provider = ProviderFactory.create(provider_name="Frankfurt")
    packages = [
        PackageFactory.create(name="Meetings"),
        PackageFactory.create(service_type="webinar", name="Webinars"),
    ]

    shown = said(look(operator, provider.id, *packages))

    assert (
        "Frankfurt serves Web Meeting, the package is Webinar; the two must be the same. 1 Webinars" in shown
    )
    assert "1 Will be served by it" in shown


def test_one_that_is_switched_off_is_refused(operator: Client) -> None:
    provider = ProviderFactory.create(provider_name="Lisbon", active=False)

    shown = said(look(operator, provider.id, PackageFactory.create(name="Basic")))

    assert "Lisbon is switched off; switch it on, or choose another default. 1 Basic" in shown


def test_a_provider_that_was_deleted_meanwhile_is_told(operator: Client) -> None:
    provider = ProviderFactory.create()
    shown = look(operator, provider.id, PackageFactory.create(name="Basic"))
    Provider.objects.all().delete()

    done = said(press(operator, "provider", shown))

    assert f"There is no provider {provider.id}" in done


def test_what_is_shown_costs_the_same_for_each_package(operator: Client) -> None:
    provider = ProviderFactory.create()
    packages = [PackageFactory.create() for _ in range(4)]
    look(operator, provider.id, packages[3])
    costs = []
    for count in (1, 2, 3):
        keys = " ".join(package.pk.hex for package in packages[:count])
        with CaptureQueriesContext(connection) as captured:
            operator.post(f"{LIST}many/provider/", {"keys": keys, "provider": provider.id, "step": "look"})
        costs.append(len(captured))

    assert costs[2] - costs[1] == costs[1] - costs[0]
    assert costs[1] - costs[0] <= 25
