"""A provider: the third-party service that does the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime

from config.identity import IdentifiedModel, moment
from config.json_rules import validate_object
from features.service_types import ServiceType
from providers import rules
from providers.constraints import CONSTRAINTS
from providers.encryption import UnreadableSecret, seal, unseal
from providers.querysets import ProviderQuerySet
from providers.types.registry import secret_names


@dataclass(frozen=True)
class SecretState:
    """What anybody may know of a secret: whether it is there, since when, and whether a key opens it."""

    set: bool = False
    updated_at: datetime | None = None
    readable: bool = True


class Provider(IdentifiedModel):
    """Written by `providers.actions`; fixtures write it as well.

    `properties` holds what its type needs to be reached, without the secret ones. Those are in
    `secrets`, by name: `{"token", "updated_at"}`, sealed by `providers.encryption`. A secret that is given
    among the properties is sealed as soon as the row is made, so that no row holds it in the open.
    """

    id_prefix: ClassVar[str] = "prv"

    provider_name = models.CharField("name", max_length=200)
    active = models.BooleanField(
        default=True, help_text="One that is switched off can't be the default of a package."
    )
    provider_type = models.CharField("type", max_length=63)
    service_type = models.CharField(max_length=20, choices=ServiceType.choices)
    properties = models.JSONField(default=dict, blank=True, validators=[validate_object])
    # Not serialized: a dump carries no secrets, and a fixture without them leaves those of a row alone.
    secrets = models.JSONField(default=dict, blank=True, editable=False, serialize=False)
    settings = models.JSONField(default=dict, blank=True, validators=[validate_object])
    metadata = models.JSONField(default=dict, blank=True, validators=[validate_object])
    created_at = models.DateTimeField(default=moment, editable=False)
    updated_at = models.DateTimeField(default=moment, editable=False)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["provider_name", "uuid"]
        constraints = CONSTRAINTS
        indexes = [
            # GET /providers?ordering=created_at and updated_at, page after page.
            models.Index(fields=["created_at", "uuid"], name="providers_provider_created"),
            models.Index(fields=["updated_at", "uuid"], name="providers_provider_updated"),
            models.Index(fields=["provider_name", "uuid"], name="providers_provider_by_name"),
        ]
        triggers = [
            # A raw save writes every column. What it does not carry stays as it is: a secret goes
            # only when its name is given null, and the time of making never changes.
            pgtrigger.Trigger(
                name="keep_secrets",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF TG_OP = 'UPDATE' THEN "
                    "NEW.secrets = OLD.secrets || NEW.secrets; NEW.created_at = OLD.created_at; "
                    "END IF; "
                    "NEW.secrets = jsonb_strip_nulls(NEW.secrets); RETURN NEW;"
                ),
            ),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A column that was deferred is not there, and asking for it would be a query.
        if "properties" in self.__dict__ and "secrets" in self.__dict__:
            self.seal_given_secrets(at=self.__dict__.get("updated_at"))

    def __str__(self) -> str:
        return self.provider_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.seal_given_secrets()
        super().save(*args, **kwargs)
        self.secrets = {name: entry for name, entry in self.secrets.items() if entry is not None}

    def clean(self) -> None:
        """Raises ValidationError with every problem of `rules.problems`, by field."""
        self.seal_given_secrets()
        found = rules.problems(self, is_new=self._state.adding)
        if found:
            raise ValidationError(rules.by_field(found))

    def seal_given_secrets(self, *, at: datetime | None = None) -> None:
        """Moves secrets out of `properties`: a text is sealed, null clears, what the API shows is dropped."""
        given = self.properties if isinstance(self.properties, dict) else {}
        for name in [name for name in secret_names(self.provider_type) if name in given]:
            value = given[name]
            self.properties = {key: item for key, item in self.properties.items() if key != name}
            if value is None:
                self.clear_secret(name)
            elif not rules.is_kept_secret(value):
                self.set_secret(name, value, at=at)

    def set_secret(self, name: str, value: Any, *, at: datetime | None = None) -> None:
        """Seals a text; ValidationError, which does not repeat it, for anything else."""
        if not isinstance(value, str):
            raise ValidationError({"properties": ValidationError(rules.TEXT_OR_NULL, code="wrong_type")})
        entry = {"token": seal(value), "updated_at": (at or moment()).isoformat()}
        self.secrets = {**self.secrets, name: entry}

    def clear_secret(self, name: str) -> None:
        # Null and not absent: the database keeps what a row does not mention.
        self.secrets = {**self.secrets, name: None}

    def has_secret(self, name: str) -> bool:
        return bool(self.secrets.get(name))

    def secret(self, name: str) -> str | None:
        """The plain text, for talking to the provider; None when not set. Raises UnreadableSecret."""
        entry = self.secrets.get(name)
        return unseal(entry["token"]) if entry else None

    def secret_state(self, name: str) -> SecretState:
        """What may be shown of a secret; a lost key is a state, not an error."""
        if not self.has_secret(name):
            return SecretState()
        updated_at = parse_datetime(str(self.secrets[name].get("updated_at")))
        try:
            self.secret(name)
        except UnreadableSecret:
            return SecretState(True, updated_at, readable=False)
        return SecretState(True, updated_at)

    def secret_states(self) -> dict[str, SecretState]:
        """The state of every secret property of its type, in their order."""
        return {name: self.secret_state(name) for name in secret_names(self.provider_type)}
