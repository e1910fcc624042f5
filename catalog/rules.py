"""What must be true of a package as a whole, beyond what each of its rows can say of itself.

`problems(after, before)` has everything that is wrong with a package as it would become: the row rules of
its rows, evaluated without a query, and the rules between them. Pointers lead into the package document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from catalog import availability, key_values, money, notifications
from catalog.aggregate import Aggregate
from catalog.models import Package, PackageFeature, PackageProvider, Status
from config.identity import id_of
from config.json_rules import object_problems, text_problems
from config.rules import Problem, row_problems
from features.platform import not_offered_reasons, running_platform
from features.service_types import service_type_label
from providers.models import Provider

_TEXT_FIELDS = ("name", "description", "short_description", "tier", "currency")
_ROW_FIELD_NAMES = {"limit_value": "value"}


def problems(after: Aggregate, *, before: Aggregate | None = None) -> list[Problem]:
    """Every rule that the package would break; empty when it may be stored.

    `before` is the package as it is, None for a new one: some rules speak of what becomes,
    not of what has long been.
    """
    found = [
        *package_problems(after.package),
        *_feature_list_problems(after, before),
        *_provider_list_problems(after, before),
    ]
    if _becomes_active(after, before):
        found += activation_problems(after)
    return _once(found)


def problems_as_stored(stored: Aggregate) -> list[Problem]:
    """Every rule that a stored package breaks.

    An active package that can't be sold breaks none, nor does a feature that this platform lacks.
    """
    return _once(
        [
            *package_problems(stored.package),
            *_feature_list_problems(stored, stored),
            *_provider_list_problems(stored, None),
        ]
    )


def _once(found: list[Problem]) -> list[Problem]:
    return list({(p.pointer, p.code): p for p in found}.values())


def package_problems(package: Package) -> Iterator[Problem]:
    """What is wrong with a package's own row."""
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
        # What is negative, or no number, breaks a row rule.
        if amount is not None and amount.is_finite() and amount >= 0:
            yield from money.amount_problems(amount, currency, f"/{name}")


# --- What concerns a whole row of a package ------------------------------------------------------


def feature_twice() -> Problem:
    return Problem("", "duplicate", "The package has this feature already; a feature stands in it once.")


def provider_twice() -> Problem:
    return Problem("", "duplicate", "The package has this provider already; attach it once.")


def unknown_feature(code: str) -> Problem:
    return Problem("", "unknown_feature", f"The feature matrix has no {code}.")


def unknown_package(key: UUID) -> Problem:
    spelled = id_of(key, prefix=Package.id_prefix)
    return Problem("", "unknown_package", f"There is no package {spelled}.")


def unknown_provider(key: UUID) -> Problem:
    spelled = id_of(key, prefix=Provider.id_prefix)
    return Problem("", "unknown_provider", f"There is no provider {spelled}.")


# --- Features ------------------------------------------------------------------------------------


def _feature_list_problems(after: Aggregate, before: Aggregate | None) -> Iterator[Problem]:
    had = {row.feature_id for row in before.features} if before else set()
    platform = running_platform()
    counts = Counter(row.feature_id for row in after.features)
    for row in after.features:
        pointer = f"/features/{row.feature_id}"
        if counts[row.feature_id] > 1:
            yield feature_twice().below(pointer)
        yield from (p.below(pointer) for p in _feature_problems(row, after.package))
        if row.feature_id not in had:
            yield from (
                Problem(pointer, f"feature_{reason.code}", f"{row.feature.name}: {reason.detail}")
                for reason in not_offered_reasons(row.feature, platform=platform)
            )


def feature_row_problems(row: PackageFeature) -> Iterator[Problem]:
    """What is wrong with one feature of a package by itself, with pointers relative to it."""
    for problem in row_problems(row):
        name = problem.pointer[1:]
        yield Problem(f"/{_ROW_FIELD_NAMES.get(name, name)}", problem.code, problem.detail)
    if row.unit_price is not None and row.unit_price.is_finite() and row.unit_price >= 0:
        yield from money.digit_problems(row.unit_price, "/unit_price")
        if money.decimals(row.unit_price) > money.UNIT_PRICE_DECIMALS:
            yield Problem(
                "/unit_price", "too_many_decimals", f"Use at most {money.UNIT_PRICE_DECIMALS} decimals."
            )


def _feature_problems(row: PackageFeature, package: Package) -> Iterator[Problem]:
    yield from feature_row_problems(row)
    if not row.feature.applies_to(package.service_type):
        yield Problem(
            "",
            "feature_not_applicable",
            f"{row.feature.name} does not apply to {service_type_label(package.service_type)}; "
            f"it applies to {', '.join(map(service_type_label, row.feature.service_types))}.",
        )


# --- Providers -----------------------------------------------------------------------------------


def _provider_list_problems(after: Aggregate, before: Aggregate | None) -> Iterator[Problem]:
    counts = Counter(row.provider_id for row in after.providers)
    default_before = before.default if before else None
    for row in after.providers:
        pointer = f"/providers/{row.provider.id}"
        if counts[row.provider_id] > 1:
            yield provider_twice().below(pointer)
        yield from (p.below(pointer) for p in _provider_problems(row, after.package))
        was_default = default_before is not None and default_before.provider_id == row.provider_id
        if row.default and not row.provider.active and not was_default:
            yield Problem(
                f"{pointer}/default",
                "provider_inactive",
                f"{row.provider.provider_name} is switched off; switch it on, or choose another default.",
            )
    if sum(row.default for row in after.providers) > 1:
        yield Problem("/providers", "two_defaults", "Only one provider of a package can be its default.")


def provider_row_problems(row: PackageProvider) -> Iterator[Problem]:
    """What is wrong with one attachment by itself, with pointers relative to it."""
    yield from row_problems(row)
    for name in ("settings", "metadata"):
        yield from (p.below(f"/{name}") for p in object_problems(getattr(row, name)))


def _provider_problems(row: PackageProvider, package: Package) -> Iterator[Problem]:
    yield from provider_row_problems(row)
    if row.provider.service_type != package.service_type:
        yield Problem(
            "",
            "provider_service_type",
            f"{row.provider.provider_name} serves {service_type_label(row.provider.service_type)}, "
            f"the package is {service_type_label(package.service_type)}; the two must be the same.",
        )


# --- Becoming active -----------------------------------------------------------------------------


def _becomes_active(after: Aggregate, before: Aggregate | None) -> bool:
    was_active = before is not None and before.package.status == Status.ACTIVE
    return after.package.status == Status.ACTIVE and not was_active


def activation_problems(after: Aggregate) -> list[Problem]:
    """Everything but its status that keeps a package from being sold, and so from becoming active."""
    return [
        Problem(availability.PLACES[code], code, availability.SENTENCES[code])
        for code in availability.in_the_way_of_activation(after)
    ]
