"""Packages made again in another currency or for another term: one row asks for the prices of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib.admin.models import ADDITION
from django.http import QueryDict

from catalog.actions.save import Saved
from catalog.actions.variant import Variant, make_variant
from catalog.admin.fields import Amount, Choice, Text, Whole
from catalog.admin.many.deed import Deed
from catalog.admin.many.pricing import amount_from
from catalog.admin.many.steps import Step, StepUnreadable, key_from
from catalog.admin.numbers import read_number
from catalog.admin.wording import amount_text, currency_choices, price_text
from catalog.models import Package, PackageFeature
from catalog.models.package import Interval
from catalog.money import number_text
from config.identity import uuid7
from features.units import unit_text
from integrations.actors import Actor


@dataclass(frozen=True)
class UnitPrice:
    """A feature whose use has a price of its own, and the box for it in the new currency."""

    label: str
    now: str
    box: forms.BoundField


@dataclass(frozen=True)
class VariantRow:
    """One package: what it costs now, and the boxes for the new one."""

    package: Package
    now: str
    fee_now: str
    name: forms.BoundField
    price: forms.BoundField
    fee: forms.BoundField
    units: tuple[UnitPrice, ...]


class VaryingForm(forms.Form):
    """The new currency and term on top, and for each package its prices."""

    currency = Choice(choices=currency_choices())
    periodicity = Whole(label="Term length", help_text="0: no end, paid once.")
    periodicity_type = Choice(label="Term unit", choices=Interval.choices)

    def __init__(self, data: QueryDict | None, chosen: Sequence[Package]) -> None:
        super().__init__(data, initial=_like(chosen[0]) if chosen else {})
        self.chosen = chosen
        self.charged = _charged(chosen)
        for package in chosen:
            self._add_boxes(package)

    def _add_boxes(self, package: Package) -> None:
        key, of = package.pk.hex, f"the variant of {package.name}"
        label = f"Name of {of}"
        widget = forms.TextInput(
            attrs={
                "aria-label": label,
                "placeholder": package.name,
                "maxlength": "200",
                "autocomplete": "off",
            }
        )
        self.fields[f"name-{key}"] = Text(label=label, widget=widget)
        self._add_amount(f"price-{key}", f"Price of {of}")
        self._add_amount(f"fee-{key}", f"Sign-up fee of {of}")
        for row in self.charged.get(package.pk, ()):
            self._add_amount(f"unit-{key}-{row.feature_id}", f"{row.feature.name}, unit price in {of}")

    def _add_amount(self, name: str, label: str) -> None:
        amount = Amount(label=label, required=False)
        amount.widget.attrs["aria-label"] = label
        self.fields[name] = amount

    def clean_currency(self) -> str:
        currency: str = self.cleaned_data["currency"]
        if not currency:
            raise forms.ValidationError("Choose the currency of the new prices.")
        return currency

    @property
    def rows(self) -> Iterator[VariantRow]:
        for package in self.chosen:
            key = package.pk.hex
            yield VariantRow(
                package,
                price_text(package),
                amount_text(package.signup_fee, package.currency) if package.signup_fee else "None",
                self[f"name-{key}"],
                self[f"price-{key}"],
                self[f"fee-{key}"],
                tuple(self._unit(package, row) for row in self.charged.get(package.pk, ())),
            )

    def _unit(self, package: Package, row: PackageFeature) -> UnitPrice:
        per = unit_text(row.feature.field_suffix, 1) or "unit"
        now = f"{_text(row.unit_price)} {package.currency} per {per}"
        return UnitPrice(row.feature.name, now, self[f"unit-{package.pk.hex}-{row.feature_id}"])

    def said(self, package: Package) -> tuple[str, ...]:
        """What is settled of one variant, as it travels in the page."""
        typed, key = self.cleaned_data, package.pk.hex
        codes = [row.feature_id for row in self.charged.get(package.pk, ())]
        units = ((code, typed.get(f"unit-{key}-{code}")) for code in codes)
        return (
            uuid7().hex,
            typed[f"name-{key}"].strip(),
            typed["currency"],
            str(typed["periodicity"]),
            typed["periodicity_type"],
            _text(typed[f"price-{key}"]),
            _text(typed[f"fee-{key}"]),
            *(f"{code}={_text(amount)}" for code, amount in units if amount is not None),
        )


@dataclass(frozen=True, kw_only=True)
class Varying(Deed):
    """A draft for each, with the prices that were typed; its key is settled before, so that it is made once."""

    permission: str = "add"
    flag: int = ADDITION
    # Nobody types prices of more than one page has rows; and nothing that was typed is cut off.
    most: int = 50
    options_template: str = "admin/catalog/many/varying.html"

    def options(
        self, data: QueryDict, chosen: Sequence[Package], *, keys: Sequence[UUID], typed: bool
    ) -> VaryingForm:
        return VaryingForm(data if typed else None, chosen)

    def steps(self, chosen: Sequence[Package], options: forms.Form | None) -> list[Step]:
        form = cast("VaryingForm", options)
        return [Step(package.pk, form.said(package)) for package in chosen]

    def act(self, step: Step, *, by: Actor, reason: str) -> Saved:
        if len(step.said) < 7:
            raise StepUnreadable(step.to_text())
        return make_variant(
            key=step.key, variant=_variant(step.said), by=by, reason=reason, new_key=key_from(step.said[0])
        )


def _variant(said: Sequence[str]) -> Variant:
    _, name, currency, periodicity, periodicity_type, price, fee, *units = said
    priced = (unit.partition("=") for unit in units)
    return Variant(
        currency=currency,
        periodicity=_number(periodicity),
        periodicity_type=periodicity_type,
        price=amount_from(price) if price else None,
        signup_fee=amount_from(fee) if fee else Decimal(0),
        name=name,
        unit_prices={code: amount_from(amount) for code, _, amount in priced},
    )


def _number(text: str) -> int:
    number = read_number(text)
    if isinstance(number, str):
        raise StepUnreadable(text)
    return number


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else number_text(amount)


def _like(package: Package) -> dict[str, Any]:
    return {name: getattr(package, name) for name in ("currency", "periodicity", "periodicity_type")}


def _charged(chosen: Sequence[Package]) -> dict[UUID, list[PackageFeature]]:
    """The features of each package that have a price of a unit; one statement."""
    rows = PackageFeature.objects.filter(package__in=chosen, unit_price__isnull=False)
    found: dict[UUID, list[PackageFeature]] = {}
    for row in rows.select_related("feature").order_by("feature__place", "feature_id"):
        found.setdefault(row.package_id, []).append(row)
    return found
