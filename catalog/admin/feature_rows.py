"""The features of a package as rows: what is typed in each, and which change of the package it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from django.http import QueryDict
from django.utils.safestring import SafeString

from catalog.admin.fields import option
from catalog.admin.numbers import read_amount, read_number
from catalog.admin.refusals import Told
from catalog.admin.wording import period_text
from catalog.changes import FeatureChange
from catalog.models import PackageFeature
from catalog.money import number_text
from config.rules import Problem, row_rules
from features.choices import FeatureGroup, FeatureKind
from features.models import Feature
from features.units import unit_text

LIST = "feature"
_CHARGED = (FeatureKind.ALLOWANCE, FeatureKind.USAGE)


@dataclass
class FeatureRow:
    """One feature, with what is typed about it as text; `errors` by the name of the box, "" for the row."""

    feature: Feature
    is_new: bool = False
    included: bool = True
    value: str = ""
    unlimited: bool = False
    unit_price: str = ""
    remove: bool = False
    # The number beside a ticked Unlimited: not meant, and there again when the tick is taken away.
    set_aside: str = field(default="", compare=False)
    errors: dict[str, list[str]] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        return f"{LIST}-{self.feature.code}"

    @property
    def has_amount(self) -> bool:
        return FeatureKind(self.feature.kind).has_amount

    @property
    def shown_value(self) -> str:
        return self.value or self.set_aside

    @property
    def is_charged(self) -> bool:
        return self.feature.kind in _CHARGED

    @property
    def unit(self) -> str:
        return " ".join(filter(None, (unit_text(self.feature.field_suffix), period_text(self.feature))))

    @property
    def unit_price_unit(self) -> str:
        return unit_text(self.feature.field_suffix, 1) or "unit"

    @property
    def option(self) -> SafeString:
        """The feature in the list of those to add, with all that the page's script fills a new row from."""
        feature = self.feature
        return option(
            feature.code,
            f"{feature.name} – {feature.get_kind_display().lower()}",
            ("data-kind", feature.kind),
            ("data-service-types", " ".join(feature.service_types)),
            ("data-name", feature.name),
            ("data-description", feature.description),
            ("data-unit", self.unit),
            ("data-price-unit", self.unit_price_unit),
        )

    @property
    def is_left_out(self) -> bool:
        """Removed, or a switch that is not ticked: both mean that the package does not have it."""
        return self.remove or not (self.has_amount or self.included)

    @property
    def row_errors(self) -> list[str]:
        return self.errors.get("", [])

    @property
    def value_errors(self) -> list[str]:
        return self.errors.get("value", [])

    @property
    def price_errors(self) -> list[str]:
        return self.errors.get("unit_price", [])

    def change(self) -> FeatureChange | None:
        if self.is_left_out:
            return None
        return FeatureChange(self._value(), self._unit_price())

    def problems(self) -> list[Problem]:
        """What was typed but can't be said to an action: a limit and unlimited, a price that is no number."""
        if self.is_left_out:
            return []
        pointer = f"/features/{self.feature.code}"
        found = []
        if self.has_amount and self.unlimited and self.value:
            rule = next(r for r in row_rules(PackageFeature) if r.code == "limit_and_unlimited")
            found.append(Problem(f"{pointer}/value", rule.code, rule.sentence))
        if self.unit_price and read_amount(self.unit_price) is None:
            found.append(Problem(f"{pointer}/unit_price", "invalid", "Give a number, like 0.05."))
        return found

    def _value(self) -> int | str | bool | None:
        if not self.has_amount or self.unlimited:
            return True
        return read_number(self.value) if self.value else None

    def _unit_price(self) -> Decimal | None:
        return read_amount(self.unit_price)


def codes_in(data: QueryDict) -> list[str]:
    """The features that the form has rows of, each once; without what no code and no database can hold."""
    return [code for code in dict.fromkeys(data.getlist(LIST)) if "\0" not in code]


class FeatureRows:
    """The rows of a package; those typed stand in the order in which they were, new ones last."""

    def __init__(
        self,
        stored: Iterable[PackageFeature],
        data: QueryDict | None = None,
        *,
        matrix: Mapping[str, Feature],
    ) -> None:
        self.stored = {row.feature_id: _stored(row) for row in stored}
        self.errors: list[str] = []
        self.unknown: list[str] = []
        self.rows = list(_copies(self.stored.values())) if data is None else self._typed(data, matrix)

    def _typed(self, data: QueryDict, matrix: Mapping[str, Feature]) -> list[FeatureRow]:
        codes = codes_in(data)
        known = {code: row.feature for code, row in self.stored.items()} | dict(matrix)
        self.unknown = [code for code in codes if code not in known]
        return [_read(known[code], code not in self.stored, data) for code in codes if code in known]

    @property
    def groups(self) -> list[tuple[str, list[FeatureRow]]]:
        """The rows that the package has by the section of the matrix; those just added come last, by themselves."""
        kept = [row for row in self.rows if not row.is_new]
        found = [
            (str(FeatureGroup(group).label), list(rows))
            for group, rows in groupby(kept, key=lambda row: row.feature.group)
        ]
        return [*found, ("New", [row for row in self.rows if row.is_new])]

    def changed(self) -> list[FeatureRow]:
        """The rows that say something else than what is stored."""
        return [row for row in self.rows if row != self.stored.get(row.feature.code)]

    def changes(self) -> dict[str, FeatureChange | None]:
        unknown: dict[str, FeatureChange | None] = {code: FeatureChange(True) for code in self.unknown}
        return unknown | {row.feature.code: row.change() for row in self.changed()}

    def problems(self) -> list[Problem]:
        return [problem for row in self.changed() for problem in row.problems()]

    def tell(self, problem: Problem) -> Told:
        """Puts a problem (`/features/max_rooms/value`) beside its box, or at the head of the section."""
        parts = problem.pointer.split("/")
        row = next((row for row in self.rows if row.feature.code in parts[2:3]), None)
        if row is None:
            self.errors.append(problem.detail)
            return Told(problem.detail, "Features", "#section-features")
        box = parts[3] if len(parts) > 3 else ""
        row.errors.setdefault(box, []).append(problem.detail)
        return Told(problem.detail, row.feature.name, f"#{row.name}-{box}" if box else f"#{row.name}")


def _stored(row: PackageFeature) -> FeatureRow:
    return FeatureRow(
        feature=row.feature,
        value="" if row.limit_value is None else str(row.limit_value),
        unlimited=row.unlimited,
        unit_price="" if row.unit_price is None else number_text(row.unit_price),
    )


def _copies(rows: Iterable[FeatureRow]) -> Iterable[FeatureRow]:
    for row in rows:
        yield FeatureRow(row.feature, value=row.value, unlimited=row.unlimited, unit_price=row.unit_price)


def _read(feature: Feature, is_new: bool, data: QueryDict) -> FeatureRow:
    name = f"{LIST}-{feature.code}"
    return FeatureRow(
        feature=feature,
        is_new=is_new,
        included=bool(data.get(f"{name}-included")) or FeatureKind(feature.kind).has_amount,
        value=data.get(f"{name}-value", "").strip(),
        unlimited=bool(data.get(f"{name}-unlimited")),
        unit_price=data.get(f"{name}-unit_price", "").strip(),
        remove=bool(data.get(f"{name}-remove")),
        set_aside=data.get(f"{name}-set_aside", "").strip(),
    )
