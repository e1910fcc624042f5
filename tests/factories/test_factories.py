"""A factory makes what its door would make."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import call_command

from tests.factories.feature import FeatureFactory
from tests.factories.feed_entry import FeedEntryFactory
from tests.factories.feed_head import FeedHeadFactory
from tests.factories.package import sellable
from tests.factories.package_document import PackageDocumentFactory
from tests.factories.package_feature import PackageFeatureFactory
from tests.factories.package_provider import PackageProviderFactory
from tests.factories.package_revision import PackageRevisionFactory

pytestmark = pytest.mark.django_db


def test_what_factories_make_keeps_every_rule() -> None:
    feature = PackageFeatureFactory.create(
        feature=FeatureFactory.create(allowance=True), value=5, unit_price=Decimal(1)
    )
    attached = PackageProviderFactory.create(package=feature.package, default=True, settings={"a": 1})
    document = PackageDocumentFactory.create(name="Shown")
    revision = PackageRevisionFactory.create(package=feature.package)
    package = sellable()
    entry = FeedEntryFactory.create()
    head = FeedHeadFactory.create()

    assert (feature.limit_value, feature.unit_price, attached.default) == (5, Decimal(1), True)
    assert '"name":"Shown"' in document.text
    assert revision.number == 4
    assert package.document.sellable
    assert (entry.kind, head.position) == ("created", (entry.position or 0) + 1)
    call_command("check_catalog", verbosity=0)
