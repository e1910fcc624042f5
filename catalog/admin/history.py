"""What a save changed, for Django's history of a page."""

from __future__ import annotations

from typing import Any

from catalog.admin.package_form import PackageForm

_ASIDE = {"revision", "overwrite_revision", "reason", "stock_qty"}


def change_words(form: PackageForm, *, add: bool) -> list[dict[str, Any]]:
    """Entries as `LogEntry` keeps them; empty when nothing was typed that is not there already."""
    if add:
        return [{"added": {}}]
    fields = [str(form[name].label) for name in form.changed_data if name not in _ASIDE]
    if form.rows.notifications.has_changed():
        fields.append("Notifications")
    entries: list[dict[str, Any]] = [{"changed": {"fields": fields}}] if fields else []
    for row in form.rows.features.changed():
        entries.append(_entry("feature", row.feature.name, row))
    for provider in form.rows.providers.changed():
        entries.append(_entry("provider", form.rows.all_providers[provider.key].name, provider))
    return entries


def _entry(kind: str, name: str, row: Any) -> dict[str, Any]:
    if row.change() is None:
        return {"deleted": {"name": kind, "object": name}}
    if row.is_new:
        return {"added": {"name": kind, "object": name}}
    return {"changed": {"name": kind, "object": name, "fields": ["value"]}}
