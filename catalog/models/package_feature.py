"""A feature of a package, with the value that the package gives it."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from catalog.models.composite_key import CompositeForeignKey
from catalog.models.package import MAX_AMOUNT, Package
from catalog.querysets import PackageFeatureManager
from config.rules import RowRule
from features.models import Feature

MAX_LIMIT = 2**53 - 1


class PackageFeature(models.Model):
    """At most one for each feature code of a package.

    A `limit` or an `allowance` has a `limit_value` above 0 or is `unlimited`, never both and never
    neither; a `switch` and a `usage` are simply included. `kind` is the feature's, copied by a trigger
    and held by a composite foreign key, so that a check can say which values the kind allows.
    """

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="features")
    feature = models.ForeignKey(
        Feature, on_delete=models.PROTECT, related_name="package_features", db_column="feature_code"
    )
    kind = models.CharField(max_length=10, editable=False)
    limit_value = models.BigIntegerField(null=True, blank=True)
    unlimited = models.BooleanField(default=False)
    unit_price = models.DecimalField(max_digits=27, decimal_places=12, null=True, blank=True)

    objects = PackageFeatureManager()

    class Meta:
        ordering = ["package", "feature"]
        constraints = [
            models.UniqueConstraint(
                fields=["package", "feature"],
                name="catalog_packagefeature_once",
                violation_error_code="duplicate",
                violation_error_message="The package has this feature already; a feature stands in it once.",
            ),
            RowRule(
                name="catalog_packagefeature_limit_positive",
                condition=Q(limit_value__gt=0, limit_value__lte=MAX_LIMIT),
                code="not_positive",
                sentence=f"Give a whole number from 1 to {MAX_LIMIT}, or unlimited.",
                field="limit_value",
            ),
            RowRule(
                name="catalog_packagefeature_limit_or_unlimited",
                condition=Q(unlimited=False) | Q(limit_value__isnull=True),
                code="limit_and_unlimited",
                sentence="Give a limit or say unlimited, not both.",
                field="limit_value",
            ),
            RowRule(
                name="catalog_packagefeature_value_given",
                condition=~Q(kind__in=["limit", "allowance"])
                | Q(limit_value__isnull=False)
                | Q(unlimited=True),
                code="value_required",
                sentence="Give a limit, or say unlimited; empty never means unlimited.",
                field="limit_value",
            ),
            RowRule(
                name="catalog_packagefeature_value_fits_kind",
                condition=Q(kind__in=["limit", "allowance"])
                | Q(kind__in=["switch", "usage"], limit_value__isnull=True, unlimited=False),
                code="value_not_allowed",
                sentence="This feature is included or not; it has no limit to set.",
                field="limit_value",
            ),
            RowRule(
                name="catalog_packagefeature_unit_price_range",
                condition=Q(unit_price__gte=0, unit_price__lte=MAX_AMOUNT),
                code="out_of_range",
                sentence="Give 0 or more; an amount is never negative, and has at most 15 digits.",
                field="unit_price",
            ),
            RowRule(
                name="catalog_packagefeature_unit_price_fits_kind",
                condition=Q(kind__in=["allowance", "usage"]) | Q(unit_price__isnull=True),
                code="unit_price_not_allowed",
                sentence="Only an allowance or a usage has a price of a unit; this feature is not charged by use.",
                field="unit_price",
            ),
            CompositeForeignKey(
                name="catalog_packagefeature_kind_of_feature",
                columns=["feature_code", "kind"],
                to_table="features_feature",
                to_columns=["code", "kind"],
                violation_error_code="unknown_feature",
                violation_error_message="The feature matrix has no such feature of this kind.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="copy_kind",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "NEW.kind = COALESCE((SELECT kind FROM features_feature WHERE code = NEW.feature_code), "
                    "NEW.kind, ''); RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.package} – {self.feature_id}"

    def natural_key(self) -> tuple[str, str]:
        return (str(self.package_id), self.feature_id)

    natural_key.dependencies = ["catalog.package", "features.feature"]  # type: ignore[attr-defined]

    @property
    def value(self) -> int | bool:
        """What readers see: a limit, or True for unlimited and for what is simply included."""
        return True if self.limit_value is None else self.limit_value

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """Checks the row by its feature's kind, which the database copies only when it is stored."""
        if self.feature_id and not self.kind:
            self.kind = self.feature.kind
        super().full_clean(*args, **kwargs)  # type: ignore[arg-type]
