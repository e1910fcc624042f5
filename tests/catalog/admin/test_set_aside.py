"""A number beside a ticked Unlimited: it counts for nothing, and is not lost while the page is mended."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.catalog.admin.typed import change_url, page, typed_over
from tests.factories.package import PackageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

ROOMS = "feature-max_rooms"


def test_it_is_there_again_when_another_field_is_refused(operator: Client) -> None:
    package = PackageFactory.create(features={"max_rooms": True})
    sent = typed_over(page(operator, change_url(package)), name="")
    sent |= {f"{ROOMS}-set_aside": ["25"], "_continue": ["1"]}
    sent.pop(f"{ROOMS}-value")

    content = operator.post(change_url(package), sent).content.decode()

    box = content.split(f'id="{ROOMS}-value"')[1].split(">")[0]
    assert 'value="25"' in box


def test_it_is_no_change_of_what_is_stored(operator: Client) -> None:
    package = PackageFactory.create(features={"max_rooms": True})
    sent = typed_over(page(operator, change_url(package)))
    sent |= {f"{ROOMS}-set_aside": ["25"], "_continue": ["1"]}

    response = operator.post(change_url(package), sent, follow=True)

    assert "nothing was changed" in response.content.decode()
    assert package.features.get().value is True
