"""Other systems that use the API, the tokens that they prove themselves with, and what they were answered."""

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


class IdempotencyKey(models.Model):
    """The answer to a request that its client may send again; unknown from `expires_at` on."""

    # No index of its own: that of the constraint begins with it.
    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="idempotency_keys", db_index=False)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.SmallIntegerField()
    headers = models.JSONField()
    body = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "idempotency key"
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="idempotencykey_once_for_a_client"),
            RowRule(
                condition=Q(key__regex=r"^[!-~]{1,255}\Z"),
                name="idempotencykey_is_visible_ascii",
                code="invalid",
                sentence="Use 1 to 255 visible ASCII characters.",
                field="key",
            ),
            RowRule(
                condition=Q(fingerprint__regex=r"^[0-9a-f]{64}\Z"),
                name="idempotencykey_fingerprint_is_sha256",
                code="invalid",
                sentence="Use a SHA-256 in hexadecimal digits.",
                field="fingerprint",
            ),
            RowRule(
                condition=Q(status__gte=200) & Q(status__lt=300),
                name="idempotencykey_keeps_success_only",
                code="out_of_range",
                sentence="Keep successful answers only.",
                field="status",
            ),
        ]

    def __str__(self) -> str:
        return self.key
