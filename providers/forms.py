"""The form of a provider: fields for the properties of its type, made from their schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime

from config.key_values import KeyValueField
from config.rules import Problem
from features.service_types import ServiceType
from providers import actions, rules
from providers.changes import UNSET, ProviderChanges
from providers.models import Provider, SecretState
from providers.types.declaration import ProviderType
from providers.versions import CHANGED, SEEN, Contested, in_words, is_outdated, version_of

_PROPERTY, _CLEAR = "property_", "clear_"
_NAME_AND_PLACE = ("provider_name", "active", "service_type")
_WIDE = {"class": "vTextField"}

if TYPE_CHECKING:
    ProviderModelForm = forms.ModelForm[Provider]
else:
    ProviderModelForm = forms.ModelForm


class ProviderForm(ProviderModelForm):
    """Says what is wrong in the words of the rules, and stores nothing: `changes` is what an action takes.

    `declared` is the type; None for a row whose type the platform no longer knows. `refused` are
    problems that only the action found.
    """

    declared: ClassVar[ProviderType | None] = None
    refused: ClassVar[Sequence[Problem]] = ()

    provider_name = forms.CharField(
        label="Name",
        required=False,
        widget=AdminTextInputWidget(attrs={"maxlength": rules.MAX_NAME}),
        help_text="How operators know it. No other provider has the same name.",
    )
    service_type = forms.ChoiceField(required=False)
    settings = KeyValueField(help_text="What the provisioning of rooms and streams needs to know.")
    metadata = KeyValueField(help_text="Anything else worth keeping, like a key in another system.")

    class Meta:
        model = Provider
        fields = _NAME_AND_PLACE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_service_types()
        self.initial["settings"] = self.instance.settings
        self.initial["metadata"] = self.instance.metadata
        for name in self.declared.properties if self.declared else ():
            if self.declared and name in self.declared.secrets:
                self._explain_secret(name)
            else:
                self.initial[_PROPERTY + name] = self.instance.properties.get(name, "")

    def _offer_service_types(self) -> None:
        served = self.declared.service_types if self.declared else tuple(ServiceType.values)
        choices = [(code, ServiceType(code).label) for code in served]
        field = self.fields["service_type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices if len(choices) == 1 else [("", "Choose one"), *choices]

    def _explain_secret(self, name: str) -> None:
        state = self.instance.secret_state(name)
        field = self.fields[_PROPERTY + name]
        field.help_text = f"{field.help_text} {_secret_help(state)}"
        if not state.set:
            del self.fields[_CLEAR + name]

    def _post_clean(self) -> None:
        """Leaves the row alone: Django would write the form into it and judge that, without the rules."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        outdated = (CHANGED,) if self.is_outdated and CHANGED not in self.refused else ()
        for problem in (*outdated, *self._problems(), *self.refused):
            self.add_error(self._field_of(problem), ValidationError(problem.detail, code=problem.code))
        self._ask_for_secrets_again()
        return cleaned

    # --- Somebody else's save ------------------------------------------------------------------------

    @property
    def version(self) -> str:
        """What a box that is ticked replaces; the form as it is shown first has seen it."""
        return "" if self.instance._state.adding else version_of(self.instance)

    @property
    def seen(self) -> str:
        sent = str(self.data.get(SEEN, "")) if self.is_bound and self.is_outdated else ""
        return sent or self.version

    @property
    def is_outdated(self) -> bool:
        return self.is_bound and not self.instance._state.adding and is_outdated(self.instance, self.data)

    @property
    def contested(self) -> list[Contested]:
        """Where the page and the row differ now; of secrets nothing is said."""
        secrets = {_PROPERTY + name for name in (self.declared.secrets if self.declared else ())}
        names = [n for n in self.changed_data if n in self.cleaned_data and n not in secrets]
        return [
            Contested(
                str(self[name].label),
                in_words(self.cleaned_data[name]),
                in_words(self.get_initial_for_field(self.fields[name], name)),
            )
            for name in names
            if not name.startswith(_CLEAR)
        ]

    def _problems(self) -> list[Problem]:
        changes = self.changes()
        if self.instance._state.adding:
            found = actions.problems_of_new(changes, key=self.instance.pk)[1]
        else:
            found = actions.problems_of(self.instance, changes)[1]
        return [problem for problem in found if self._field_of(problem) not in self.errors]

    def _field_of(self, problem: Problem) -> str | None:
        """Where on the form a problem is shown; None for above it."""
        top, _, rest = problem.pointer.removeprefix("/").partition("/")
        name = _PROPERTY + rest if top == "properties" else top
        return name if name in self.fields else None

    def _ask_for_secrets_again(self) -> None:
        # What was typed as a secret is not written into a page again.
        for name in self.declared.secrets if self.declared else ():
            if self.errors and self.cleaned_data.get(_PROPERTY + name):
                sentence = "Type this again as well; a secret is never written into a page."
                self.add_error(_PROPERTY + name, ValidationError(sentence, code="type_again"))

    def changes(self) -> ProviderChanges:
        """What the operator changed; what could be read, as long as the form has errors."""
        sent = {name: self.cleaned_data[name] for name in self.changed_data if name in self.cleaned_data}
        is_new = self.instance._state.adding
        plain = {n: self.cleaned_data[n] for n in _NAME_AND_PLACE if n in self.cleaned_data}
        objects = {name: sent[name] for name in ("settings", "metadata") if name in sent}
        touched = is_new or any(name.startswith((_PROPERTY, _CLEAR)) for name in sent)
        return ProviderChanges(
            **plain,
            **objects,
            provider_type=self.declared.code if is_new and self.declared else UNSET,
            properties=self._properties() if touched else UNSET,
            replace=True,
        )

    def _properties(self) -> dict[str, Any]:
        """All properties as the form has them; a secret that was left empty is not among them."""
        given: dict[str, Any] = {}
        for name in self.declared.properties if self.declared else ():
            if self.cleaned_data.get(_CLEAR + name):
                given[name] = None
            if self.cleaned_data.get(_PROPERTY + name):
                given[name] = self.cleaned_data[_PROPERTY + name]
        return given


