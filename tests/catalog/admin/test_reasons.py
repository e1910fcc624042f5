"""Why something is done, through every door of the back office that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalog.models import Package, PackageRevision
from tests.catalog.admin.exchange.calls import IMPORT
from tests.catalog.admin.grid.calls import GRID
from tests.catalog.admin.typed import LIST, change_url, fields_of, page
from tests.catalog.writes import update
from tests.factories.package import sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

REASON = "Spr\0ing "


def by_form(client: Client, package: Package) -> Any:
    sent = fields_of(page(client, change_url(package)), "package_form")
    return client.post(change_url(package), {**sent, "name": ["New"], "reason": [REASON]})


def by_grid(client: Client, package: Package) -> Any:
    return client.post(GRID, {"column": f"0 {package.pk} 2", "0/name": "New", "_save": "1", "reason": REASON})


def by_import(client: Client, package: Package) -> Any:
    return client.post(
        IMPORT, {"column": f"4 {package.pk} 2", "4/name": "New", "_apply": "1", "reason": REASON}
    )


def by_restoring(client: Client, package: Package) -> Any:
    return client.post(f"{LIST}{package.pk}/history/1/restore/", {"seen": "2", "reason": REASON})


@pytest.mark.parametrize("door", [by_form, by_grid, by_import, by_restoring])
def test_a_reason_is_kept_without_what_the_database_does_not_take(
    door: Callable[[Client, Package], Any], operator: Client
) -> None:
    package = sellable(name="Basic")
    update(package, name="Later")

    response = door(operator, package)

    assert response.status_code == 302
    assert PackageRevision.objects.get(number=3).reason.endswith("Spring")
