"""Packages that are not there any more, or that have lost their document, while somebody works on them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from catalog.actions.delete import delete_package
from catalog.models import Package, PackageDocument
from tests.catalog.admin.many import choose, press, said
from tests.catalog.admin.typed import LIST, change_url, page, texts, typed_over
from tests.factories.package import PackageFactory

pytestmark = pytest.mark.django_db


def told_on_the_list(response: Any) -> str:
    assert response.redirect_chain == [(LIST, 302)]
    return texts(response)


def test_deleting_what_somebody_just_deleted_says_so(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = PackageFactory.create()

    def slow(**wanted: Any) -> None:
        delete_package(**wanted)
        delete_package(**wanted)

    monkeypatch.setattr("catalog.admin.package.delete_package", slow)
    response = operator.post(f"{LIST}{package.pk}/delete/", {"post": "yes"}, follow=True)

    assert "somebody deleted it" in told_on_the_list(response)


@pytest.fixture
def unrecorded(db: None) -> Package:
    package = PackageFactory.create()
    PackageDocument.objects.all().delete()
    return package


def test_the_page_of_a_package_without_its_document_says_what_to_do(
    operator: Client, unrecorded: Package
) -> None:
    response = operator.get(change_url(unrecorded), follow=True)

    assert "run check_catalog --repair" in told_on_the_list(response)


def test_saving_a_package_that_lost_its_document_says_what_to_do(operator: Client) -> None:
    package = PackageFactory.create(name="Old")
    sent = typed_over(page(operator, change_url(package)), name="New")
    PackageDocument.objects.all().delete()

    response = operator.post(change_url(package), sent, follow=True)

    assert "run check_catalog --repair" in told_on_the_list(response)
    assert Package.objects.get().name == "Old"


def test_deleting_a_package_without_its_document_says_what_to_do(
    operator: Client, unrecorded: Package
) -> None:
    response = operator.post(f"{LIST}{unrecorded.pk}/delete/", {"post": "yes"}, follow=True)

    assert "run check_catalog --repair" in told_on_the_list(response)
    assert Package.objects.exists()


def test_a_repaired_package_can_be_edited_again(operator: Client, unrecorded: Package) -> None:
    call_command("check_catalog", "--repair", verbosity=0)

    assert operator.get(change_url(unrecorded)).status_code == 200


def test_an_action_on_a_package_that_loses_its_document_says_what_to_do(operator: Client) -> None:
    shown = choose(operator, "retire", PackageFactory.create())
    PackageDocument.objects.all().delete()

    done = press(operator, "retire", shown)

    assert "run check_catalog --repair" in said(done)
