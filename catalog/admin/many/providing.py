"""One provider that serves many packages from then on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django import forms
from django.http import QueryDict

from catalog.actions.save import Saved
from catalog.actions.set_provider import set_default_provider
from catalog.admin.fields import Choice
from catalog.admin.many.deed import Deed
from catalog.admin.many.steps import Step, key_from
from catalog.admin.provider_rows import ProviderOption, provider_options
from catalog.models import Package
from config.identity import parse_identity
from integrations.actors import Actor
from providers.models import Provider


class ProvidingForm(forms.Form):
    """Which provider; offered are those that serve what the packages are, the switched off among them."""

    provider = Choice(label="Provider", choices=())

    def __init__(self, data: QueryDict | None, service_types: Collection[str]) -> None:
        super().__init__(data)
        self.known = provider_options()
        # A piece of the page may have other service types than the whole: what was chosen stays.
        chosen = _key(data.get("provider", "")) if data is not None else None
        self.offered = [
            one for one in self.known.values() if one.service_type in service_types or one.key == chosen
        ]
        choices = [(one.id, _label(one)) for one in self.offered]
        cast("Choice", self.fields["provider"]).widget.choices = [("", "Choose a provider"), *choices]

    def clean_provider(self) -> UUID:
        typed = self.cleaned_data["provider"]
        if not typed:
            raise forms.ValidationError("Choose the provider that is to serve these packages.")
        key = _key(typed)
        if key is None or key not in self.known:
            raise forms.ValidationError("This provider is not there (any more); choose one of the list.")
        return key


@dataclass(frozen=True, kw_only=True)
class Providing(Deed):
    """Each gets the provider attached, switched on and as its default; the former default stays attached."""

    options_template: str = "admin/catalog/many/providing.html"

    def options(
        self, data: QueryDict, chosen: Sequence[Package], *, keys: Sequence[UUID], typed: bool
    ) -> ProvidingForm:
        return ProvidingForm(data if typed else None, _service_types(keys))

    def steps(self, chosen: Sequence[Package], options: forms.Form | None) -> list[Step]:
        provider: UUID = cast("ProvidingForm", options).cleaned_data["provider"]
        return [Step(package.pk, (provider.hex,)) for package in chosen]

    def act(self, step: Step, *, by: Actor, reason: str) -> Saved:
        provider = key_from("".join(step.said[:1]))
        return set_default_provider(key=step.key, provider=provider, by=by, reason=reason)


def _key(text: str) -> UUID | None:
    return parse_identity(text.strip(), prefix=Provider.id_prefix)


def _label(option: ProviderOption) -> str:
    return f"{option.name} · {option.description}"


def _service_types(keys: Sequence[UUID]) -> set[str]:
    """What all packages of the page are, also those that are looked at later; one statement."""
    found = Package.objects.filter(pk__in=keys).order_by("service_type")
    return set(found.values_list("service_type", flat=True).distinct())
