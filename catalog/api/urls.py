"""Paths of packages, below /api/v1/."""

from django.urls import path

from catalog.api import changes, package_actions, package_features, package_providers, packages, revisions

urlpatterns = [
    path("changes", changes.ChangesView.as_view(), name="changes"),
    path("packages", packages.PackageListView.as_view(), name="packages"),
    path("packages/<str:package>", packages.PackageDetailView.as_view(), name="package"),
    path(
        "packages/<str:package>/features",
        package_features.FeatureListView.as_view(),
        name="package-features",
    ),
    path(
        "packages/<str:package>/features/<str:code>",
        package_features.FeatureDetailView.as_view(),
        name="package-feature",
    ),
    path("packages/<str:package>/quotas", package_features.QuotaListView.as_view(), name="package-quotas"),
    path(
        "packages/<str:package>/providers",
        package_providers.ProviderListView.as_view(),
        name="package-providers",
    ),
    path(
        "packages/<str:package>/providers/<str:provider>",
        package_providers.ProviderDetailView.as_view(),
        name="package-provider",
    ),
    path(
        "packages/<str:package>/availability",
        package_actions.AvailabilityView.as_view(),
        name="package-availability",
    ),
    path(
        "packages/<str:package>/duplicate", package_actions.DuplicateView.as_view(), name="package-duplicate"
    ),
    path("packages/<str:package>/revisions", revisions.RevisionListView.as_view(), name="package-revisions"),
    path(
        "packages/<str:package>/revisions/<int:number>",
        revisions.RevisionDetailView.as_view(),
        name="package-revision",
    ),
    path(
        "packages/<str:package>/revisions/<int:number>/diff",
        revisions.RevisionDiffView.as_view(),
        name="package-revision-diff",
    ),
    path(
        "packages/<str:package>/revisions/<int:number>/restore",
        revisions.RevisionRestoreView.as_view(),
        name="package-revision-restore",
    ),
    path("packages/<str:package>/stock", package_actions.StockView.as_view(), name="package-stock"),
]
