"""What readers see of a package, rendered when it is written."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from catalog.models.package import Package
from catalog.querysets import PackageDocumentQuerySet


class PackageDocument(models.Model):
    """The stored answer to "what is this package", and the columns that lists filter and order by.

    `text` is the JSON document; `offer_text` the same for storefronts, without the providers' settings
    and metadata. `promise_digest` is of what was promised (stock and availability apart). Derived:
    left out of dumps, and made again by `check_catalog --repair`.
    """

    package = models.OneToOneField(
        Package, on_delete=models.CASCADE, primary_key=True, related_name="document"
    )
    text = models.TextField()
    etag = models.CharField(max_length=80)
    offer_text = models.TextField()
    offer_etag = models.CharField(max_length=80)
    promise_digest = models.CharField(max_length=64)
    revision = models.IntegerField()

    sellable = models.BooleanField()
    renewable = models.BooleanField()
    listed = models.BooleanField()
    reasons = ArrayField(models.CharField(max_length=40))

    name_key = models.TextField(db_collation="C")
    tier_key = models.TextField(db_collation="C")
    price_key = models.DecimalField(max_digits=19, decimal_places=4)
    search_text = models.TextField()
    service_type = models.CharField(max_length=20)
    status = models.CharField(max_length=10)
    hidden = models.BooleanField()
    retired = models.BooleanField()
    currency = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    tier = models.CharField(max_length=20)
    stock_qty = models.IntegerField(null=True)
    feature_codes = ArrayField(models.CharField(max_length=63))
    provider_uuids = ArrayField(models.UUIDField())
    provider_types = ArrayField(models.CharField(max_length=40))
    metadata_pairs = ArrayField(models.TextField())
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = PackageDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["package_id"]
        indexes = [
            # GET /packages?ordering=…: one for each field that lists are ordered by, the key last.
            models.Index(F("name_key"), F("package_id"), name="catalog_document_by_name"),
            models.Index(F("tier_key"), F("package_id"), name="catalog_document_by_tier"),
            models.Index(F("price_key"), F("package_id"), name="catalog_document_by_price"),
            models.Index(F("created_at"), F("package_id"), name="catalog_document_by_created"),
            models.Index(F("updated_at"), F("package_id"), name="catalog_document_by_updated"),
            # GET /packages?service_type=… and &status=…, in the default order.
            models.Index(F("service_type"), F("status"), F("package_id"), name="catalog_document_by_type"),
            models.Index(F("status"), F("package_id"), name="catalog_document_by_status"),
            models.Index(F("currency"), F("package_id"), name="catalog_document_by_currency"),
            # Storefronts: what can be bought, in the default order.
            models.Index(
                F("package_id"),
                name="catalog_document_offers",
                condition=Q(status="active", retired=False, hidden=False),
            ),
            models.Index(F("package_id"), name="catalog_document_sellable", condition=Q(sellable=True)),
            # The home page: what is active and can't be sold, by name; which drafts were changed last.
            models.Index(
                F("name_key"),
                F("package_id"),
                name="catalog_document_fell_short",
                include=["reasons"],
                condition=Q(status="active", retired=False, sellable=False),
            ),
            models.Index(
                F("updated_at"),
                F("package_id"),
                name="catalog_document_drafts",
                include=["reasons"],
                condition=Q(status="draft", retired=False),
            ),
            # The pricing table and the page of a package: one ladder, by tier.
            models.Index(
                F("service_type"),
                F("currency"),
                F("tier_key"),
                F("price_key"),
                F("package_id"),
                name="catalog_document_ladder",
                condition=Q(retired=False),
            ),
            # GET /packages?search=… and the admin's search.
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="catalog_document_search"),
            # ?feature=, ?provider=, ?provider_type=, ?metadata=
            GinIndex(fields=["feature_codes"], name="catalog_document_features"),
            GinIndex(fields=["provider_uuids"], name="catalog_document_providers"),
            GinIndex(fields=["provider_types"], name="catalog_document_ptypes"),
            GinIndex(fields=["metadata_pairs"], name="catalog_document_metadata"),
        ]

    def __str__(self) -> str:
        return f"{self.package_id} at revision {self.revision}"
