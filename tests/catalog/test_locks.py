"""What a package is given is held against a change until the package is stored."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from catalog.actions.prepare import matrix_for, providers_for
from features.models import Feature
from providers.models import Provider
from tests.factories.feature import FeatureFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db(transaction=True)


def is_held(row: Feature | Provider) -> bool:
    """Whether another connection has to wait for the lock that every change of `row` takes first."""
    outcome: list[str] = []

    def try_it() -> None:
        rows: Any = type(row)._default_manager.filter(pk=row.pk)
        try:
            with transaction.atomic():
                list(rows.select_for_update(no_key=True, nowait=True))
            outcome.append("free")
        except OperationalError:
            outcome.append("held")
        finally:
            connection.close()

    other = Thread(target=try_it)
    other.start()
    other.join()
    return outcome == ["held"]


@pytest.mark.parametrize(
    ("make", "hold"),
    [(FeatureFactory.create, matrix_for), (ProviderFactory.create, providers_for)],
)
def test_nobody_changes_it_before_the_package_is_stored(
    make: Callable[[], Any], hold: Callable[[list[Any]], Any]
) -> None:
    row = make()

    with transaction.atomic():
        hold([row.pk])
        during = is_held(row)

    assert during
    assert not is_held(row)
