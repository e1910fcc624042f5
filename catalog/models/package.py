"""A service package: what a customer can subscribe to."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from catalog import key_values, notifications
from catalog.querysets import PackageQuerySet
from config.identity import IdentifiedModel, moment, uuid7_rule
from config.rules import HAS_TEXT, RowRule
from features.service_types import ServiceType

MAX_COUNT = 9999
MAX_STOCK = 2_000_000_000
MAX_AMOUNT = 999_999_999_999_999
MAX_REVISION = 1_000_000_000


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"


class Interval(models.TextChoices):
    DAY = "day", "day"
    WEEK = "week", "week"
    MONTH = "month", "month"
    YEAR = "year", "year"


class TrialMode(models.TextChoices):
    OUTSIDE = "outside", "Outside: the paid term starts after the trial, in full"
    INSIDE = "inside", "Inside: the trial counts towards the first term"


def _choice_rule(field: str, choices: type[models.TextChoices]) -> RowRule:
    return RowRule(
        name=f"catalog_package_{field}_known",
        condition=Q(**{f"{field}__in": choices.values}),
        code="not_a_choice",
        sentence=f"Choose one of: {', '.join(choices.values)}.",
        field=field,
    )


def _count_rule(field: str) -> RowRule:
    return RowRule(
        name=f"catalog_package_{field}_range",
        condition=Q(**{f"{field}__gte": 0, f"{field}__lte": MAX_COUNT}),
        code="out_of_range",
        sentence=f"Use at least 0 and at most {MAX_COUNT}.",
        field=field,
    )


def _amount_rule(field: str) -> RowRule:
    return RowRule(
        name=f"catalog_package_{field}_range",
        condition=Q(**{f"{field}__gte": 0, f"{field}__lte": MAX_AMOUNT}),
        code="out_of_range",
        sentence="Give 0 or more; an amount is never negative, and has at most 15 digits.",
        field=field,
    )


def _array_constraint(field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"catalog_package_{field}_array",
        condition=models.lookups.Exact(
            models.Func(F(field), function="jsonb_typeof", output_field=models.TextField()),
            models.Value("array"),
        ),
        violation_error_code="wrong_type",
        violation_error_message="Give a list.",
    )


class Package(IdentifiedModel):
    """One row of the price list. Written by `catalog.actions` only; read through its document.

    `price` and `signup_fee` are in `currency`; null price means not decided yet, 0 means free.
    `periodicity` 0 is a term without end. `revision` counts the promises made so far.
    """

    id_prefix: ClassVar[str] = "pkg"

    name = models.CharField(max_length=200, help_text="What customers read on the price list.")
    service_type = models.CharField(max_length=20, choices=ServiceType.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    hidden = models.BooleanField(
        default=False, help_text="Offered, but not listed: can be had by its id (a private offer)."
    )
    retired = models.BooleanField(
        default=False, help_text="No new sales; those who have it keep it and may renew."
    )
    description = models.TextField(blank=True, default="", max_length=20_000)
    short_description = models.CharField(max_length=300, blank=True, default="")

    has_stock = models.BooleanField(default=False, help_text="Only so many can be sold.")
    stock_qty = models.IntegerField("stock quantity", null=True, blank=True, help_text="What is left.")
    overages_enabled = models.BooleanField(
        default=False, help_text="Use above an allowance goes on and is charged at its unit price."
    )
    oversell_enabled = models.BooleanField(default=False, help_text="May be sold past a stock of 0.")

    price = models.DecimalField(
        max_digits=19, decimal_places=4, null=True, blank=True, help_text="Empty: not decided yet. 0: free."
    )
    signup_fee = models.DecimalField(
        "sign-up fee",
        max_digits=19,
        decimal_places=4,
        default=Decimal(0),
        help_text="Charged once, at the start.",
    )
    currency = models.CharField(max_length=3, blank=True, default="", help_text="ISO 4217, like EUR.")
    tier = models.CharField(
        max_length=20, blank=True, default="", help_text="A higher tier is an upgrade: 10, 20, 30."
    )

    trial_period = models.IntegerField(default=0, help_text="Free at the start; 0: no trial.")
    trial_interval = models.CharField(max_length=5, choices=Interval.choices, default=Interval.DAY)
    trial_mode = models.CharField(max_length=7, choices=TrialMode.choices, default=TrialMode.OUTSIDE)
    grace_period = models.IntegerField(
        default=0, help_text="How long the service goes on after a term has ended unpaid; 0: not at all."
    )
    grace_interval = models.CharField(max_length=5, choices=Interval.choices, default=Interval.DAY)
    periodicity = models.IntegerField("term", default=1, help_text="0: a term without end, charged once.")
    periodicity_type = models.CharField(
        "term unit", max_length=5, choices=Interval.choices, default=Interval.MONTH
    )

    notification_preferences = models.JSONField(default=list, blank=True, validators=[notifications.validate])
    package_settings = models.JSONField(default=list, blank=True, validators=[key_values.validate])
    package_metadata = models.JSONField(default=list, blank=True, validators=[key_values.validate])

    created_at = models.DateTimeField(default=moment, editable=False)
    updated_at = models.DateTimeField(default=moment, editable=False)
    revision = models.IntegerField(default=0, editable=False)
    ever_active = models.BooleanField(
        default=False,
        editable=False,
        help_text="Kept by the database: a package once offered is never deleted.",
    )

    objects = PackageQuerySet.as_manager()

    class Meta:
        ordering = ["name", "uuid"]
        indexes = [
            # The home page: what is nearly sold out.
            models.Index(
                F("stock_qty"),
                F("uuid"),
                name="catalog_package_stock_left",
                condition=Q(has_stock=True, status="active", retired=False),
            ),
        ]
        constraints = [
            uuid7_rule("catalog_package_uuid7"),
            RowRule(
                name="catalog_package_name_not_blank",
                condition=Q(name__regex=HAS_TEXT),
                code="blank",
                sentence="Give the package a name.",
                field="name",
            ),
            _choice_rule("service_type", ServiceType),
            _choice_rule("status", Status),
            _choice_rule("trial_interval", Interval),
            _choice_rule("trial_mode", TrialMode),
            _choice_rule("grace_interval", Interval),
            _choice_rule("periodicity_type", Interval),
            _count_rule("trial_period"),
            _count_rule("grace_period"),
            _count_rule("periodicity"),
            _amount_rule("price"),
            _amount_rule("signup_fee"),
            RowRule(
                name="catalog_package_currency_form",
                condition=Q(currency__regex=r"^([A-Z]{3})?\Z"),
                code="unknown_currency",
                sentence="Give a currency of ISO 4217 in capitals, like EUR.",
                field="currency",
            ),
            RowRule(
                name="catalog_package_price_has_currency",
                condition=Q(price__isnull=True) | ~Q(currency=""),
                code="currency_required",
                sentence="Say in which currency the price is.",
                field="currency",
            ),
            RowRule(
                name="catalog_package_stock_has_quantity",
                condition=Q(has_stock=False) | Q(stock_qty__isnull=False),
                code="stock_qty_required",
                sentence="Say how many are left, or turn stock off.",
                field="stock_qty",
            ),
            RowRule(
                name="catalog_package_stock_not_below_zero",
                condition=Q(has_stock=False) | Q(oversell_enabled=True) | Q(stock_qty__gte=0),
                code="stock_below_zero",
                sentence="Stock can't be below 0 unless it may be oversold.",
                field="stock_qty",
            ),
            RowRule(
                name="catalog_package_stock_range",
                condition=Q(stock_qty__gte=-MAX_STOCK, stock_qty__lte=MAX_STOCK),
                code="out_of_range",
                sentence=f"Give a whole number of at most {MAX_STOCK}.",
                field="stock_qty",
            ),
            # Past what a column holds, the driver stores other numbers without a word.
            RowRule(
                name="catalog_package_revision_range",
                condition=Q(revision__gte=0, revision__lte=MAX_REVISION),
                code="out_of_range",
                sentence="Leave the number out; a package counts its revisions itself.",
                field="revision",
            ),
            _array_constraint("notification_preferences"),
            _array_constraint("package_settings"),
            _array_constraint("package_metadata"),
            # What package providers point at with their copy of the service type.
            models.UniqueConstraint(
                fields=["uuid", "service_type"], name="catalog_package_uuid_service_type"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="remember_active",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF NEW.status = 'active' OR (TG_OP = 'UPDATE' AND OLD.ever_active) THEN "
                    "NEW.ever_active = true; END IF; RETURN NEW;"
                ),
            ),
            pgtrigger.Protect(
                name="keep_what_was_offered",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__ever_active=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name
