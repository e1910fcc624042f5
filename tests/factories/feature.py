"""Features as a release of the matrix would write them."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from features.choices import AggregationType, FeatureGroup, License
from features.models import Feature


class FeatureFactory(DjangoModelFactory[Feature]):
    """A switch of the first release, for every service type; the traits make the other kinds."""

    class Meta:
        model = Feature

    class Params:
        limit = factory.Trait(quota=True)
        allowance = factory.Trait(quota=True, consumable=True)
        usage = factory.Trait(consumable=True, aggregation_type=AggregationType.SUM, field_suffix="minutes")

    code = factory.Sequence(lambda n: f"feature_{n}")
    name = factory.LazyAttribute(lambda feature: feature.code.replace("_", " ").capitalize())
    description = "What it does."
    aggregation_type = AggregationType.COUNT
    group = FeatureGroup.CAPACITY
    position = factory.Sequence(lambda n: n % 10_000)
    since = "1.0"
    release = "1.0"
    licenses = factory.LazyFunction(lambda: list(License.values))
