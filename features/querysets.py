"""Adjectives for features; they chain, and every order ends in the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q

from features.versions import parse_version

if TYPE_CHECKING:
    from features.models import Feature


class VersionNumbers(Func):
    """A version text as an array of integers; PostgreSQL compares those number by number."""

    template = "string_to_array(%(expressions)s, '.')::integer[]"
    output_field = ArrayField(models.IntegerField())


class FeatureQuerySet(models.QuerySet["Feature"]):
    """Rows of the matrix, in the order of tables unless ordered otherwise."""

    def available(self, *, version: str, license: str) -> FeatureQuerySet:
        """Those that a platform of this version and licence type has, deprecated ones included."""
        return self._in_version(version).filter(Q(licenses=[]) | Q(licenses__contains=[license]))

    def unavailable(self, *, version: str, license: str) -> FeatureQuerySet:
        """Those that a platform of this version and licence type lacks."""
        return self.exclude(pk__in=self.model.objects.available(version=version, license=license))

    def offered(self, *, version: str, license: str) -> FeatureQuerySet:
        """Those that such a platform has and that packages can still be given."""
        return self.available(version=version, license=license).filter(deprecated=False)

    def applying_to(self, service_type: str) -> FeatureQuerySet:
        """Those that packages of this service type can have."""
        return self.filter(Q(service_types=[]) | Q(service_types__contains=[service_type]))

    def deprecated(self) -> FeatureQuerySet:
        """Those that are no longer offered for new use."""
        return self.filter(deprecated=True)

    def quotas(self) -> FeatureQuerySet:
        """Those whose use is limited."""
        return self.filter(quota=True)

    def by_code(self) -> dict[str, Feature]:
        """All of them by their code, in order, in one statement."""
        return {feature.code: feature for feature in self}

    def _in_version(self, version: str) -> FeatureQuerySet:
        # Three numbers are the longest version there is, and a shorter array that agrees comes first.
        numbers = list(parse_version(version))
        return self.alias(since_numbers=VersionNumbers(F("since"))).filter(since_numbers__lte=numbers)
