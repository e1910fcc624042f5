"""What readers see of a package: the one renderer, for one package or ten thousand.

A document is JSON text with its keys in a fixed order, so that equal packages have equal bytes, in
every environment. Settings and metadata come from PostgreSQL's jsonb, whose objects have no order:
their keys are sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any

import orjson

from catalog import notifications
from catalog.aggregate import Aggregate
from catalog.availability import Availability, availability
from catalog.models import Package, PackageFeature, PackageProvider
from catalog.money import exponent, minor, number_text

_DIGEST_BYTES = 16


@dataclass(frozen=True)
class Rendered:
    """One package, rendered: `text` for back offices, `offer_text` for storefronts, `promise` for ever.

    `promise_digest` changes when what is promised changes: a sale from stock leaves it alone.
    """

    text: str
    etag: str
    offer_text: str
    offer_etag: str
    promise_text: str
    promise_digest: str
    availability: Availability


def promise_digest(aggregate: Aggregate) -> str:
    """A digest of everything that is promised, which decides whether there is a new revision."""
    return _digest(orjson.dumps(_promise(aggregate)))


def render(aggregate: Aggregate) -> Rendered:
    """The documents of a package, at the revision number and times that its row holds."""
    promise = _promise(aggregate)
    digest = _digest(orjson.dumps(promise))
    state = availability(aggregate)
    tail = {"availability": _availability(state), **_version(aggregate.package)}
    text = orjson.dumps({**_with_stock(promise, aggregate.package), **tail})
    offer = {**promise, "providers": [_offered(provider) for provider in promise["providers"]]}
    offer_text = orjson.dumps({**_with_stock(offer, aggregate.package), **tail})
    return Rendered(
        text=text.decode(),
        etag=_etag(digest, text),
        offer_text=offer_text.decode(),
        offer_etag=_etag(digest, offer_text),
        promise_text=orjson.dumps({**promise, **_version(aggregate.package)}).decode(),
        promise_digest=digest,
        availability=state,
    )


def _promise(aggregate: Aggregate) -> dict[str, Any]:
    return {
        **_identity(aggregate.package),
        **_offer(aggregate.package),
        **_price(aggregate.package),
        **_terms(aggregate.package),
        "notification_preferences": notifications.normal(aggregate.package.notification_preferences),
        "package_settings": _pairs(aggregate.package.package_settings),
        "package_metadata": _pairs(aggregate.package.package_metadata),
        "providers": [_provider(row) for row in aggregate.providers],
        "features": [_feature(row) for row in aggregate.features],
    }


def _identity(package: Package) -> dict[str, Any]:
    return {"id": package.id, "uuid": str(package.uuid), "ulid": package.ulid}


def _offer(package: Package) -> dict[str, Any]:
    return {
        "name": package.name,
        "service_type": package.service_type,
        "status": package.status,
        "hidden": package.hidden,
        "retired": package.retired,
        "description": package.description,
        "short_description": package.short_description,
        "has_stock": package.has_stock,
        "overages_enabled": package.overages_enabled,
        "oversell_enabled": package.oversell_enabled,
    }


def _price(package: Package) -> dict[str, Any]:
    return {
        "price": _number(package.price),
        "signup_fee": _number(package.signup_fee),
        "currency": package.currency,
        "price_minor": minor(package.price, package.currency),
        "signup_fee_minor": minor(package.signup_fee, package.currency),
        "currency_exponent": exponent(package.currency),
        "tier": package.tier,
    }


def _terms(package: Package) -> dict[str, Any]:
    return {
        "trial_period": package.trial_period,
        "trial_interval": package.trial_interval,
        "trial_mode": package.trial_mode,
        "grace_period": package.grace_period,
        "grace_interval": package.grace_interval,
        "periodicity": package.periodicity,
        "periodicity_type": package.periodicity_type,
    }


def _provider(row: PackageProvider) -> dict[str, Any]:
    provider = row.provider
    return {
        "provider": provider.id,
        "provider_name": provider.provider_name,
        "provider_type": provider.provider_type,
        "service_type": provider.service_type,
        "active": row.active,
        "provider_active": provider.active,
        "default": row.default,
        "settings": _free(row.settings),
        "metadata": _free(row.metadata),
    }


def _offered(provider: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in provider.items() if key not in ("settings", "metadata")}


def _feature(row: PackageFeature) -> dict[str, Any]:
    feature = row.feature
    return {
        "code": feature.code,
        "name": feature.name,
        "kind": row.kind,
        "value": row.value,
        "limit": row.limit_value,
        "unlimited": row.unlimited,
        "quota": feature.quota,
        "consumable": feature.consumable,
        "aggregation_type": feature.aggregation_type,
        "field_suffix": feature.field_suffix,
        "periodicity": feature.periodicity,
        "periodicity_type": feature.periodicity_type,
        "unit_price": _number(row.unit_price),
    }


def _availability(state: Availability) -> dict[str, Any]:
    return {
        "sellable": state.sellable,
        "renewable": state.renewable,
        "listed": state.listed,
        "reasons": [{"code": reason.code, "detail": reason.detail} for reason in state.reasons],
    }


def _version(package: Package) -> dict[str, Any]:
    return {
        "revision": package.revision,
        "created_at": _time(package.created_at),
        "updated_at": _time(package.updated_at),
    }


def _with_stock(document: dict[str, Any], package: Package) -> dict[str, Any]:
    """The document with the count beside its flag; a count is no promise."""
    shown: dict[str, Any] = {}
    for key, value in document.items():
        shown[key] = value
        if key == "has_stock":
            shown["stock_qty"] = package.stock_qty
    return shown


def _number(amount: Decimal | None) -> orjson.Fragment | None:
    return None if amount is None else orjson.Fragment(number_text(amount))


def _free(value: Any) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))


def _pairs(pairs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"key": pair["key"], "value": _free(pair["value"])} for pair in pairs]


def _time(moment: datetime) -> str:
    # No finer than a fixture carries it, so that a dump makes the same document where it is loaded.
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=_DIGEST_BYTES).hexdigest()


def is_as_rendered(*, text: str, etag: str, promise_digest: str) -> bool:
    """Whether a stored document is, byte by byte, the one that this ETag was given to."""
    return etag == _etag(promise_digest, text.encode())


def _etag(promise: str, content: bytes) -> str:
    """A strong ETag: of the promise, then of every byte; a sale from stock changes the second half only."""
    return f'"{promise}.{_digest(content)}"'
