"""The three tables of a package's form together: notifications, providers, features."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import QueryDict

from catalog.admin import feature_rows, provider_rows
from catalog.admin.feature_rows import FeatureRow, FeatureRows
from catalog.admin.notification_rows import NotificationRows
from catalog.admin.provider_rows import (
    ProviderOption,
    ProviderRow,
    ProviderRowForm,
    ProviderRows,
    provider_options,
)
from catalog.admin.refusals import Told
from catalog.changes import PackageChanges
from catalog.models import Package
from config.rules import Problem
from features.choices import FeatureKind
from features.models import Feature
from features.platform import running_platform

# Submit buttons that ask for another row, and the select beside each.
ADD_BUTTONS = {
    "_add_feature": ("add_feature", feature_rows.LIST),
    "_add_provider": ("add_provider", provider_rows.LIST),
}
# What a new row of each kind starts with: included or active, without settings and metadata.
_STARTS = {"included": "on", "active": "on", "settings-rows": "0", "metadata-rows": "0"}


def asks_for_row(data: QueryDict) -> bool:
    """Whether one of the buttons that add a row was pressed, and not Save."""
    return any(button in data for button in ADD_BUTTONS)


def with_row(data: QueryDict) -> QueryDict:
    """What was typed, with the row that was asked for at its end."""
    typed = data.copy()
    for button, (select, rows) in ADD_BUTTONS.items():
        chosen = data.get(select, "")
        if button in data and chosen:
            typed.appendlist(rows, chosen)
            for box, start in _STARTS.items():
                typed.setdefault(f"{rows}-{chosen}-{box}", start)
    return typed


class PackageRows:
    """Reads the tables from what is stored, or from what was typed; two statements, three with new features."""

    def __init__(self, package: Package, data: QueryDict | None) -> None:
        self.package = package
        features, providers = self._stored()
        new = set(feature_rows.codes_in(data)) - {row.feature_id for row in features} if data else set()
        matrix = Feature.objects.in_bulk(new) if new else {}
        self.features = FeatureRows(features, data, matrix=matrix)
        self.providers = ProviderRows(providers, data)
        self.notifications = NotificationRows(package.notification_preferences, data)

    def _stored(self) -> tuple[list[Any], list[Any]]:
        if self.package._state.adding:
            return [], []
        features = self.package.features.select_related("feature").order_by("feature__place", "feature_id")
        return list(features), list(self.package.providers.order_by("-default", "provider__provider_name"))

    # --- Saving ----------------------------------------------------------------------------------

    def changes(self, values: dict[str, Any], *, problems: tuple[Problem, ...]) -> PackageChanges:
        """The whole write: `values` of the package's own fields, and what the tables say."""
        if self.notifications.has_changed():
            values = values | {"notification_preferences": self.notifications.value()}
        return PackageChanges(
            values=values,
            features=self.features.changes(),
            providers=self.providers.changes(),
            problems=(*problems, *self.features.problems(), *self.providers.problems()),
        )

    def tell(self, problem: Problem) -> Told:
        name = problem.pointer.split("/")[1]
        if name == "features":
            return self.features.tell(problem)
        if name == "providers":
            return self.providers.tell(problem)
        return self.notifications.tell(problem)

    # --- Showing ---------------------------------------------------------------------------------

    @cached_property
    def feature_options(self) -> list[FeatureRow]:
        """What can still be added: offered by this platform, and not in the form yet."""
        platform = running_platform()
        offered = Feature.objects.offered(version=platform.version, license=platform.license)
        there = {row.feature.code for row in self.features.rows}
        return [FeatureRow(feature, is_new=True) for feature in offered if feature.code not in there]

    @cached_property
    def all_providers(self) -> dict[Any, ProviderOption]:
        return provider_options()

    @property
    def provider_options(self) -> Iterable[ProviderOption]:
        there = {row.key for row in self.providers.rows}
        return [option for option in self.all_providers.values() if option.key not in there]

    @property
    def shown_providers(self) -> ProviderRows:
        self.providers.fill_in(self.all_providers)
        return self.providers

    @property
    def blank_features(self) -> list[FeatureRow]:
        """A row of each kind, from which the page makes new ones."""
        return [_blank(kind) for kind in FeatureKind]

    @property
    def blank_provider(self) -> ProviderRow:
        return ProviderRow("__code__", ProviderRowForm(prefix=f"{provider_rows.LIST}-__code__"), is_new=True)


def _blank(kind: FeatureKind) -> FeatureRow:
    feature = Feature(code="__code__", name="__name__", description="__description__", field_suffix="")
    feature.kind = kind
    return FeatureRow(feature, is_new=True)
