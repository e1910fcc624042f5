"""Features as a release of the matrix would write them."""

from __future__ import annotations

from factory.declarations import LazyAttribute, LazyFunction, Sequence, Trait
from factory.django import DjangoModelFactory

from features.choices import AggregationType, FeatureGroup, License
from features.models import Feature


class FeatureFactory(DjangoModelFactory[Feature]):
    """A switch of the first release, for every service type; the traits make the other kinds."""

    class Meta:
        model = Feature

    class Params:
        limit = Trait(quota=True)
        allowance = Trait(quota=True, consumable=True)
        usage = Trait(consumable=True, aggregation_type=AggregationType.SUM, field_suffix="minutes")

    code = Sequence(lambda n: f"feature_{n}")
    name = LazyAttribute(lambda feature: feature.code.replace("_", " ").capitalize())
    description = "What it does."
    aggregation_type = AggregationType.COUNT
    group = FeatureGroup.CAPACITY
    position = Sequence(lambda n: n % 10_000)
    since = "1.0"
    release = "1.0"
    licenses = LazyFunction(lambda: list(License.values))
