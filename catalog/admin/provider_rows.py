"""The providers of a package as rows; which one is the default is one choice over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django import forms
from django.http import QueryDict

from catalog.admin.fields import Tick
from catalog.admin.refusals import Told
from catalog.changes import ProviderChange
from catalog.models import PackageProvider
from config.identity import id_of, parse_identity
from config.key_values import KeyValueField
from config.rules import Problem
from features.service_types import ServiceType
from providers.models import Provider
from providers.types.registry import provider_type

LIST = "provider"
DEFAULT = "default_provider"


@dataclass(frozen=True)
class ProviderOption:
    """What an operator must know of a provider to choose it."""

    key: UUID
    name: str
    type: str
    service_type: str
    active: bool

    @property
    def id(self) -> str:
        return id_of(self.key, prefix=Provider.id_prefix)

    @property
    def service_label(self) -> str:
        return str(ServiceType(self.service_type).label)

    @property
    def type_name(self) -> str:
        declared = provider_type(self.type)
        return declared.name if declared else self.type

    @property
    def description(self) -> str:
        return f"{self.type_name} · {self.service_label}{'' if self.active else ' · switched off'}"


def provider_options() -> dict[UUID, ProviderOption]:
    """Every provider by its key, in the order of their names, in one statement."""
    columns = ("uuid", "provider_name", "provider_type", "service_type", "active")
    rows = Provider.objects.order_by("provider_name", "uuid").values_list(*columns)
    return {row[0]: ProviderOption(*row) for row in rows}


class ProviderRowForm(forms.Form):
    """What is typed about one provider."""

    active = Tick(initial=True)
    settings = KeyValueField(shape="object", required=False)
    metadata = KeyValueField(shape="object", required=False)
    remove = Tick()


@dataclass
class ProviderRow:
    """One provider; `option` is filled in when the page is shown. Rows still to be made have no key."""

    code: str
    form: ProviderRowForm
    default: bool = False
    was_default: bool = False
    is_new: bool = False
    option: ProviderOption | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def key(self) -> UUID:
        return UUID(self.code)

    @property
    def name(self) -> str:
        return f"{LIST}-{self.code}"

    @property
    def label(self) -> str:
        return self.option.name if self.option else "__name__"

    @property
    def description(self) -> str:
        return self.option.description if self.option else "__description__"

    @property
    def has_errors(self) -> bool:
        return bool(self.errors or (self.form.is_bound and self.form.errors))

    @property
    def has_changed(self) -> bool:
        return self.is_new or self.default != self.was_default or self.form.has_changed()

    def change(self) -> ProviderChange | None:
        self.form.full_clean()
        typed = self.form.cleaned_data
        if typed.get("remove"):
            return None
        return ProviderChange(
            active=typed["active"],
            default=self.default,
            **{name: typed[name] for name in ("settings", "metadata") if name in typed},
        )

    def problems(self) -> list[Problem]:
        """What could not be read of its settings and metadata."""
        pointer = f"/providers/{id_of(self.key, prefix=Provider.id_prefix)}"
        return [
            Problem(f"{pointer}/{name}", error.code or "invalid", message)
            for name, errors in self.form.errors.as_data().items()
            for error in errors
            for message in error.messages
        ]

    def tell(self, name: str, problem: Problem) -> None:
        if name in ("settings", "metadata"):
            told = self.form.errors.setdefault(name, self.form.error_class())
            if problem.detail not in told:
                told.append(problem.detail)
        else:
            self.errors.append(problem.detail)


class ProviderRows:
    """The rows of a package."""

    def __init__(self, stored: Iterable[PackageProvider], data: QueryDict | None = None) -> None:
        self.stored = {row.provider_id: row for row in stored}
        self.errors: list[str] = []
        self.rows = [_shown(row) for row in self.stored.values()] if data is None else self._typed(data)

    def _typed(self, data: QueryDict) -> list[ProviderRow]:
        spelled = (parse_identity(text, prefix=Provider.id_prefix) for text in data.getlist(LIST))
        keys = dict.fromkeys(key for key in spelled if key)
        default = _default(keys, data)
        return [_read(key, self.stored.get(key), data, default=key == default) for key in keys]

    @property
    def has_no_default(self) -> bool:
        """Whether it was decided that none of the providers is the default; without providers nothing was."""
        return bool(self.rows) and not any(row.default for row in self.rows)

    def changed(self) -> list[ProviderRow]:
        return [row for row in self.rows if row.has_changed]

    def changes(self) -> dict[UUID, ProviderChange | None]:
        return {row.key: row.change() for row in self.changed()}

    def problems(self) -> list[Problem]:
        return [problem for row in self.changed() for problem in row.problems()]

    def fill_in(self, options: Mapping[UUID, ProviderOption]) -> None:
        """Gives each row what is shown of its provider; one that is gone keeps no row."""
        for row in self.rows:
            row.option = options.get(row.key)
        self.rows = [row for row in self.rows if row.option]

    def tell(self, problem: Problem) -> Told:
        """Puts a problem (`/providers/prv_…/default`) on its row, or at the head of the section."""
        parts = problem.pointer.split("/")
        key = parse_identity(parts[2], prefix=Provider.id_prefix) if len(parts) > 2 else None
        row = next((row for row in self.rows if row.key == key), None)
        if row is None:
            self.errors.append(problem.detail)
            return Told(problem.detail, "Providers", "#section-providers")
        row.tell(parts[3] if len(parts) > 3 else "", problem)
        return Told(problem.detail, "Provider", f"#{row.name}")


def _default(keys: Iterable[UUID], data: QueryDict) -> UUID | None:
    """The provider that was chosen; where nothing was said, not even that there is none, the only one there is."""
    kept = [key for key in keys if f"{LIST}-{key}-remove" not in data]
    chosen = parse_identity(data.get(DEFAULT, ""), prefix=Provider.id_prefix)
    if chosen in kept or data.get(DEFAULT) == "" or len(kept) != 1:
        return chosen
    only = kept[0]
    # One that is switched off can't be a default.
    can_be = f"{LIST}-{only}-active" in data and Provider.objects.filter(pk=only, active=True).exists()
    return only if can_be else chosen


def _initial(row: PackageProvider | None) -> dict[str, object]:
    if row is None:
        return {}
    return {"active": row.active, "settings": row.settings, "metadata": row.metadata}


def _shown(row: PackageProvider) -> ProviderRow:
    form = ProviderRowForm(prefix=f"{LIST}-{row.provider_id}", initial=_initial(row))
    return ProviderRow(str(row.provider_id), form, default=row.default, was_default=row.default)


def _read(key: UUID, stored: PackageProvider | None, data: QueryDict, *, default: bool) -> ProviderRow:
    form = ProviderRowForm(data, prefix=f"{LIST}-{key}", initial=_initial(stored))
    was_default = stored is not None and stored.default
    return ProviderRow(str(key), form, default=default, was_default=was_default, is_new=stored is None)
