"""What is done to many packages from the list."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from catalog.admin import list_actions
from catalog.models import Package, PackageRevision
from tests.catalog.admin.typed import LIST, page, texts
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def run(client: Client, action: str, *packages: Package) -> Any:
    sent = {"action": action, "_selected_action": [str(package.pk) for package in packages], "index": "0"}
    response = client.post(LIST, sent, follow=True)
    assert response.status_code == 200
    return response


def test_activates_what_is_ready_and_says_why_not_of_the_others(operator: Client) -> None:
    ready = sellable(name="Ready", status="inactive")
    bare = PackageFactory.create(name="Bare", price=None)

    response = run(operator, "activate", ready, bare)

    said = texts(response)
    assert "1 package activated" in said
    assert "1 package not activated" in said
    for sentence in ("The price is not decided", "No provider is the default", "The package has no features"):
        assert sentence in said
    assert {p.name: p.status for p in Package.objects.all()} == {"Ready": "active", "Bare": "draft"}


def test_one_revision_for_each_package_by_the_operator(operator: Client) -> None:
    packages = [sellable(), sellable()]

    run(operator, "deactivate", *packages)

    found = PackageRevision.objects.filter(number=2, actor_kind="operator", actor_name="admin")
    assert found.count() == 2
    assert set(Package.objects.values_list("status", flat=True)) == {"inactive"}


def test_the_history_of_each_package_says_so(operator: Client) -> None:
    package = sellable()

    run(operator, "retire", package)

    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.change_message) == (str(package.pk), "Retired.")


def test_what_is_so_already_needs_no_change(operator: Client) -> None:
    response = run(operator, "activate", sellable())

    assert "1 package needed no change" in texts(response)
    assert PackageRevision.objects.count() == 1


def test_retires(operator: Client) -> None:
    run(operator, "retire", sellable())

    assert Package.objects.get().retired


def test_duplicates_as_a_draft_and_leads_to_the_copy(operator: Client) -> None:
    response = run(operator, "duplicate", sellable(name="Basic"))

    copy = Package.objects.get(name="Basic (copy)")
    assert copy.status == "draft"
    assert str(copy.pk) in texts(response)


def test_a_name_is_shown_as_a_text(operator: Client) -> None:
    response = run(operator, "retire", sellable(name="<b>Bold</b>"))

    assert "<b>Bold" not in response.content.decode()


def test_too_many_at_once_are_refused(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_actions, "MOST_AT_ONCE", 1)

    response = run(operator, "retire", sellable(), sellable())

    assert "Choose at most 1 packages at a time" in texts(response)
    assert not Package.objects.filter(retired=True).exists()


def test_there_is_no_deleting_of_many(operator: Client) -> None:
    PackageFactory.create()

    assert "delete_selected" not in page(operator, LIST)
