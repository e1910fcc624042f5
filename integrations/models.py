"""Other systems that use the API, and the tokens that they prove themselves with."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from config.rules import RowRule
from integrations.scopes import SCOPES

_NAME = r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\Z"
_NAME_SENTENCE = "Use 1 to 100 letters, digits, spaces, dots, dashes or underscores, a letter or digit first."


def validate_scope(scope: str) -> None:
    """A list of choices would be in the migrations, and each new scope one more of them."""
    if scope not in SCOPES:
        raise ValidationError(f"No such scope: {scope}.", code="not_a_choice")


class ApiClient(models.Model):
    """A system that calls the API; its name stands beside everything it changes."""

    name = models.CharField(
        max_length=100,
        unique=True,
        help_text="Which system this is. It is shown in the history of what the system changes.",
    )
    scopes = ArrayField(
        models.CharField(max_length=40, validators=[validate_scope]),
        help_text="What the client may do. A change holds for its tokens within half a second.",
    )
    active = models.BooleanField(
        default=True, help_text="An inactive client is refused, whatever its tokens say."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "API client"
        ordering = ["name"]
        constraints = [
            RowRule(
                condition=Q(name__regex=_NAME),
                name="apiclient_name_is_plain",
                code="invalid",
                sentence=_NAME_SENTENCE,
                field="name",
            ),
            models.CheckConstraint(
                condition=Q(scopes__len__gte=1),
                name="apiclient_has_a_scope",
                violation_error_code="required",
                violation_error_message="Choose at least one scope.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """A token of a client. The token itself is known to its bearer alone; this row keeps a keyed hash."""

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="tokens")
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    shown_prefix = models.CharField(
        "token begins with", max_length=16, editable=False, help_text="To tell tokens apart."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(help_text="The token is refused from this moment on.")
    last_used_at = models.DateTimeField("last use", null=True, editable=False, help_text="To the minute.")
    revoked_at = models.DateTimeField("revoked", null=True, editable=False)

    class Meta:
        verbose_name = "API token"
        ordering = ["-created_at", "-pk"]
        constraints = [
            RowRule(
                condition=Q(expires_at__gt=F("created_at")),
                name="apitoken_expires_after_it_is_made",
                code="out_of_range",
                sentence="Let the token expire after it is made.",
                field="expires_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_prefix}…"
