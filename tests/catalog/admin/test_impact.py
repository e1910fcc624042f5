"""What a save does, said beside its button before it is made."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import FeedEntry, Package, PackageDocument, PackageRevision
from tests.catalog.admin.typed import ADD, LIST, change_url, fields_of, page, typed_over
from tests.catalog.writes import update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def url_of(package: Package) -> str:
    return f"{LIST}{package.pk}/impact/"


def told(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def impact(client: Client, package: Package, **typed: Any) -> str:
    """What the panel says when this is typed over the form of a package."""
    sent = typed_over(page(client, change_url(package)), **typed)
    return told(client.post(url_of(package), sent))


def test_nothing_typed_changes_nothing(operator: Client) -> None:
    assert "Nothing is changed yet." in impact(operator, sellable())


def test_fields_that_change_are_told_in_words(operator: Client) -> None:
    package = sellable(price=Decimal("14.99"))

    said = impact(operator, package, price="17.90", tier="20")

    assert "Price 14.99 → 17.90 EUR, and 1 more" in said
    assert "Tier none → 20" in said
    assert "Commercial" in said
    assert "It can be sold, as before." in said


def test_mere_wording_is_called_so(operator: Client) -> None:
    assert "Wording" in impact(operator, sellable(), name="Another name")


def test_a_promise_that_gets_smaller_is_told_with_the_revision_that_made_it(operator: Client) -> None:
    package = sellable(features={"max_rooms": 20})
    update(package, features={"max_rooms": 15})

    said = impact(operator, package, feature__max_rooms__value="10")

    assert "Promises less than before" in said
    assert "15 → 10: revision 1 promised 20" in said


def test_a_tier_that_becomes_worse_than_a_lower_one_is_told(operator: Client) -> None:
    sellable(name="Basic", tier="10", price=Decimal(20))
    package = sellable(name="Pro", tier="20", price=Decimal(30))

    said = impact(operator, package, price="10")

    assert "Breaks the order of the tiers" in said
    assert "Costs less than Basic, which stands lower (tier 10)." in said


def test_what_the_provider_does_nothing_about_is_told(operator: Client) -> None:
    package = sellable(name="Pro", providers=[ProviderFactory.create(provider_name="BBB Frankfurt")])
    sent = typed_over(page(operator, change_url(package)))
    sent |= {"feature": [*sent.get("feature", []), "max_storage"], "feature-max_storage-value": ["5"]}

    said = told(operator.post(url_of(package), sent))

    assert "The provider does nothing about" in said
    assert "BBB Frankfurt (BigBlueButton) doesn't hold it by itself." in said


def test_the_end_of_a_sale_is_told_with_its_reasons(operator: Client) -> None:
    said = impact(operator, sellable(), status="inactive")

    assert "It can no longer be sold. The package is not offered for now" in said


def test_the_beginning_of_a_sale_is_told(operator: Client) -> None:
    assert "It can be sold then." in impact(operator, sellable(status="inactive"), status="active")


def test_what_stands_in_the_way_is_told_with_its_box(operator: Client) -> None:
    package = sellable()
    sent = typed_over(page(operator, change_url(package)), name="", price="dear")

    response = operator.post(url_of(package), sent)

    assert "2 things stand in the way" in told(response)
    for href in ("#id_name", "#id_price"):
        assert f'href="{href}"' in response.content.decode()


def test_a_new_package_is_told_too(operator: Client) -> None:
    sent = typed_over(page(operator, ADD), name="New", service_type="meet")

    said = told(operator.post(f"{ADD}impact/", sent))

    assert "Makes a new package." in said
    assert "It can't be sold yet. The package is a draft" in said
    assert not Package.objects.exists()


def test_somebody_elses_save_is_told(operator: Client) -> None:
    package = sellable()
    sent = typed_over(page(operator, change_url(package)), name="Mine")
    update(package, name="Theirs")

    assert "Somebody saved this package" in told(operator.post(url_of(package), sent))


def test_nothing_of_it_is_kept(operator: Client) -> None:
    package = sellable()
    before = (PackageRevision.objects.count(), FeedEntry.objects.count(), PackageDocument.objects.get().etag)

    impact(operator, package, name="Another", price="99")

    after = (PackageRevision.objects.count(), FeedEntry.objects.count(), PackageDocument.objects.get().etag)
    assert after == before
    assert Package.objects.get().name == package.name


def test_the_button_shows_it_with_everything_that_was_typed(operator: Client) -> None:
    package = sellable(price=Decimal("14.99"))
    sent = typed_over(page(operator, change_url(package)), price="17.90", reason="Because")

    response = operator.post(change_url(package), {**sent, "_impact": "1"})

    content = response.content.decode()
    assert "Price 14.99 → 17.90 EUR" in told(response)
    assert fields_of(content)["price"] == ["17.90"]
    assert fields_of(content)["reason"] == ["Because"]
    assert Package.objects.get().price == Decimal("14.99")


def test_the_button_works_for_a_new_package(operator: Client) -> None:
    sent = typed_over(page(operator, ADD), name="New", service_type="meet")

    response = operator.post(ADD, {**sent, "_impact": "1"})

    assert "Makes a new package." in told(response)
    assert not Package.objects.exists()


def test_the_form_stays_when_it_can_not_be_said(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    package = sellable()
    sent = typed_over(page(operator, change_url(package)), name="Typed")

    def away(*_: Any) -> Any:
        raise DatabaseError

    monkeypatch.setattr("catalog.admin.impact._preview", away)
    response = operator.post(change_url(package), {**sent, "_impact": "1"})

    assert "Saving works all the same." in told(response)
    assert fields_of(response.content.decode())["name"] == ["Typed"]


def test_a_package_without_its_document_is_told(operator: Client) -> None:
    package = sellable()
    sent = typed_over(page(operator, change_url(package)), name="Typed")
    PackageDocument.objects.all().delete()

    assert "run check_catalog --repair" in told(operator.post(url_of(package), sent))


def test_who_may_only_look_is_not_told(viewer: Client) -> None:
    package = sellable()

    assert viewer.post(url_of(package), {"name": "Mine"}).status_code == 403
    assert viewer.post(f"{ADD}impact/", {"name": "Mine"}).status_code == 403


def test_it_is_asked_for_by_a_post_about_a_package_that_is_there(operator: Client) -> None:
    package = PackageFactory.create()
    url = url_of(package)
    package.delete()

    assert operator.get(url).status_code == 405
    assert operator.post(url, {}).status_code == 404


@pytest.mark.parametrize(
    "sent", [{}, {"name": "\x00"}, {"revision": "x"}, {"feature": "none", "provider": "none"}]
)
def test_whatever_is_sent_is_answered(sent: dict[str, str], operator: Client) -> None:
    package = sellable()

    for url in (url_of(package), f"{ADD}impact/"):
        assert operator.post(url, sent).status_code == 200


def test_it_costs_the_same_for_one_feature_and_for_forty(operator: Client) -> None:
    costs = []
    for count in (1, 40):
        codes = [feature.code for feature in FeatureFactory.create_batch(count, limit=True)]
        package = PackageFactory.create(
            features=dict.fromkeys(codes, 5), providers=[ProviderFactory.create()], tier="20"
        )
        sent = typed_over(page(operator, change_url(package)), name="Another")
        sent |= {f"feature-{code}-value": ["4"] for code in codes}
        with CaptureQueriesContext(connection) as captured:
            assert "Promises less" in told(operator.post(url_of(package), sent))
        costs.append(len(captured))

    assert costs[0] == costs[1]
    assert costs[1] <= 35
