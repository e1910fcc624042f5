"""The catalog's pages for operators."""

from catalog.admin.package import PackageAdmin

__all__ = ["PackageAdmin"]
