"""Inside a transaction nothing is kept: its own changes are not announced yet."""

from __future__ import annotations

import pytest
from django.db import connection

from catalog.page_cache import Page, PageCache
from integrations.api.rendering import Body
from tests.factories.package import PackageFactory

pytestmark = pytest.mark.django_db


def test_a_transaction_reads_what_it_wrote_itself() -> None:
    PackageFactory.create()
    connection.check_constraints()
    cache, read = PageCache(), iter([Page(Body(b"before"), '"1"'), Page(Body(b"after"), '"2"')])

    found = [cache.page(("key",), lambda: next(read)).body.content for _ in range(2)]

    assert found == [b"before", b"after"]
