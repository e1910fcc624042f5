"""What must be true of a package as a whole, beyond what each of its rows can say of itself.

`problems(after, before)` has everything that is wrong with a package as it would become: the row rules of
its rows, evaluated without a query, and the rules between them. Pointers lead into the package document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from catalog import availability, key_values, money, notifications
from catalog.aggregate import Aggregate
from catalog.models import Package, PackageFeature, PackageProvider, Status
from config.json_rules import object_problems, text_problems
from config.rules import Problem, row_problems
from features.platform import not_offered_reasons, running_platform

_TEXT_FIELDS = ("name", "description", "short_description", "tier", "currency")
_ROW_FIELD_NAMES = {"limit_value": "value"}


def problems(after: Aggregate, *, before: Aggregate | None = None) -> list[Problem]:
    """Every rule that the package would break; empty when it may be stored.

    `before` is the package as it is, None for a new one: some rules speak of what becomes,
    not of what has long been.
    """
    found = [
        *_package_problems(after.package),
        *_feature_list_problems(after, before),
        *_provider_list_problems(after, before),
    ]
    return _once([*found, *_activation_problems(after, before)])


def _once(found: list[Problem]) -> list[Problem]:
    return list({(p.pointer, p.code): p for p in found}.values())


def _package_problems(package: Package) -> Iterator[Problem]:
    yield from _text_problems(package)
    yield from row_problems(package)
    yield from _money_problems(package)
    for field, check in (
        ("notification_preferences", notifications.problems),
        ("package_settings", key_values.problems),
        ("package_metadata", key_values.problems),
    ):
        yield from (p.below(f"/{field}") for p in check(getattr(package, field)))


def _text_problems(package: Package) -> Iterator[Problem]:
    for name in _TEXT_FIELDS:
        text = getattr(package, name)
        limit = getattr(Package._meta.get_field(name), "max_length", None)
        if limit is not None and len(text) > limit:
            yield Problem(f"/{name}", "too_long", f"Use at most {limit} characters.")
        yield from text_problems(text, f"/{name}")


def _money_problems(package: Package) -> Iterator[Problem]:
    currency = package.currency
    if currency and money.exponent(currency) is None:
        yield Problem("/currency", "unknown_currency", "Give a currency of ISO 4217 in capitals, like EUR.")
    for name in ("price", "signup_fee"):
        amount = getattr(package, name)
        if amount is not None and amount >= 0:
            yield from money.amount_problems(amount, currency, f"/{name}")


# --- Features ------------------------------------------------------------------------------------


def _feature_list_problems(after: Aggregate, before: Aggregate | None) -> Iterator[Problem]:
    had = {row.feature_id for row in before.features} if before else set()
    platform = running_platform()
    counts = Counter(row.feature_id for row in after.features)
    for row in after.features:
        pointer = f"/features/{row.feature_id}"
        if counts[row.feature_id] > 1:
            yield Problem(
                pointer, "duplicate", "The package has this feature already; a feature stands in it once."
            )
        yield from (p.below(pointer) for p in feature_problems(row, after.package))
        if row.feature_id not in had:
            yield from (
                Problem(pointer, f"feature_{reason.code}", f"{row.feature.name}: {reason.detail}")
                for reason in not_offered_reasons(row.feature, platform=platform)
            )


def feature_problems(row: PackageFeature, package: Package) -> Iterator[Problem]:
    """What is wrong with one feature of a package, with pointers relative to it."""
    for problem in row_problems(row):
        name = problem.pointer[1:]
        yield Problem(f"/{_ROW_FIELD_NAMES.get(name, name)}", problem.code, problem.detail)
    if row.unit_price is not None and row.unit_price >= 0:
        yield from money.digit_problems(row.unit_price, "/unit_price")
        if money.decimals(row.unit_price) > money.UNIT_PRICE_DECIMALS:
            yield Problem(
                "/unit_price", "too_many_decimals", f"Use at most {money.UNIT_PRICE_DECIMALS} decimals."
            )
    if not row.feature.applies_to(package.service_type):
        yield Problem(
            "",
            "feature_not_applicable",
            f"{row.feature.name} does not apply to the service type {package.service_type}; "
            f"it applies to {', '.join(row.feature.service_types)}.",
        )


# --- Providers -----------------------------------------------------------------------------------


def _provider_list_problems(after: Aggregate, before: Aggregate | None) -> Iterator[Problem]:
    counts = Counter(row.provider_id for row in after.providers)
    for row in after.providers:
        pointer = f"/providers/{row.provider.id}"
        if counts[row.provider_id] > 1:
            yield Problem(pointer, "duplicate", "The package has this provider already; attach it once.")
        yield from (p.below(pointer) for p in _provider_problems(row, after.package))
        was_default = before is not None and before.default is not None
        was_default = was_default and before.default.provider_id == row.provider_id  # type: ignore[union-attr]
        if row.default and not row.provider.active and not was_default:
            yield Problem(
                f"{pointer}/default",
                "provider_inactive",
                f"{row.provider.provider_name} is switched off; switch it on, or choose another default.",
            )
    if sum(row.default for row in after.providers) > 1:
        yield Problem("/providers", "two_defaults", "Only one provider of a package can be its default.")


def _provider_problems(row: PackageProvider, package: Package) -> Iterator[Problem]:
    yield from row_problems(row)
    for name in ("settings", "metadata"):
        yield from (p.below(f"/{name}") for p in object_problems(getattr(row, name)))
    if row.provider.service_type != package.service_type:
        yield Problem(
            "",
            "provider_service_type",
            f"{row.provider.provider_name} serves {row.provider.service_type}, "
            f"the package is {package.service_type}; the two must be the same.",
        )


# --- Becoming active -----------------------------------------------------------------------------


def _activation_problems(after: Aggregate, before: Aggregate | None) -> Iterator[Problem]:
    becomes = after.package.status == Status.ACTIVE and (
        before is None or before.package.status != Status.ACTIVE
    )
    if becomes:
        for code in availability.in_the_way_of_activation(after):
            yield Problem(availability.PLACES[code], code, availability.SENTENCES[code])
