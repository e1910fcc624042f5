"""Form fields that only read what was typed: whether it may be stored is the rules' to say."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString


class Text(forms.CharField):
    """A text without Django's own rules; line ends as they are stored, not as browsers send them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.validators = []

    def to_python(self, value: Any) -> Any:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


@lru_cache(maxsize=2048)
def option(value: str, label: str, *attributes: tuple[str, str | bool]) -> SafeString:
    """An option of a select, remembered: a form of packages has hundreds, and shows the same ones again."""
    return format_html('<option value="{}"{}>{}</option>', value, flatatt(dict(attributes)), label)


class QuickSelect(forms.Select):
    """A select without groups, in one go: Django renders a template for each option, and currencies are many."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = str(value)
        options = [
            option(str(key), str(label), *([("selected", True)] if str(key) == chosen else []))
            for key, label in self.choices
        ]
        given = flatatt(self.build_attrs({**self.attrs, "name": name}, attrs))
        return format_html("<select{}>{}</select>", given, SafeString("".join(options)))


class QuickInput(forms.TextInput):
    """An input without a template, as `QuickSelect`: a form of packages has many."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = self.format_value(value)
        own = {"type": self.input_type, "name": name} | ({} if shown is None else {"value": shown})
        return format_html("<input{}>", flatatt(own | self.build_attrs(self.attrs, attrs)))


class Choice(Text):
    """One of a list. A stored value that is not in the list is shown, and kept until another is chosen."""

    widget = QuickSelect

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.choices = list(choices)

    def offer(self, value: str) -> None:
        if value not in {str(code) for code, _ in self.widget.choices}:
            self.widget.choices = [*self.widget.choices, (value, value)]


class Tick(forms.BooleanField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class Whole(forms.IntegerField):
    """A whole number that must be there."""

    widget = QuickInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": "Give a whole number; 0 is one."}, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "class": "number", "autocomplete": "off"}


# Three digits behind a comma could be thousands as well.
_CENTS = re.compile(r"\d+,\d{1,2}", re.ASCII)


class Amount(forms.DecimalField):
    """An exact decimal, or nothing where that is allowed; `9,90` is read as well as `9.90`."""

    widget = QuickInput

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": "Give an amount; 0 is one.",
            "invalid": "Enter a number, like 1200 or 9.90.",
        }
        super().__init__(error_messages=messages, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "class": "number", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        text = value.strip() if isinstance(value, str) else ""
        return super().to_python(text.replace(",", ".") if _CENTS.fullmatch(text) else value)
