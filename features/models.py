"""The feature matrix: what can be set, consumed and charged for.

The platform owns it. Rows are written by `features.sync` and by fixtures, and by nothing else; the
database refuses to delete one or to give it another code, because a code that was ever shipped can
always be looked up.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.expressions import Combinable, CombinedExpression, Expression

from config.json_rules import validate_object
from features import rules
from features.choices import AggregationType, FeatureGroup, FeatureKind, License, PeriodicityType
from features.entries import ENTRY_FIELDS, FeatureEntry
from features.querysets import FeatureQuerySet
from features.service_types import ServiceType
from features.versions import parse_version


def _kind() -> Case:
    return Case(
        When(consumable=False, quota=False, then=Value(FeatureKind.SWITCH)),
        When(consumable=False, quota=True, then=Value(FeatureKind.LIMIT)),
        When(consumable=True, quota=True, then=Value(FeatureKind.ALLOWANCE)),
        default=Value(FeatureKind.USAGE),
    )


def _place() -> Expression:
    ranks = [When(group=group, then=Value(rank * 10_000)) for rank, group in enumerate(FeatureGroup)]
    rank = Case(*ranks, default=Value(990_000), output_field=models.IntegerField())
    return CombinedExpression(rank, Combinable.ADD, F("position"))


class Feature(models.Model):
    """One row of the matrix; `code` is its identity for ever.

    `kind` and `place` are computed by the database: what a package can say about the feature, and
    where it stands in tables (by group, then position).
    """

    code = models.CharField(primary_key=True, max_length=63, db_collation="C")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    aggregation_type = models.CharField("aggregation", max_length=16, choices=AggregationType)
    field_suffix = models.CharField(
        "unit",
        max_length=63,
        blank=True,
        help_text="The unit of measure, and the suffix of the event property.",
    )
    consumable = models.BooleanField(default=False, help_text="Use of the resource draws it down.")
    quota = models.BooleanField(default=False, help_text="Use of the resource is limited.")
    kind = models.GeneratedField(
        expression=_kind(),
        output_field=models.CharField(max_length=9),
        db_persist=True,
        choices=FeatureKind,
        serialize=False,
    )
    periodicity_type = models.CharField(
        max_length=7, choices=PeriodicityType, default=PeriodicityType.MONTHLY
    )
    periodicity = models.IntegerField(default=0, help_text="0 = never resets.")
    service_types = ArrayField(
        models.CharField(max_length=9, choices=ServiceType),
        default=list,
        blank=True,
        help_text="Empty = all of them.",
    )
    since = models.CharField(max_length=14, help_text="The platform version that introduced it.")
    licenses = ArrayField(
        models.CharField(max_length=10, choices=License),
        default=list,
        blank=True,
        help_text="Empty = all of them.",
    )
    deprecated = models.BooleanField(
        default=False, help_text="No longer offered for new use; packages that have it keep it."
    )
    group = models.CharField(max_length=12, choices=FeatureGroup)
    position = models.IntegerField(default=0)
    place = models.GeneratedField(
        expression=_place(), output_field=models.IntegerField(), db_persist=True, serialize=False
    )
    feature_settings = models.JSONField(default=dict, blank=True, validators=[validate_object])
    feature_metadata = models.JSONField(default=dict, blank=True, validators=[validate_object])
    release = models.CharField(
        max_length=14, blank=True, help_text="The release of the matrix that last wrote this row."
    )

    objects = FeatureQuerySet.as_manager()

    class Meta:
        ordering = ["place", "code"]
        # Nobody adds, changes or deletes a feature by hand, so there is nothing else to permit.
        default_permissions = ("view",)
        constraints = rules.CONSTRAINTS
        triggers = [
            pgtrigger.Protect(name="features_feature_keep", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="features_feature_keep_code", fields=["code"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def entry(self) -> FeatureEntry:
        """This row as plain values."""
        values = {name: getattr(self, name) for name in ENTRY_FIELDS}
        values["service_types"] = tuple(self.service_types)
        values["licenses"] = tuple(self.licenses)
        return FeatureEntry(**values)

    def applies_to(self, service_type: str) -> bool:
        """Whether packages of this service type can have the feature."""
        return not self.service_types or service_type in self.service_types

    @property
    def resets_in_words(self) -> str:
        """When use counts from 0 again: `Never`, `Every month`, `Every 2 weeks`."""
        if not (self.consumable and self.periodicity):
            return "Never"
        unit = {"daily": "day", "weekly": "week", "monthly": "month"}[self.periodicity_type]
        return f"Every {unit}" if self.periodicity == 1 else f"Every {self.periodicity} {unit}s"

    def existed_in(self, version: str) -> bool:
        """Whether this version of the platform has the feature; ValueError for what is no version."""
        return parse_version(self.since) <= parse_version(version)

    def licensed_to(self, license_type: str) -> bool:
        """Whether this licence type has the feature."""
        return not self.licenses or license_type in self.licenses
