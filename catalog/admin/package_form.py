"""The form of a package: it reads what was typed, and shows beside each field what the rules say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict

from catalog.actions.duplicate import MADE_BEFORE
from catalog.admin.fields import Amount, Choice, QuickInput, Text, Tick, Whole
from catalog.admin.package_rows import PackageRows
from catalog.admin.reasons import readable
from catalog.admin.refusals import Refusal, Told
from catalog.admin.wording import currency_choices
from catalog.changes import Difference, PackageChanges
from catalog.models import Package
from catalog.models.package import Interval, Status, TrialMode
from catalog.money import typed_amount
from config.identity import parse_identity
from config.key_values import KeyValueField
from config.rules import Problem
from features.service_types import ServiceType

if TYPE_CHECKING:
    PackageModelForm = forms.ModelForm[Package]
else:
    PackageModelForm = forms.ModelForm

_PLAIN = (
    "name", "service_type", "status", "hidden", "retired", "description", "short_description", "has_stock",
    "overages_enabled", "oversell_enabled", "price", "signup_fee", "currency", "tier", "trial_period",
    "trial_interval", "trial_mode", "grace_period", "grace_interval", "periodicity", "periodicity_type",
    "package_settings", "package_metadata",
)  # fmt: skip
_ROWS = ("features", "providers", "notification_preferences")


def _text(**attrs: str) -> QuickInput:
    return QuickInput(attrs=attrs)


class PackageForm(PackageModelForm):
    """Everything of a package on one page. Django's own rules stay out: the actions judge what was typed.

    What can't even be read becomes a problem like any other, so that everything wrong is told at once.
    """

    refusal: ClassVar[Refusal | None] = None

    name = Text(widget=_text(maxlength="200"), help_text="As on the price list.")
    service_type = Choice(
        choices=[("", "Choose…"), *ServiceType.choices],
        help_text="Decides which features and providers fit.",
    )
    tier = Text(
        widget=_text(maxlength="20", placeholder="10, 20, 30", list="tiers", autocomplete="off"),
        help_text="A higher number is an upgrade, whatever the price is.",
    )
    short_description = Text(
        widget=_text(maxlength="300"), help_text="One line under the name, at most 300 characters."
    )
    description = Text(widget=forms.Textarea(attrs={"rows": 4}))
    status = Choice(choices=Status.choices, help_text="Active: offered, once nothing else stands in the way.")
    hidden = Tick(help_text="Offered, but not listed: had by its id only.")
    retired = Tick(help_text="No new sales; those who have it keep it and may renew.")

    price = Amount(required=False, help_text="For one term. Empty: not decided yet. 0: free.")
    currency = Choice(choices=currency_choices(), help_text="Needed with a price.")
    signup_fee = Amount(label="Sign-up fee", help_text="Charged once, at the start.")
    periodicity = Whole(label="Term length")
    periodicity_type = Choice(label="Term unit", choices=Interval.choices)
    overages_enabled = Tick(
        label="Charge use above allowances",
        help_text="On: use goes on and is charged at the feature's unit price. Off: it stops.",
    )

    trial_period = Whole(label="Trial length")
    trial_interval = Choice(label="Trial unit", choices=Interval.choices)
    trial_mode = Choice(label="How the trial counts", choices=TrialMode.choices, widget=forms.RadioSelect())
    grace_period = Whole(label="Grace length")
    grace_interval = Choice(label="Grace unit", choices=Interval.choices)

    has_stock = Tick(label="Limited stock", help_text="Only so many can be sold.")
    oversell_enabled = Tick(label="May be oversold", help_text="Sold past a stock of 0.")
    stock_qty = Whole(label="Starting quantity", required=False, help_text="How many there are to sell.")
    stock_change = Whole(label="Change stock by", required=False)

    package_settings = KeyValueField(shape="pairs", required=False, label="Settings")
    package_metadata = KeyValueField(shape="pairs", required=False, label="Metadata")

    revision = forms.IntegerField(required=False)
    overwrite_revision = forms.IntegerField(required=False)
    reason = Text(
        label="Reason for this change",
        widget=_text(placeholder="Optional: kept in the history"),
    )

    class Meta:
        model = Package
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_new:
            self.instance.pk = self._settled_key() or self.instance.pk
        self.had_stock = self.instance.has_stock and not self.is_new
        self.initial = {**self._stored(), **self.initial}
        self.rows = PackageRows(self.instance, cast(QueryDict, self.data) if self.is_bound else None)
        self.unread: list[Problem] = []
        self.told: list[Told] = []
        for name in ("service_type", "status", "currency"):
            self.fields[name].offer(getattr(self.instance, name))  # type: ignore[attr-defined]
        if self.is_new:
            self.fields["name"].widget.attrs["autofocus"] = True
        if self.had_stock:
            self.fields["stock_change"].widget.attrs["placeholder"] = "+10 or -3"

    @property
    def is_new(self) -> bool:
        return self.instance._state.adding

    def _settled_key(self) -> UUID | None:
        """The key that the form carries since it was opened, so that sending it twice makes one package.

        None, for a new key, when a package was made under it: what is typed now becomes another one.
        """
        if self.refusal and any(problem.code == MADE_BEFORE for problem in self.refusal.problems):
            return None
        return parse_identity(str(self.data.get("key", "")), prefix=Package.id_prefix)

    def _stored(self) -> dict[str, Any]:
        package = self.instance
        amounts = {
            name: typed_amount(getattr(package, name), package.currency) for name in ("price", "signup_fee")
        }
        plain = {name: getattr(package, name) for name in _PLAIN}
        return plain | amounts | {"revision": package.revision}

    # --- Reading ---------------------------------------------------------------------------------

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        self.unread = [
            Problem(f"/{name}", error.code or "invalid", message)
            for name, errors in self.errors.as_data().items()
            for error in errors
            for message in error.messages
        ]
        self._errors = ErrorDict()
        self.told = []
        for problem in self.refusal.problems if self.refusal else ():
            self._tell(problem)

    def _post_clean(self) -> None:
        """The stored row stays as it is, and is not judged here."""

    def is_valid(self) -> bool:
        return super().is_valid() and self.refusal is None

    def clean_reason(self) -> str:
        return readable(self.cleaned_data["reason"])

    def changes(self) -> PackageChanges:
        """What was typed, as far as it differs from what is stored."""
        typed = self.cleaned_data
        said = [name for name in _PLAIN if name in typed and (self.is_new or name in self.changed_data)]
        values = {name: typed[name] for name in said}
        if typed.get("has_stock") and not self.had_stock:
            values["stock_qty"] = typed.get("stock_qty")
        elif self.stock_difference:
            # The count may have moved since the page was opened; a difference is right all the same.
            values["stock_qty"] = Difference(by=self.stock_difference)
        return self.rows.changes(values, problems=tuple(self.unread))

    @property
    def stock_difference(self) -> int:
        """By how much stock changes; 0 for a package that has none, or will have none."""
        keeps = self.had_stock and self.cleaned_data.get("has_stock")
        return self.cleaned_data.get("stock_change") or 0 if keeps else 0

    @property
    def expected_revision(self) -> int | None:
        """The revision that the operator has seen: that of the form, or the one to be replaced knowingly."""
        return self.cleaned_data.get("overwrite_revision") or self.cleaned_data.get("revision")

    @property
    def seen_revision(self) -> int:
        """What the hidden field carries: a conflict that was settled knowingly is not asked about again."""
        return (self.is_bound and self.expected_revision) or self.instance.revision

    # --- Telling ---------------------------------------------------------------------------------

    def _tell(self, problem: Problem) -> None:
        head = problem.pointer.split("/")[1:2]
        name = head[0] if head else ""
        self.told.append(self.rows.tell(problem) if name in _ROWS else self._tell_field(name, problem))

    def _tell_field(self, name: str, problem: Problem) -> Told:
        place = self._place(name)
        self.add_error(place, ValidationError(problem.detail, code=problem.code))
        return (
            Told(problem.detail, str(self[place].label), f"#{self[place].auto_id}")
            if place
            else Told(problem.detail)
        )

    def _place(self, name: str) -> str | None:
        if name in ("stock_qty", "change"):
            return "stock_change" if self.had_stock else "stock_qty"
        return name if name in self.fields else None
