"""Can a package be sold now, renewed by those who have it, shown; and if not, why.

Depends on the package's rows only: on no clock and on no other package.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalog.aggregate import Aggregate
from catalog.models import Package, Status

DRAFT = "draft"
INACTIVE = "inactive"
RETIRED = "retired"
OUT_OF_STOCK = "out_of_stock"
NO_DEFAULT_PROVIDER = "no_default_provider"
PROVIDER_INACTIVE = "provider_inactive"
NO_FEATURES = "no_features"
NO_PRICE = "no_price"

SENTENCES = {
    DRAFT: "The package is a draft; activate it when it is ready.",
    INACTIVE: "The package is not offered for now; activate it to offer it again.",
    RETIRED: "The package is retired: no new sales. Those who have it may renew.",
    OUT_OF_STOCK: "Nothing is left in stock; add stock or allow overselling.",
    NO_DEFAULT_PROVIDER: "No provider is the default; attach one and make it the default.",
    PROVIDER_INACTIVE: "The default provider is switched off; switch it on or choose another.",
    NO_FEATURES: "The package has no features; add what a customer gets.",
    NO_PRICE: "The price is not decided; set one (0 is free).",
}

# The same in as few words as a badge has room for.
SHORT = {
    DRAFT: "Draft",
    INACTIVE: "Not offered for now",
    RETIRED: "Retired",
    OUT_OF_STOCK: "Out of stock",
    NO_DEFAULT_PROVIDER: "No default provider",
    PROVIDER_INACTIVE: "Default provider is off",
    NO_FEATURES: "No features",
    NO_PRICE: "No price",
}

# Where each reason is mended, as a pointer into the package document.
PLACES = {
    DRAFT: "/status",
    INACTIVE: "/status",
    RETIRED: "/retired",
    OUT_OF_STOCK: "/stock_qty",
    NO_DEFAULT_PROVIDER: "/providers",
    PROVIDER_INACTIVE: "/providers",
    NO_FEATURES: "/features",
    NO_PRICE: "/price",
}

# What doesn't keep those who have a package from renewing it.
_ONLY_SALES = {INACTIVE, RETIRED, OUT_OF_STOCK}


@dataclass(frozen=True)
class Reason:
    """Why a package can't be sold: a stable code and a sentence that says what to do."""

    code: str
    detail: str


@dataclass(frozen=True)
class Availability:
    """The answer, with every reason in a fixed order."""

    sellable: bool
    renewable: bool
    listed: bool
    reasons: tuple[Reason, ...]


def availability(aggregate: Aggregate) -> Availability:
    """Whether the package can be sold, renewed and shown, and every reason why not."""
    package = aggregate.package
    codes = [*_status_codes(package), *_shortfalls(aggregate)]
    return Availability(
        sellable=not codes,
        renewable=_ONLY_SALES.issuperset(codes),
        listed=package.status == Status.ACTIVE and not package.retired and not package.hidden,
        reasons=tuple(Reason(code, SENTENCES[code]) for code in codes),
    )


def in_the_way_of_activation(aggregate: Aggregate) -> list[str]:
    """The codes of everything but the status that keeps a package from being sold."""
    retired = [RETIRED] if aggregate.package.retired else []
    return [*retired, *_shortfalls(aggregate)]


def _status_codes(package: Package) -> list[str]:
    status = {Status.DRAFT: [DRAFT], Status.INACTIVE: [INACTIVE]}.get(Status(package.status), [])
    return [*status, RETIRED] if package.retired else status


def _shortfalls(aggregate: Aggregate) -> list[str]:
    package, default = aggregate.package, aggregate.default
    out_of_stock = package.has_stock and not package.oversell_enabled and (package.stock_qty or 0) <= 0
    checks = (
        (OUT_OF_STOCK, out_of_stock),
        (NO_DEFAULT_PROVIDER, default is None),
        (PROVIDER_INACTIVE, default is not None and not (default.active and default.provider.active)),
        (NO_FEATURES, not aggregate.features),
        (NO_PRICE, package.price is None),
    )
    return [code for code, applies in checks if applies]
