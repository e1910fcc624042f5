"""Settings and metadata in a form: rows of a key, what kind of value it is, and the value. No JSON to type.

`KeyValueField` works for objects and for arrays of `{key, value}`. Without JavaScript there are
spare rows; with it, a button adds more. What is deeper than a row can show is kept as it is.

    metadata = KeyValueField(required=False)                       # {"theme": "dark"}
    package_metadata = KeyValueField(shape="pairs", check=problems)  # [{"key": "theme", "value": "dark"}]
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import get_default_renderer
from django.utils.safestring import SafeString

from config.json_rules import JsonCheck, comparable, object_problems
from config.key_value_notation import KINDS, NotReadable, kind_of, read_value, written

Shape = Literal["object", "pairs"]
SPARE_ROWS = 3
_ROW_TEMPLATE = "config/key_values_row.html"
# Stands for the number of a row in one that the page's script makes others from.
_INDEX = "__index__"
MAX_ROWS = 500


@dataclass(frozen=True)
class Row:
    """One row as it was typed: `text` is read by its `kind` (see `config.key_value_notation`)."""

    key: str = ""
    kind: str = "text"
    text: str = ""

    @property
    def is_spare(self) -> bool:
        """Nothing was typed. Kinds that need no text count by their key alone."""
        return not self.key.strip() and not self.text.strip()

    @property
    def is_kept(self) -> bool:
        """Whether the value is deeper than a row can show, so that it can only stay or go."""
        return self.kind == "kept"

    @property
    def sent_key(self) -> str:
        """The key as the form carries it: that of a kept row as JSON, for a browser changes line ends."""
        return json.dumps(self.key, ensure_ascii=False) if self.is_kept else self.key


def rows_of(value: Any) -> list[Row]:
    """The rows of a stored object or array of pairs; none for what is neither."""
    if isinstance(value, Mapping):
        return [_row(key, item) for key, item in value.items()]
    if isinstance(value, list):
        return [_row(pair["key"], pair["value"]) for pair in value]
    return []


def _row(key: str, value: Any) -> Row:
    # An input for one line can't hold every key either.
    typeable = key == key.strip() and len(key.splitlines()) == 1
    kind = kind_of(value) if typeable else "kept"
    return Row(key, kind, written(kind, value))


def _received(key: str, kind: str, text: str) -> Row:
    """The row that was sent; one whose kept key was damaged has none, which is then told."""
    if kind == "kept":
        try:
            key = json.loads(key)
        except ValueError:
            key = ""
    return Row(key if isinstance(key, str) else "", kind, text)


class KeyValueWidget(forms.Widget):
    """A table of rows, named `NAME-0-key`, `NAME-0-kind`, `NAME-0-text` and `NAME-0-remove`.

    `NAME-rows` is sent along, so that a form without the rows can be told from one that removed all.
    """

    template_name = "config/key_values.html"
    use_fieldset = True

    class Media:
        css = {"all": ["config/key_values.css"]}
        js = ["config/key_values.js"]

    def id_for_label(self, id_: str) -> str:
        return ""

    def format_value(self, value: Any) -> Any:
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = isinstance(value, list) and all(isinstance(row, Row) for row in value)
        rows = [row for row in value if not row.is_spare] if typed else rows_of(value)
        context["widget"] |= {
            "rows": rows,
            "sent_rows": len(rows) + SPARE_ROWS,
            "kinds": [(kind, label) for kind, label in KINDS.items() if kind != "kept"],
            "label": name.replace("_", " "),
        }
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """An empty row is made once, and stands for each of the spare ones: a page has dozens of them."""
        draw = (renderer or get_default_renderer()).render
        context = self.get_context(name, value, attrs)
        widget = context["widget"]
        blank = draw(_ROW_TEMPLATE, {**context, "row": Row(), "index": _INDEX})
        places = range(len(widget["rows"]), widget["sent_rows"])
        widget |= {
            "blank_row": blank,
            "spare_rows": "".join(blank.replace(_INDEX, str(place)) for place in places),
        }
        return SafeString(draw(self.template_name, context))

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Row] | None:
        if f"{name}-rows" not in data:
            return None
        sent = re.compile(rf"{re.escape(name)}-([0-9]{{1,4}})-key")
        places = sorted(int(found[1]) for key in data if (found := sent.fullmatch(key)))
        return [
            _received(
                data.get(f"{name}-{place}-key", ""),
                data.get(f"{name}-{place}-kind", "text"),
                data.get(f"{name}-{place}-text", ""),
            )
            for place in places[:MAX_ROWS]
            if f"{name}-{place}-remove" not in data
        ]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}-rows" not in data


class KeyValueField(forms.Field):
    """Cleans to an object, or with `shape="pairs"` to an array of `{key, value}` in the order of the rows.

    `check` finds the problems of the whole value; by default that of objects, and none of pairs.
    """

    widget = KeyValueWidget

    def __init__(self, *, shape: Shape = "object", check: JsonCheck | None = None, **kwargs: Any) -> None:
        self.shape = shape
        self.check = check or (object_problems if shape == "object" else None)
        super().__init__(**{"required": False, **kwargs})

    def clean(self, value: Any) -> Any:
        if value is None:
            raise ValidationError("The rows were not sent; load the page again.", code="required")
        pairs, errors = self._read([row for row in value if not row.is_spare])
        if errors:
            raise ValidationError(errors)
        result: Any = dict(pairs) if self.shape == "object" else [_pair(k, v) for k, v in pairs]
        found = self.check(result) if self.check else []
        if found:
            raise ValidationError([ValidationError(p.detail, code=p.code) for p in found])
        if self.required and not pairs:
            raise ValidationError(self.error_messages["required"], code="required")
        return result

    def _read(self, rows: list[Row]) -> tuple[list[tuple[str, Any]], list[ValidationError]]:
        pairs: dict[str, Any] = {}
        errors: list[ValidationError] = []
        for place, row in enumerate(rows, start=1):
            key = row.key if row.is_kept else row.key.strip()
            where = f"Row {place} ({key})" if key else f"Row {place}"
            try:
                if not key:
                    raise NotReadable("Give the key.", "blank")
                if key in pairs:
                    raise NotReadable("This key is there already.", "duplicate")
                pairs[key] = read_value(row.kind, row.text)
            except NotReadable as problem:
                errors.append(ValidationError(f"{where}: {problem}", code=problem.code))
        return list(pairs.items()), errors

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            cleaned = self.clean(data)
        except ValidationError:
            return True
        return comparable(cleaned) != comparable(initial or ({} if self.shape == "object" else []))


def _pair(key: str, value: Any) -> dict[str, Any]:
    return {"key": key, "value": value}