def form_for(
    declared: ProviderType | None, *, is_new: bool, refused: Sequence[Problem]
) -> type[ProviderForm]:
    """The form for providers of a type."""
    namespace: dict[str, Any] = {"declared": declared, "refused": tuple(refused)}
    if is_new:
        namespace["provider_type"] = forms.CharField(widget=forms.HiddenInput, required=False)
    for name, schema in declared.properties.items() if declared else ():
        namespace[_PROPERTY + name] = _property_field(schema)
        if schema.get("writeOnly"):
            label = f"Clear the {schema['title'].lower()}"
            namespace[_CLEAR + name] = forms.BooleanField(label=label, required=False)
    return type("TypedProviderForm", (ProviderForm,), namespace)


def property_fields(declared: ProviderType, instance: Provider | None) -> list[str]:
    """The names of the form's fields for the properties, in their order."""
    names: list[str] = []
    for name in declared.properties:
        names.append(_PROPERTY + name)
        if name in declared.secrets and instance is not None and instance.has_secret(name):
            names.append(_CLEAR + name)
    return names


def _property_field(schema: Mapping[str, Any]) -> forms.Field:
    # Required or not, and how long, is for the rules to say, in the same words as everywhere.
    if schema.get("writeOnly"):
        widget: forms.Widget = forms.PasswordInput(attrs={**_WIDE, "autocomplete": "new-password"})
        strip = False
    else:
        hints = {"placeholder": example} if (example := next(iter(schema.get("examples", ())), "")) else {}
        widget, strip = AdminTextInputWidget(attrs=hints), True
    return forms.CharField(
        label=schema["title"],
        help_text=schema["description"],
        required=False,
        widget=widget,
        strip=strip,
    )


def _secret_help(state: SecretState) -> str:
    if not state.set:
        return "Not set."
    since = f" on {date_format(localtime(state.updated_at))}" if state.updated_at else ""
    if not state.readable:
        return f"Set{since}, but none of the encryption keys opens it: set it again."
    return f"Set{since}; leave empty to keep it."
