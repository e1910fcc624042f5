"""What every row of providers keeps, as named constraints with a code and a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from config.identity import uuid7_rule
from config.rules import HAS_TEXT, RowRule
from features.service_types import ServiceType
from providers.types.declaration import SECRET_NAMES

# \Z and not $: Python's $ also accepts a line feed at the end. PostgreSQL reads \Z the same way.
TYPE_PATTERN = r"^[a-z][a-z0-9_]{1,62}\Z"

# Everything in `secrets` is a token of Fernet, whose first byte makes every one begin alike. Null asks
# the database to drop one.
_UNSEALED = '$.* ? (@ != null && !(exists(@.token ? (@ like_regex "^gAAAA[A-Za-z0-9_-]+=*$"))))'


class NameOnce(models.UniqueConstraint):
    """One name, one provider; the problem is told at the name, not at the form."""

    field = "provider_name"

    def __init__(self, *, name: str) -> None:
        super().__init__(
            Lower("provider_name"),
            name=name,
            violation_error_code="duplicate",
            violation_error_message="Another provider has this name; letter case makes no difference.",
        )

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = "default",
    ) -> None:
        try:
            super().validate(model, instance, set(exclude) if exclude else None, using)
        except ValidationError as error:
            raise ValidationError({self.field: error.error_list}) from None

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return "django.db.models.UniqueConstraint", (Lower("provider_name"),), {"name": self.name}

    def clone(self) -> NameOnce:
        # Django clones from deconstruct(), which leaves the wording out.
        return NameOnce(name=self.name)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, models.UniqueConstraint):
            return self.deconstruct()[1:] == other.deconstruct()[1:]
        return NotImplemented

    __hash__ = models.UniqueConstraint.__hash__


def _is_object(field: str) -> models.CheckConstraint:
    kind = Func(F(field), function="jsonb_typeof", output_field=models.TextField())
    return models.CheckConstraint(
        condition=Exact(kind, Value("object")),
        name=f"providers_provider_{field}_object",
        violation_error_code="wrong_type",
        violation_error_message="Give an object: keys and values in braces.",
    )


CONSTRAINTS: list[models.BaseConstraint] = [
    uuid7_rule("providers_provider_uuid7"),
    RowRule(
        condition=Q(provider_name__regex=HAS_TEXT),
        name="providers_provider_name_given",
        code="blank",
        sentence="Give the provider a name.",
        field="provider_name",
    ),
    RowRule(
        condition=Q(service_type__in=ServiceType.values),
        name="providers_provider_service_type_known",
        code="not_a_choice",
        sentence=f"Choose one of: {', '.join(ServiceType.values)}.",
        field="service_type",
    ),
    RowRule(
        condition=Q(provider_type__regex=TYPE_PATTERN),
        name="providers_provider_type_format",
        code="bad_code",
        sentence="Use 2 to 63 lower-case letters a-z, digits and underscores, beginning with a letter.",
        field="provider_type",
    ),
    _is_object("properties"),
    _is_object("secrets"),
    _is_object("settings"),
    _is_object("metadata"),
    models.CheckConstraint(
        condition=~Q(properties__has_any_keys=list(SECRET_NAMES)),
        name="providers_provider_properties_hold_no_secret",
        violation_error_code="secret_in_the_open",
        violation_error_message="A secret can't stand among the readable properties.",
    ),
    models.CheckConstraint(
        condition=~Exact(
            Func(
                F("secrets"),
                template=f"jsonb_path_exists(%(expressions)s, '{_UNSEALED}')",
                output_field=models.BooleanField(),
            ),
            Value(True),
        ),
        name="providers_provider_secrets_sealed",
        violation_error_code="secret_in_the_open",
        violation_error_message="Secrets are stored encrypted.",
    ),
    NameOnce(name="providers_provider_name_once"),
    # What a package's provider points at, so that its copy of the service type can never be another one.
    models.UniqueConstraint(fields=["uuid", "service_type"], name="providers_provider_uuid_service_type"),
]
