"""Django's admin with the site of this back office, which is named in a string: the ground imports no app."""

from django.contrib.admin.apps import AdminConfig


class BackOfficeConfig(AdminConfig):
    default_site = "catalog.admin_site.CatalogSite"
