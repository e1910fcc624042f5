"""What every row of the matrix keeps, as named constraints with a code and a sentence.

Most are evaluated in Python too. Arrays and JSON are left to PostgreSQL.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact

from config.json_rules import object_problems
from config.rules import HAS_TEXT, Problem, RowRule, row_problems
from features.choices import AggregationType, FeatureGroup, License, PeriodicityType
from features.service_types import ServiceType
from features.versions import VERSION_PATTERN

# \Z and not $: Python's $ also accepts a line feed at the end. PostgreSQL reads \Z the same way.
CODE_PATTERN = r"^[a-z][a-z0-9_]{1,62}\Z"
SUFFIX_PATTERN = r"^([a-z][a-z0-9_]*)?\Z"
LAST_POSITION = 9999


def _is_object(name: str) -> Exact:
    return Exact(Func(F(name), function="jsonb_typeof", output_field=models.TextField()), "object")


CONSTRAINTS: list[models.BaseConstraint] = [
    RowRule(
        condition=Q(code__regex=CODE_PATTERN),
        name="features_feature_code_format",
        code="bad_code",
        sentence="Use 2 to 63 lower-case letters a-z, digits and underscores, beginning with a letter.",
        field="code",
    ),
    RowRule(
        condition=Q(name__regex=HAS_TEXT),
        name="features_feature_name_given",
        code="blank",
        sentence="Give the feature a name.",
        field="name",
    ),
    RowRule(
        condition=Q(aggregation_type__in=AggregationType.values),
        name="features_feature_aggregation_type",
        code="invalid_choice",
        sentence=f"Use one of {', '.join(AggregationType.values)}.",
        field="aggregation_type",
    ),
    RowRule(
        condition=Q(field_suffix__regex=SUFFIX_PATTERN),
        name="features_feature_field_suffix_format",
        code="bad_suffix",
        sentence="Use lower-case letters a-z, digits and underscores, beginning with a letter.",
        field="field_suffix",
    ),
    RowRule(
        condition=Q(aggregation_type=AggregationType.COUNT) | ~Q(field_suffix=""),
        name="features_feature_field_suffix_given",
        code="suffix_required",
        sentence="Give the unit of measure; only a count can do without.",
        field="field_suffix",
    ),
    RowRule(
        condition=Q(periodicity_type__in=PeriodicityType.values),
        name="features_feature_periodicity_type",
        code="invalid_choice",
        sentence=f"Use one of {', '.join(PeriodicityType.values)}.",
        field="periodicity_type",
    ),
    RowRule(
        condition=Q(periodicity__gte=0),
        name="features_feature_periodicity_not_negative",
        code="negative",
        sentence="Use 0 for a feature that never resets, or a number above it.",
        field="periodicity",
    ),
    RowRule(
        condition=Q(since__regex=VERSION_PATTERN),
        name="features_feature_since_version",
        code="bad_version",
        sentence="Write the version as one to three numbers, for example 2.0.",
        field="since",
    ),
    RowRule(
        condition=Q(release="") | Q(release__regex=VERSION_PATTERN),
        name="features_feature_release_version",
        code="bad_version",
        sentence="Write the release as one to three numbers, for example 2.0, or leave it empty.",
        field="release",
    ),
    RowRule(
        condition=Q(group__in=FeatureGroup.values),
        name="features_feature_group",
        code="invalid_choice",
        sentence=f"Use one of {', '.join(FeatureGroup.values)}.",
        field="group",
    ),
    RowRule(
        condition=Q(position__gte=0, position__lte=LAST_POSITION),
        name="features_feature_position_range",
        code="out_of_range",
        sentence=f"Use a position from 0 to {LAST_POSITION}.",
        field="position",
    ),
    models.CheckConstraint(
        condition=Q(service_types__contained_by=ServiceType.values),
        name="features_feature_service_types_known",
        violation_error_code="invalid_choice",
        violation_error_message=f"Use service types among {', '.join(ServiceType.values)}.",
    ),
    models.CheckConstraint(
        condition=Q(licenses__contained_by=License.values),
        name="features_feature_licenses_known",
        violation_error_code="invalid_choice",
        violation_error_message=f"Use licence types among {', '.join(License.values)}.",
    ),
    models.CheckConstraint(
        condition=_is_object("feature_settings"),
        name="features_feature_settings_object",
        violation_error_code="wrong_type",
        violation_error_message="Give the settings as an object: keys and values in braces.",
    ),
    models.CheckConstraint(
        condition=_is_object("feature_metadata"),
        name="features_feature_metadata_object",
        violation_error_code="wrong_type",
        violation_error_message="Give the metadata as an object: keys and values in braces.",
    ),
    # What a package's feature points at, so that its copy of the kind can never be another one.
    models.UniqueConstraint(fields=["code", "kind"], name="features_feature_code_kind"),
]


def feature_problems(row: models.Model) -> list[Problem]:
    """Everything that is wrong with a row of the matrix, with pointers relative to it; no query."""
    free = [
        problem.below(f"/{name}")
        for name in ("feature_settings", "feature_metadata")
        for problem in object_problems(getattr(row, name))
    ]
    return [*row_problems(row), *free]
