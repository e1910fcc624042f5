"""In which order an operator meets the fields of a package, and which stand together."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BaseForm, BoundField, CheckboxInput, RadioSelect


@dataclass(frozen=True)
class Group:
    """Fields that are read as one: a number and its unit."""

    label: str
    names: tuple[str, ...]
    help_text: str = ""


@dataclass(frozen=True)
class Section:
    """A card of the form; each row is one line of fields on a wide screen."""

    slug: str
    title: str
    note: str
    rows: tuple[tuple[str | Group, ...], ...]


SECTIONS = (
    Section(
        "what",
        "What it is",
        "What customers read, and whether it is offered.",
        (
            ("name",),
            ("service_type", "tier"),
            ("short_description",),
            ("description",),
            ("status", "hidden", "retired"),
        ),
    ),
    Section(
        "price",
        "Price and term",
        "What is paid, how often, and what use above an allowance costs.",
        (
            ("price", "currency", "signup_fee"),
            (
                Group(
                    "Term",
                    ("periodicity", "periodicity_type"),
                    "Paid once for each term. 0: no end, paid once.",
                ),
                "overages_enabled",
            ),
        ),
    ),
    Section(
        "trial",
        "Trial and grace",
        "What is free at the start, and how long an unpaid service goes on.",
        (
            (
                Group("Trial", ("trial_period", "trial_interval"), "Free at the start. 0: no trial."),
                Group("Grace", ("grace_period", "grace_interval"), "After a term has ended unpaid. 0: none."),
            ),
            ("trial_mode",),
        ),
    ),
    Section(
        "stock",
        "Stock",
        "For packages of which only so many can be sold.",
        (("has_stock", "oversell_enabled"), ("stock_qty", "stock_change")),
    ),
    Section(
        "notifications", "Notifications", "Of what the customer is told, and through which channels.", ()
    ),
    Section(
        "extras",
        "Settings and metadata",
        "Keys and values for the systems that work with this package.",
        (("package_settings",), ("package_metadata",)),
    ),
    Section("providers", "Providers", "Who does the work. The default one serves new customers.", ()),
    Section("features", "Features", "What a customer gets, and how much of it.", ()),
)


@dataclass(frozen=True)
class Cell:
    """A field, or a group that is read as one, ready for the template."""

    label: str
    help_text: str
    fields: tuple[BoundField, ...]

    @property
    def is_group(self) -> bool:
        return len(self.fields) > 1

    @property
    def is_tick(self) -> bool:
        return isinstance(self.fields[0].field.widget, CheckboxInput)

    @property
    def is_choice(self) -> bool:
        return isinstance(self.fields[0].field.widget, RadioSelect)

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)


@dataclass(frozen=True)
class Card:
    """A section with its cells, row by row."""

    section: Section
    rows: tuple[tuple[Cell, ...], ...]


def cards(form: BaseForm) -> list[Card]:
    """The whole form in its order."""
    return [
        Card(section, tuple(tuple(_cell(form, item) for item in row) for row in section.rows))
        for section in SECTIONS
    ]


def _cell(form: BaseForm, item: str | Group) -> Cell:
    if isinstance(item, Group):
        return Cell(item.label, item.help_text, tuple(form[name] for name in item.names))
    field = form[item]
    return Cell(str(field.label), str(field.help_text), (field,))
