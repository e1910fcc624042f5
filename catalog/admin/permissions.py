"""What people may do here, by task and in plain words: the permissions that mean something to somebody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

if TYPE_CHECKING:
    PermissionChoice = forms.ModelMultipleChoiceField[Permission]
else:
    PermissionChoice = forms.ModelMultipleChoiceField

# By task: what may be done, and Django's name of it.
TASKS: dict[str, dict[str, str]] = {
    "Packages": {
        "catalog.view_package": "Look at packages, compare them and read their history",
        "catalog.add_package": "Make packages, also as copies of others",
        "catalog.change_package": "Change packages: prices, features, whether they are offered",
        "catalog.delete_package": "Delete drafts that were never offered",
    },
    "Providers": {
        "providers.view_provider": "Look at providers; secrets are never shown",
        "providers.add_provider": "Add providers",
        "providers.change_provider": "Change providers, and switch them on and off",
        "providers.delete_provider": "Delete providers that no package has",
    },
    "Feature matrix": {"features.view_feature": "Look at the features that the platform has"},
    "Integrations": {
        "integrations.view_apiclient": "Look at API clients",
        "integrations.add_apiclient": "Add API clients and make tokens",
        "integrations.change_apiclient": "Change API clients, make tokens and revoke them",
        "integrations.delete_apiclient": "Delete API clients",
        "integrations.view_apitoken": "Look at the list of tokens; no token is shown",
        "integrations.change_apitoken": "Revoke single tokens",
    },
    "People": {
        "auth.view_user": "Look at users",
        "auth.add_user": "Add users",
        "auth.change_user": "Change users: what they may do, and their passwords",
        "auth.delete_user": "Delete users",
        "auth.view_group": "Look at groups",
        "auth.add_group": "Add groups",
        "auth.change_group": "Change groups, and so what their users may do",
        "auth.delete_group": "Delete groups",
    },
}


class PermissionTicks(forms.CheckboxSelectMultiple):
    template_name = "catalog/permission_ticks.html"
    use_fieldset = True


class PermissionField(PermissionChoice):
    """A tick for each permission of `TASKS`. Others that somebody has are not shown, and stay."""

    widget = PermissionTicks

    def __init__(self, *, label: str, help_text: str) -> None:
        super().__init__(queryset=Permission.objects.all(), required=False, label=label, help_text=help_text)

    def offer(self) -> None:
        """Fills in the choices; one statement."""
        keys = {_name(one): one.pk for one in _named()}
        self.choices = [
            (task, [(keys[name], words) for name, words in named.items() if name in keys])
            for task, named in TASKS.items()
        ]

    def with_others(self, chosen: Iterable[Permission], had: QuerySet[Permission]) -> list[Permission]:
        """What was ticked, and what somebody has beyond what is shown."""
        shown = {name for named in TASKS.values() for name in named}
        others = [one for one in had.select_related("content_type") if _name(one) not in shown]
        return [*chosen, *others]


def _named() -> QuerySet[Permission]:
    apps = {name.split(".")[0] for named in TASKS.values() for name in named}
    return Permission.objects.filter(content_type__app_label__in=apps).select_related("content_type")


def _name(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


class WithPermissions:
    """For a form with a `PermissionField` of this name: the choices, and what is not shown stays."""

    permissions_name: str
    fields: dict[str, Any]
    instance: Any
    cleaned_data: dict[str, Any]

    def offer_permissions(self) -> None:
        self.fields[self.permissions_name].offer()

    def kept_permissions(self) -> list[Permission]:
        chosen = self.cleaned_data[self.permissions_name]
        if self.instance._state.adding:
            return list(chosen)
        had = getattr(self.instance, self.permissions_name).all()
        kept: list[Permission] = self.fields[self.permissions_name].with_others(chosen, had)
        return kept
