"""Prices of many packages changed by a percentage, to amounts that are settled when they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast
from uuid import UUID

from django import forms
from django.http import QueryDict

from catalog.actions.change_prices import (
    BECOMES_FREE,
    NO_PRICE,
    PriceChange,
    Prices,
    Rounding,
    prices_after,
    set_prices,
)
from catalog.actions.save import Saved
from catalog.admin.fields import Amount, Choice, Tick
from catalog.admin.many.deed import Deed
from catalog.admin.many.steps import Step, StepUnreadable
from catalog.admin.numbers import read_amount
from catalog.models import Package
from catalog.money import number_text
from config.rules import RuleViolation
from integrations.actors import Actor

_ROUNDINGS = (
    (Rounding.NEAREST, "To the currency's decimals"),
    (Rounding.WHOLE, "To a whole amount"),
    (Rounding.NINETY, "To an amount that ends in .90"),
    (Rounding.NINETY_NINE, "To an amount that ends in .99"),
)
_REFUSALS = {problem.code: problem for problem in (NO_PRICE, BECOMES_FREE)}


class PricingForm(forms.Form):
    """By how much, and rounded to what."""

    percent = Amount(
        label="Change by",
        required=False,
        help_text="In per cent of the price: 10 for more, -5 for less. 0: only round.",
    )
    rounding = Choice(
        label="Round",
        choices=[(str(value), label) for value, label in _ROUNDINGS],
        help_text="A currency without decimals is always rounded to whole amounts.",
    )
    with_fee = Tick(label="The sign-up fee as well")

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        if data is None:
            self.fields["percent"].widget.attrs["autofocus"] = True

    def clean_percent(self) -> Decimal:
        percent = self.cleaned_data["percent"] or Decimal(0)
        if not -100 < percent <= 1000:
            raise forms.ValidationError("Give a percentage above -100 and of at most 1000.")
        return cast("Decimal", percent)

    def clean_rounding(self) -> Rounding:
        try:
            return Rounding(self.cleaned_data["rounding"] or Rounding.NEAREST)
        except ValueError as error:
            raise forms.ValidationError("Choose one of the list.") from error

    def clean(self) -> None:
        typed = self.cleaned_data
        if typed.get("percent") == 0 and typed.get("rounding") == Rounding.NEAREST:
            self.add_error("percent", "Say by how much, or choose how to round.")

    @property
    def change(self) -> PriceChange:
        typed = self.cleaned_data
        return PriceChange(typed["percent"], typed["rounding"], typed["with_fee"])


@dataclass(frozen=True, kw_only=True)
class Pricing(Deed):
    """Each gets the amounts that were shown, so that doing it twice changes nothing more."""

    options_template: str = "admin/catalog/many/pricing.html"

    def options(
        self, data: QueryDict, chosen: Sequence[Package], *, keys: Sequence[UUID], typed: bool
    ) -> PricingForm:
        return PricingForm(data if typed else None)

    def steps(self, chosen: Sequence[Package], options: forms.Form | None) -> list[Step]:
        change = cast("PricingForm", options).change
        return [Step(package.pk, _said(package, change)) for package in chosen]

    def act(self, step: Step, *, by: Actor, reason: str) -> Saved:
        price, fee = (*step.said, "", "")[:2]
        if price in _REFUSALS:
            raise RuleViolation([_REFUSALS[price]])
        prices = Prices(amount_from(price), amount_from(fee) if fee else None)
        return set_prices(key=step.key, prices=prices, by=by, reason=reason)


def _said(package: Package, change: PriceChange) -> tuple[str, str]:
    try:
        prices = prices_after(package, change)
    except RuleViolation as broken:
        return broken.problems[0].code, ""
    return number_text(prices.price), "" if prices.signup_fee is None else number_text(prices.signup_fee)


def amount_from(text: str) -> Decimal:
    """An amount that travelled in the page; raises StepUnreadable."""
    amount = read_amount(text)
    if amount is None:
        raise StepUnreadable(text)
    return amount
