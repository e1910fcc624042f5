"""The form of a new package that is sent more than once: pressed twice, or again after Back."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from catalog.actions.delete import delete_package
from catalog.models import Package
from tests.catalog.admin.typed import ADD, change_url, page, typed_over
from tests.catalog.writes import BY, numbers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

WANTED = {"name": "Basic", "service_type": "meet", "tier": "10"}


def test_a_form_that_is_sent_twice_makes_one_package(operator: Client) -> None:
    sent = typed_over(page(operator, ADD), **WANTED) | {"_continue": ["1"]}

    first, second = operator.post(ADD, sent), operator.post(ADD, sent, follow=True)

    made = Package.objects.get()
    assert first.headers["Location"] == second.redirect_chain[-1][0] == change_url(made)
    assert "nothing was stored twice" in second.content.decode()
    assert numbers(made) == [1]
    assert LogEntry.objects.count() == 1


def test_what_is_typed_after_going_back_is_told_and_becomes_another_package(operator: Client) -> None:
    sent = typed_over(page(operator, ADD), **WANTED) | {"_save": ["1"]}
    operator.post(ADD, sent)

    refused = operator.post(ADD, sent | {"name": ["Premium"]})

    told = refused.content.decode()
    assert "saved before, as “Basic”" in told
    assert [package.name for package in Package.objects.all()] == ["Basic"]
    again = typed_over(told)
    assert again["name"] == ["Premium"]
    operator.post(ADD, again | {"_save": ["1"]})
    assert set(Package.objects.values_list("name", flat=True)) == {"Basic", "Premium"}


def test_a_package_that_was_deleted_is_not_made_again_before_it_is_told(operator: Client) -> None:
    sent = typed_over(page(operator, ADD), **WANTED) | {"_save": ["1"]}
    operator.post(ADD, sent)
    delete_package(key=Package.objects.get().pk, by=BY)

    told = operator.post(ADD, sent).content.decode()

    assert "deleted since" in told
    assert not Package.objects.exists()
    operator.post(ADD, typed_over(told) | {"_save": ["1"]})
    assert Package.objects.get().name == "Basic"


def test_what_a_save_does_is_told_of_a_form_that_was_sent_before(operator: Client) -> None:
    sent = typed_over(page(operator, ADD), **WANTED)
    operator.post(ADD, sent | {"_save": ["1"]})

    told = operator.post(f"{ADD}impact/", sent)

    assert "Makes a new package." in told.content.decode()


@pytest.mark.parametrize("key", ["", "nothing", "\0", "pkg_0"])
def test_a_form_without_a_key_makes_a_package(operator: Client, key: str) -> None:
    sent = typed_over(page(operator, ADD), **WANTED, key=key)

    operator.post(ADD, sent | {"_save": ["1"]})

    assert Package.objects.get().name == "Basic"
