"""Users and groups: who may log in here, and what each may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from catalog.admin.permissions import PermissionField, WithPermissions

if TYPE_CHECKING:
    GroupModelForm = forms.ModelForm[Group]
    GroupModelAdmin = admin.ModelAdmin[Group]
    ChangeForm = UserChangeForm[User]
    CreationForm = UserCreationForm[User]
    UserModelAdmin = UserAdmin[User]
else:
    GroupModelForm = forms.ModelForm
    GroupModelAdmin = admin.ModelAdmin
    ChangeForm, CreationForm, UserModelAdmin = UserChangeForm, UserCreationForm, UserAdmin

# Registered by Django as soon as its module is imported, which is above.
admin.site.unregister(User)
admin.site.unregister(Group)


class GroupForm(WithPermissions, GroupModelForm):
    permissions_name = "permissions"
    permissions = PermissionField(
        label="What its users may do", help_text="Who is in several groups may do what any of them may."
    )

    class Meta:
        model = Group
        fields = ("name", "permissions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_permissions()

    def clean_permissions(self) -> list[Permission]:
        return self.kept_permissions()


@admin.register(Group)
class PeopleGroupAdmin(GroupModelAdmin):
    form = GroupForm
    list_display = ("name", "users")
    search_fields = ("name",)
    ordering = ("name",)
    fields = ("name", "permissions")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).annotate(user_count=Count("user"))

    @admin.display(description="Users", ordering="user_count")
    def users(self, group: Any) -> int:
        return int(group.user_count)


class UserForm(WithPermissions, ChangeForm):
    permissions_name = "user_permissions"
    groups = forms.ModelMultipleChoiceField(
        queryset=Group.objects.order_by("name"), required=False, widget=forms.CheckboxSelectMultiple
    )
    user_permissions = PermissionField(
        label="May do besides", help_text="In addition to what the groups allow. Groups are easier to keep."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "user_permissions" in self.fields:
            self.offer_permissions()

    def clean_user_permissions(self) -> list[Permission]:
        return self.kept_permissions()


class NewUserForm(CreationForm):
    is_staff = forms.BooleanField(label="May log in here", required=False, initial=True)

    class Meta(UserCreationForm.Meta):
        fields = ("username", "is_staff")


@admin.register(User)
class PeopleUserAdmin(UserModelAdmin):
    form = UserForm
    add_form = NewUserForm
    add_form_template = None
    list_display = (
        "username",
        "first_name",
        "last_name",
        "email",
        "may_log_in",
        "may_do_everything",
        "last_login",
    )
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Name", {"fields": ("first_name", "last_name", "email")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Times", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2", "is_staff")}),)

    @admin.display(description="May log in here", ordering="is_staff", boolean=True)
    def may_log_in(self, user: User) -> bool:
        return user.is_staff

    @admin.display(description="May do everything", ordering="is_superuser", boolean=True)
    def may_do_everything(self, user: User) -> bool:
        return user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may do everything is changed, and given another password, only by one who may as well."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody gives away, to themselves above all, more than they have."""
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else (*own, "is_superuser", "groups", "user_permissions")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        label, help_text = _WORDS.get(db_field.name, ("", ""))
        if field and label:
            field.label, field.help_text = label, help_text
        return field


_WORDS = {
    "is_active": (
        "Active",
        "Switched off, the user can't log in. Better than deleting: the history keeps the name.",
    ),
    "is_staff": ("May log in here", "Without it the user has no way into the back office."),
    "is_superuser": ("May do everything", "Whatever is ticked below."),
}
