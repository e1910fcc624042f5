"""Two read-only endpoints, written as the documentation of the REST framework teaches, without N+1 queries."""

from __future__ import annotations

from django.db.models import Prefetch
from django_filters import rest_framework as filters
from rest_framework import generics, pagination

from benchmarks.plain.serializers import FeatureSerializer, PackageSerializer
from catalog.models import Package, PackageFeature, PackageProvider

_FEATURES = PackageFeature.objects.select_related("feature").order_by("feature__place", "feature_id")
_PROVIDERS = PackageProvider.objects.select_related("provider").order_by(
    "-default", "provider__provider_name", "provider_id"
)
_PACKAGES = Package.objects.prefetch_related(
    Prefetch("features", _FEATURES), Prefetch("providers", _PROVIDERS)
).order_by("uuid")


class Pages(pagination.PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"


class PackageFilter(filters.FilterSet):  # type: ignore[misc]
    feature = filters.CharFilter(field_name="features__feature_id")

    class Meta:
        model = Package
        fields = ("service_type", "status")


class PackageList(generics.ListAPIView[Package]):
    queryset = _PACKAGES
    serializer_class = PackageSerializer
    pagination_class = Pages
    filterset_class = PackageFilter
    search_fields = ("name", "short_description", "description")


class PackageDetail(generics.RetrieveAPIView[Package]):
    queryset = _PACKAGES
    serializer_class = PackageSerializer


class FeatureList(generics.ListAPIView[PackageFeature]):
    queryset = _FEATURES
    serializer_class = FeatureSerializer
    filter_backends = ()

    def filter_queryset(self, queryset):  # type: ignore[no-untyped-def]
        return queryset.filter(package=self.kwargs["pk"])
