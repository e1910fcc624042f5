"""A client that may do everything to packages."""

from __future__ import annotations

import pytest

from tests.catalog.api.calls import Api


@pytest.fixture
def api(db: None) -> Api:
    return Api()
