"""The head of a package's page: what it is now, and where it stands among its siblings."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from catalog.admin.wording import ago, price_text, status_badge
from catalog.availability import PLACES, SENTENCES
from catalog.models import Package, PackageDocument
from features.service_types import ServiceType

_STEPS = 12


@dataclass(frozen=True)
class Reason:
    """Why a package can't be sold, and the part of the form where that is mended."""

    detail: str
    href: str


@dataclass(frozen=True)
class Summary:
    """A package as it is stored, whatever is typed in the form below."""

    status: SafeString
    sellable: bool
    reasons: tuple[Reason, ...]
    price: str
    service_type: str
    id: str
    revision: int
    features: int
    changed: str


@dataclass(frozen=True)
class Step:
    """A package of the same ladder."""

    key: UUID
    tier: str
    name: str
    price: str
    url: str
    is_this: bool


def summary(package: Package) -> Summary:
    """What the head of the page says; without a query when the document is loaded."""
    document = package.document
    return Summary(
        status=status_badge(package),
        sellable=document.sellable,
        reasons=tuple(
            Reason(SENTENCES[code], anchor(code)) for code in document.reasons if code in SENTENCES
        ),
        price=price_text(package),
        service_type=str(ServiceType(package.service_type).label),
        id=package.id,
        revision=package.revision,
        features=len(document.feature_codes),
        changed=ago(package.updated_at),
    )


def anchor(code: str) -> str:
    """The part of the page of a package where a reason is mended."""
    name = PLACES[code].removeprefix("/")
    if name == "stock_qty":
        # A count that is there is changed by a difference, in a box of its own.
        return "#id_stock_change"
    return f"#section-{name}" if name in ("features", "providers") else f"#id_{name}"


def ladder(package: Package) -> tuple[Step, ...]:
    """Packages of the same service type, currency and term that are not retired, by tier; one statement."""
    rows = (
        PackageDocument.objects.filter(
            service_type=package.service_type,
            currency=package.currency,
            retired=False,
            package__periodicity=package.periodicity,
            package__periodicity_type=package.periodicity_type,
        )
        .exclude(tier="")
        .order_by("tier_key", "price_key", "package_id")
        .select_related("package")
        .only("package")[:_STEPS]
    )
    return tuple(_step(row.package, package) for row in rows)


def _step(package: Package, this: Package) -> Step:
    url = reverse("admin:catalog_package_change", args=[package.pk])
    return Step(package.pk, package.tier, package.name, price_text(package), url, package.pk == this.pk)
