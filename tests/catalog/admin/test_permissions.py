"""Who may do what, and what is never deleted."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from catalog.models import Package, PackageRevision
from tests.catalog.admin.typed import ADD, LIST, change_url, fields_of, page, texts
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def test_who_may_only_look_sees_everything_and_can_change_nothing(viewer: Client) -> None:
    package = sellable(name="Basic")

    content = page(viewer, change_url(package))
    refused = viewer.post(change_url(package), {"name": "Mine", "_save": "1"})

    assert "Basic" in content
    assert '<fieldset class="whole-form" disabled>' in content
    assert 'name="_save"' not in content
    assert refused.status_code == 403
    assert Package.objects.get().name == "Basic"


def test_who_may_only_look_can_not_add_nor_run_actions(viewer: Client) -> None:
    package = sellable()

    viewer.post(LIST, {"action": "retire", "_selected_action": [str(package.pk)], "index": "0"})

    assert viewer.get(ADD).status_code == 403
    assert not Package.objects.get().retired


def test_who_may_change_but_not_add_has_no_duplicate(viewer: Client) -> None:
    PackageFactory.create()
    User.objects.get().user_permissions.add(Permission.objects.get(codename="change_package"))

    content = page(viewer, LIST)

    assert 'value="retire">' in content
    assert 'value="duplicate">' not in content


def test_others_are_sent_to_log_in(client: Client) -> None:
    assert client.get(LIST).status_code == 302


def test_a_draft_is_deleted_and_its_history_stays(operator: Client) -> None:
    package = PackageFactory.create(features={"polls": True})

    asked = page(operator, f"{LIST}{package.pk}/delete/")
    operator.post(f"{LIST}{package.pk}/delete/", {"post": "yes"})

    assert "can't be undone" in asked
    assert not Package.objects.exists()
    assert PackageRevision.objects.filter(package_uuid=package.pk).exists()


def test_a_package_that_was_offered_is_not_deleted(operator: Client) -> None:
    package = sellable(name="Basic")

    page_before = page(operator, change_url(package))
    response = operator.post(f"{LIST}{package.pk}/delete/", {"post": "yes"}, follow=True)

    assert "deletelink" not in page_before
    assert "Basic was offered once; retire it instead of deleting it." in texts(response)
    assert Package.objects.exists()


def test_the_rows_of_packages_have_no_pages_of_their_own(operator: Client) -> None:
    content = page(operator, "/admin/")

    for model in ("packagefeature", "packageprovider", "packagedocument", "packagerevision"):
        assert model not in content
        assert operator.get(f"/admin/catalog/{model}/").status_code == 404


def test_a_page_sends_no_inline_script_or_style(operator: Client) -> None:
    package = sellable(features={"polls": True, "max_rooms": 5}, has_stock=True, stock_qty=4)

    for url in (LIST, ADD, change_url(package), f"{LIST}{package.pk}/history/", "/admin/"):
        content = page(operator, url)
        assert " style=" not in content
        assert "<style" not in content
        assert " onclick=" not in content
        assert "<script>" not in content
        assert "javascript:" not in content


def test_an_unknown_package_says_so(operator: Client) -> None:
    response = operator.get(f"{LIST}nonsense/change/", follow=True)

    assert "doesn’t exist" in texts(response)


def test_a_page_can_be_opened_with_a_service_type_chosen(operator: Client) -> None:
    assert fields_of(page(operator, f"{ADD}?service_type=live"))["service_type"] == ["live"]
