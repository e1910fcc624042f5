"""What must be true of a provider, as one list of problems with JSON pointers.

What one row can tell is in `providers.constraints`; here is what needs the declaration of its type,
or the other rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError as SchemaError

from config.json_rules import escape, object_problems, text_problems
from config.rules import Problem, row_problems
from features.service_types import ServiceType
from providers.types.declaration import ProviderType
from providers.types.registry import PROVIDER_TYPES, provider_type

if TYPE_CHECKING:
    from providers.models import Provider

MAX_NAME = 200
TEXT_OR_NULL = "Give the secret as a text; null clears it."
_OBJECTS = ("properties", "settings", "metadata")
_KEPT = frozenset({"set", "updated_at", "readable"})


def problems(after: Provider, *, is_new: bool) -> list[Problem]:
    """Everything that is wrong with `after`; empty when it may be stored. One query, for the name.

    A secret that was never set is a problem of a new provider only: one that came without its secrets,
    as fixtures do, can still be edited.
    """
    found = [*_name_problems(after), *row_problems(after)]
    for name in _OBJECTS:
        found += [p.below(f"/{name}") for p in object_problems(getattr(after, name))]
    declared = provider_type(after.provider_type)
    if declared is None:
        return [*found, *_unknown_type(after, found)]
    return [*found, *_service_problems(after, declared), *_property_problems(after, declared, is_new=is_new)]


def _name_problems(after: Provider) -> list[Problem]:
    pointer = "/provider_name"
    found = text_problems(after.provider_name, pointer)
    if len(after.provider_name) > MAX_NAME:
        found.append(Problem(pointer, "too_long", f"Use at most {MAX_NAME} characters."))
    # PostgreSQL takes no NUL, not even in a question.
    if not found and type(after).objects.named(after.provider_name).exclude(pk=after.pk).exists():
        found.append(duplicate_name())
    return found


def duplicate_name() -> Problem:
    return Problem(
        "/provider_name",
        "duplicate",
        "Another provider has this name; letter case makes no difference.",
    )


def _unknown_type(after: Provider, found: list[Problem]) -> list[Problem]:
    if any(problem.pointer == "/provider_type" for problem in found):
        return []
    known = ", ".join(PROVIDER_TYPES)
    sentence = f"There is no provider type {after.provider_type}; choose one of: {known}."
    return [Problem("/provider_type", "unknown_type", sentence)]


def _service_problems(after: Provider, declared: ProviderType) -> Iterator[Problem]:
    if after.service_type in ServiceType.values and after.service_type not in declared.service_types:
        served = ", ".join(declared.service_types)
        yield Problem(
            "/service_type",
            "service_type_not_served",
            f"{declared.name} serves {served}.",
        )


# --- Properties ----------------------------------------------------------------------------------


def _property_problems(after: Provider, declared: ProviderType, *, is_new: bool) -> Iterator[Problem]:
    if not isinstance(after.properties, dict):
        return
    judged = _judged(after, declared, is_new=is_new)
    for name in declared.required:
        if name not in judged:
            title = declared.properties[name]["title"]
            yield Problem(f"/properties/{name}", "required", f"Give the {title} of {declared.name}.")
    for error in _validator(declared.code).iter_errors(judged):
        yield from _told(error, declared)
    for name, schema in declared.properties.items():
        value = after.properties.get(name)
        if schema.get("format") == "uri" and isinstance(value, str) and value:
            yield from url_problems(value, f"/properties/{escape(name)}")


def _judged(after: Provider, declared: ProviderType, *, is_new: bool) -> dict[str, Any]:
    """The properties with a word in place of each secret that need not be asked for."""
    stand_ins = {name: "set" for name in declared.secrets if after.has_secret(name) or not is_new}
    return {**after.properties, **stand_ins}


@cache
def _validator(code: str) -> Draft202012Validator:
    return Draft202012Validator(PROVIDER_TYPES[code].schema)


def _told(error: SchemaError, declared: ProviderType) -> Iterator[Problem]:
    """An error of the schema in our codes and sentences, which never repeat a value."""
    pointer = "/properties" + "".join(f"/{escape(str(step))}" for step in error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        sentence = f"{declared.name} has no such property; it has {', '.join(declared.properties)}."
        for name in error.instance:
            if name not in declared.properties:
                yield Problem(f"{pointer}/{escape(name)}", "unknown_property", sentence)
    elif error.validator != "required":
        schema = error.schema if isinstance(error.schema, dict) else {}
        code, sentence = _shape(str(error.validator), schema)
        yield Problem(pointer, code, sentence)


_WORDS = {"string": "a text", "integer": "a whole number", "boolean": "true or false"}


def _shape(keyword: str, schema: Mapping[str, Any]) -> tuple[str, str]:
    if keyword == "type":
        return "wrong_type", f"Give {_WORDS[schema['type']]}."
    if keyword == "minLength":
        return "blank", "Give it, or leave it out."
    if keyword == "maxLength":
        return "too_long", f"Use at most {schema['maxLength']} characters."
    if keyword == "enum":
        return "not_a_choice", f"Choose one of: {', '.join(schema['enum'])}."
    return "invalid", "This value does not fit."


def url_problems(url: str, pointer: str) -> list[Problem]:
    """What keeps a text from being the address of a server."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or port == 0 or not url.isprintable() or " " in url:
        return [Problem(pointer, "bad_url", "Give an address with http or https and a host.")]
    if parts.username is not None or parts.password is not None:
        sentence = "Leave user name and password out of the address; they would be readable."
        return [Problem(pointer, "credentials_in_url", sentence)]
    return []


# --- Secrets -------------------------------------------------------------------------------------


def is_kept_secret(value: Any) -> bool:
    """Whether `value` is what the API shows of a secret, which means that it stays as it is."""
    return isinstance(value, dict) and "set" in value and value.keys() <= _KEPT


def secret_problems(value: Any, schema: Mapping[str, Any], pointer: str) -> list[Problem]:
    """What keeps a value from being set as a secret. Sentences never repeat it."""
    if not isinstance(value, str):
        return [Problem(pointer, "wrong_type", TEXT_OR_NULL)]
    if not value.strip():
        return [Problem(pointer, "blank", "Give the secret, or null to clear it.")]
    if len(value) > schema["maxLength"]:
        return [Problem(pointer, "too_long", f"Use at most {schema['maxLength']} characters.")]
    return text_problems(value, pointer)


def by_field(found: list[Problem]) -> dict[str, list[ValidationError]]:
    """Problems as Django's forms and models tell them: by field, the rest of the pointer in front."""
    told: dict[str, list[ValidationError]] = defaultdict(list)
    for problem in found:
        field, _, rest = problem.pointer.removeprefix("/").partition("/")
        sentence = f"{rest}: {problem.detail}" if rest else problem.detail
        told[field or "__all__"].append(ValidationError(sentence, code=problem.code))
    return dict(told)
