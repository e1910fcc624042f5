"""The closed lists that a feature's attributes take their values from."""

from __future__ import annotations

from django.db import models


class AggregationType(models.TextChoices):
    """How single events of use become one amount."""

    COUNT = "count_agg", "Count"
    SUM = "sum_agg", "Sum"
    MAX = "max_agg", "Maximum"
    UNIQUE_COUNT = "unique_count_agg", "Unique count"


class PeriodicityType(models.TextChoices):
    """The unit of the period after which a consumable resets."""

    DAILY = "daily", "Daily"
    WEEKLY = "weekly", "Weekly"
    MONTHLY = "monthly", "Monthly"


class FeatureKind(models.TextChoices):
    """What a package can say about a feature; follows from the flags `consumable` and `quota`."""

    SWITCH = "switch", "Switch"
    LIMIT = "limit", "Limit"
    ALLOWANCE = "allowance", "Allowance"
    USAGE = "usage", "Usage"

    @classmethod
    def of(cls, *, consumable: bool, quota: bool) -> FeatureKind:
        """The kind that the two flags make; the database computes the same in a generated column."""
        if quota:
            return cls.ALLOWANCE if consumable else cls.LIMIT
        return cls.USAGE if consumable else cls.SWITCH

    @property
    def has_amount(self) -> bool:
        """Whether a package's value is an amount or *unlimited*, and not just `true`."""
        return self in {FeatureKind.LIMIT, FeatureKind.ALLOWANCE}


class FeatureGroup(models.TextChoices):
    """The sections of a table of features, in the order in which they stand."""

    CAPACITY = "capacity", "Capacity"
    CONVERSATION = "conversation", "Conversation"
    RECORDING = "recording", "Recording"
    DELIVERY = "delivery", "Delivery"
    BRAND = "brand", "Brand"
    ACCESS = "access", "Access"


class License(models.TextChoices):
    """The licence types of the platform."""

    COMMUNITY = "community", "Community"
    STANDARD = "standard", "Standard"
    ENTERPRISE = "enterprise", "Enterprise"
