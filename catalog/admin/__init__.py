"""The catalog's pages for operators."""

from catalog.admin.package import PackageAdmin
from catalog.admin.people import PeopleGroupAdmin, PeopleUserAdmin

__all__ = ["PackageAdmin", "PeopleGroupAdmin", "PeopleUserAdmin"]
