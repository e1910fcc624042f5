"""A provider attached to a package."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from catalog.models.composite_key import CompositeForeignKey
from catalog.models.package import Package
from catalog.querysets import PackageProviderManager
from config.json_rules import validate_object
from config.rules import RowRule
from features.service_types import ServiceType
from providers.models import Provider


def _object_constraint(field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"catalog_packageprovider_{field}_object",
        condition=models.lookups.Exact(
            models.Func(F(field), function="jsonb_typeof", output_field=models.TextField()),
            models.Value("object"),
        ),
        violation_error_code="wrong_type",
        violation_error_message="Give an object: keys and values.",
    )


class PackageProvider(models.Model):
    """At most one of a package's providers is its default, and the default is active.

    `service_type` is the package's, copied by a trigger; two composite foreign keys hold that it is the
    provider's as well. "One default" is checked when the transaction ends, so that a fixture may
    set the new default before it clears the old one.
    """

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="providers")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="package_providers")
    service_type = models.CharField(max_length=20, choices=ServiceType.choices, editable=False)
    active = models.BooleanField(default=True)
    default = models.BooleanField(default=False)
    settings = models.JSONField(default=dict, blank=True, validators=[validate_object])
    metadata = models.JSONField(default=dict, blank=True, validators=[validate_object])

    objects = PackageProviderManager()

    class Meta:
        ordering = ["package", "provider"]
        constraints = [
            models.UniqueConstraint(
                fields=["package", "provider"],
                name="catalog_packageprovider_once",
                violation_error_code="duplicate",
                violation_error_message="The package has this provider already; attach it once.",
            ),
            ExclusionConstraint(
                name="catalog_packageprovider_one_default",
                expressions=[(F("package"), RangeOperators.EQUAL)],
                condition=Q(default=True),
                deferrable=models.Deferrable.DEFERRED,
                violation_error_code="two_defaults",
                violation_error_message="Only one provider of a package can be its default.",
            ),
            RowRule(
                name="catalog_packageprovider_default_is_active",
                condition=Q(default=False) | Q(active=True),
                code="default_not_active",
                sentence="The default provider must be active in the package; choose another default first.",
                field="default",
            ),
            CompositeForeignKey(
                name="catalog_packageprovider_service_type_of_package",
                columns=["package_id", "service_type"],
                to_table="catalog_package",
                to_columns=["uuid", "service_type"],
                violation_error_code="provider_service_type",
                violation_error_message="A package's providers must serve the package's service type.",
            ),
            CompositeForeignKey(
                name="catalog_packageprovider_service_type_of_provider",
                columns=["provider_id", "service_type"],
                to_table="providers_provider",
                to_columns=["uuid", "service_type"],
                violation_error_code="provider_service_type",
                violation_error_message="A package's providers must serve the package's service type.",
            ),
            _object_constraint("settings"),
            _object_constraint("metadata"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="copy_service_type",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "NEW.service_type = COALESCE((SELECT service_type FROM catalog_package "
                    "WHERE uuid = NEW.package_id), NEW.service_type, ''); RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.package} – {self.provider}"

    def natural_key(self) -> tuple[str, str]:
        return (str(self.package_id), str(self.provider_id))

    natural_key.dependencies = ["catalog.package", "providers.provider"]  # type: ignore[attr-defined]
