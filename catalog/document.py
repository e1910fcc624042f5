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
class Promise:
    """What a package promises, as JSON objects: `text` to back offices, `offer_text` to storefronts.

    `digest` changes when what is promised changes: a sale from stock leaves it alone.
    """

    text: bytes
    offer_text: bytes
    digest: str


@dataclass(frozen=True)
class Rendered:
    """One package, rendered: `text` for back offices, `offer_text` for storefronts, `promise_text` for ever.

    `standing` is what the documents say besides the promise: see `completed`.
    """

    text: str
    etag: str
    offer_text: str
    offer_etag: str
    promise_text: str
    promise_digest: str
    standing: str
    availability: Availability


def promised(aggregate: Aggregate) -> Promise:
    """What a package promises, whose digest decides whether there is a new revision."""
    promise = _promise(aggregate)
    text = orjson.dumps(promise)
    offer = {**promise, "providers": [_offered(provider) for provider in promise["providers"]]}
    return Promise(text=text, offer_text=orjson.dumps(offer), digest=_digest(text))


def render(aggregate: Aggregate, promise: Promise | None = None) -> Rendered:
    """The documents of a package, at the revision number and times that its row holds.

    `promise` spares the work when it was made of the same rows before.
    """
    promise = promise or promised(aggregate)
    state = availability(aggregate)
    standing = Standing.of(aggregate.package, state)
    text = standing.around(promise.text)
    offer_text = standing.around(promise.offer_text)
    return Rendered(
        text=text.decode(),
        etag=_etag(promise.digest, text),
        offer_text=offer_text.decode(),
        offer_etag=_etag(promise.digest, offer_text),
        promise_text=_joined(promise.text, standing.version).decode(),
        promise_digest=promise.digest,
        standing=standing.to_text(),
        availability=state,
    )


def completed(promise_text: str, standing: str) -> str:
    """The document of a package from the text of a revision and what was said besides it, byte for byte."""
    promise = promise_text.encode()
    return Standing.from_text(standing).around(promise[: promise.rindex(_VERSION)] + b"}").decode()


@dataclass(frozen=True)
class Standing:
    """What a document says besides its promise; `availability` and `version` are JSON objects."""

    stock_qty: int | None
    availability: bytes
    version: bytes

    @classmethod
    def of(cls, package: Package, state: Availability) -> Standing:
        return cls(package.stock_qty, orjson.dumps(_availability(state)), orjson.dumps(_version(package)))

    @classmethod
    def from_text(cls, text: str) -> Standing:
        said = orjson.loads(text)
        availability, stock_qty = said.pop("availability"), said.pop("stock_qty")
        return cls(stock_qty, orjson.dumps(availability), orjson.dumps(said))

    def to_text(self) -> str:
        said = {"stock_qty": self.stock_qty, "availability": orjson.Fragment(self.availability)}
        return _joined(orjson.dumps(said), self.version).decode()

    def around(self, promise: bytes) -> bytes:
        """The whole document: the count stands beside its flag, the rest at the end."""
        # Nothing before the flag can hold a quote that is not escaped, or an object with keys of its own.
        flag = promise.index(b",", promise.index(_FLAG)) + 1
        stock = b'"stock_qty":%b,' % orjson.dumps(self.stock_qty)
        ended = promise[flag:-1] + b',"availability":' + self.availability + b"}"
        return promise[:flag] + stock + _joined(ended, self.version)


# Where the keys of a promise end and those of its number and times begin; the flag that a count follows.
_VERSION = b',"revision":'
_FLAG = b'"has_stock":'


def _joined(one: bytes, other: bytes) -> bytes:
    """Two JSON objects as one; neither is empty."""
    return one[:-1] + b"," + other[1:]


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
