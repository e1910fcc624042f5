"""Addresses of a package: every spelling of its key, and what is left of one that was deleted."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.actions.delete import delete_package
from tests.catalog.admin.typed import LIST, change_url
from tests.factories.package import BY, PackageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spelling", ["id", "ulid", "hex"])
def test_every_spelling_of_the_key_leads_to_the_page(operator: Client, spelling: str) -> None:
    package = PackageFactory.create()
    key = package.uuid.hex if spelling == "hex" else getattr(package, spelling)

    response = operator.get(f"{LIST}{key}/change/")

    assert response.headers["Location"] == change_url(package)
    assert operator.get(change_url(package)).status_code == 200


def test_the_page_of_a_deleted_package_is_its_history(operator: Client) -> None:
    package = PackageFactory.create(name="Short-lived")
    delete_package(key=package.pk, by=BY)

    response = operator.get(f"{LIST}{package.id}/change/", follow=True)

    assert response.request["PATH_INFO"] == f"{LIST}{package.pk}/history/"
    assert "This package was deleted" in response.content.decode()


def test_what_never_was_a_package_is_told_so(operator: Client) -> None:
    response = operator.get(f"{LIST}nothing/change/", follow=True)

    assert response.status_code == 200
    assert "doesn’t exist" in response.content.decode()
