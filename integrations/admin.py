"""Clients of the API and their tokens, for operators. What is kept of a token is never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from integrations import tokens
from integrations.clients import revoke
from integrations.models import ApiClient, ApiToken
from integrations.scopes import SCOPES

if TYPE_CHECKING:
    ClientModelForm = forms.ModelForm[ApiClient]
    ClientModelAdmin = admin.ModelAdmin[ApiClient]
    TokenModelAdmin = admin.ModelAdmin[ApiToken]
    TokenInline = admin.TabularInline[ApiToken, ApiClient]
else:  # Django's classes take parameters for the type checker alone.
    ClientModelForm = forms.ModelForm
    ClientModelAdmin = TokenModelAdmin = admin.ModelAdmin
    TokenInline = admin.TabularInline


class ApiClientForm(ClientModelForm):
    scopes = forms.MultipleChoiceField(
        choices=[(scope, f"{scope}: {what}") for scope, what in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=ApiClient._meta.get_field("scopes").help_text,
    )
    new_token_days = forms.IntegerField(
        label="Make a new token, good for (days)",
        required=False,
        min_value=1,
        max_value=tokens.MAX_DAYS,
        help_text="Leave it empty to make none. The token is shown once, after saving.",
    )

    class Meta:
        model = ApiClient
        fields = ["name", "active", "scopes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["new_token_days"].initial = tokens.DEFAULT_DAYS


class TokenRows(TokenInline):
    model = ApiToken
    template = "admin/edit_inline/rows_to_read.html"
    verbose_name_plural = "Tokens"
    fields = ["shown_prefix", "created_at", "expires_at", "last_used_at", "revoked_at"]
    readonly_fields = ["shown_prefix", "created_at", "expires_at", "last_used_at", "revoked_at"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: ApiClient | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ApiClient)
class ApiClientAdmin(ClientModelAdmin):
    form = ApiClientForm
    inlines = [TokenRows]
    list_display = ["name", "active", "scope_list", "good_tokens", "expires", "last_use"]
    list_filter = ["active"]
    search_fields = ["name"]
    fields = ["name", "active", "scopes", "new_token_days"]
    actions = ["revoke_tokens_of"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiClient]:
        good = Q(tokens__revoked_at=None, tokens__expires_at__gt=timezone.now())
        return (
            super()
            .get_queryset(request)
            .annotate(
                good_count=Count("tokens", filter=good),
                latest_expiry=Max("tokens__expires_at", filter=good),
                latest_use=Max("tokens__last_used_at"),
            )
        )

    def save_model(self, request: HttpRequest, obj: ApiClient, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        tokens.forget()
        days = form.cleaned_data.get("new_token_days")
        if days:
            text, row = tokens.issue(client=obj, days=days)
            messages.warning(
                request,
                f"The new token of {obj.name}, good until {row.expires_at:%Y-%m-%d}: {text} "
                "Copy it now: it is not kept and can't be shown again.",
            )

    @admin.display(description="Scopes")
    def scope_list(self, client: ApiClient) -> str:
        return ", ".join(client.scopes)

    @admin.display(description="Good tokens", ordering="good_count")
    def good_tokens(self, client: Any) -> int:
        return int(client.good_count)

    @admin.display(description="Expires", ordering="latest_expiry")
    def expires(self, client: Any) -> Any:
        return client.latest_expiry

    @admin.display(description="Last use", ordering="latest_use")
    def last_use(self, client: Any) -> Any:
        return client.latest_use

    @admin.action(description="Revoke all tokens of the selected clients", permissions=["change"])
    def revoke_tokens_of(self, request: HttpRequest, queryset: QuerySet[ApiClient]) -> None:
        ended = revoke(ApiToken.objects.filter(client__in=queryset.values("pk")))
        messages.success(request, f"{ended} tokens were revoked.")


@admin.register(ApiToken)
class ApiTokenAdmin(TokenModelAdmin):
    """Tokens are made with their client; here they are seen and revoked, one by one if need be."""

    list_display = ["shown_prefix", "client", "created_at", "expires_at", "last_used_at", "revoked_at"]
    list_select_related = ["client"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["client__name", "shown_prefix"]
    fields = ["client", "shown_prefix", "created_at", "expires_at", "last_used_at", "revoked_at"]
    readonly_fields = ["client", "shown_prefix", "created_at", "expires_at", "last_used_at", "revoked_at"]
    actions = ["revoke_selected"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="Revoke the selected tokens", permissions=["change"])
    def revoke_selected(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        messages.success(request, f"{revoke(queryset)} tokens were revoked.")
