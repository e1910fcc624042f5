"""Packages with their features and providers, field by field; what the product computes is left out."""

from __future__ import annotations

from rest_framework import serializers

from catalog.models import Package, PackageFeature, PackageProvider


class FeatureSerializer(serializers.ModelSerializer[PackageFeature]):
    code = serializers.CharField(source="feature.code")
    name = serializers.CharField(source="feature.name")
    quota = serializers.BooleanField(source="feature.quota")
    consumable = serializers.BooleanField(source="feature.consumable")
    aggregation_type = serializers.CharField(source="feature.aggregation_type")
    field_suffix = serializers.CharField(source="feature.field_suffix")
    periodicity = serializers.IntegerField(source="feature.periodicity")
    periodicity_type = serializers.CharField(source="feature.periodicity_type")
    value = serializers.ReadOnlyField()

    class Meta:
        model = PackageFeature
        fields = (
            "code",
            "name",
            "kind",
            "value",
            "limit_value",
            "unlimited",
            "quota",
            "consumable",
            "aggregation_type",
            "field_suffix",
            "periodicity",
            "periodicity_type",
            "unit_price",
        )


class ProviderSerializer(serializers.ModelSerializer[PackageProvider]):
    provider = serializers.CharField(source="provider.id")
    provider_name = serializers.CharField(source="provider.provider_name")
    provider_type = serializers.CharField(source="provider.provider_type")
    provider_active = serializers.BooleanField(source="provider.active")

    class Meta:
        model = PackageProvider
        fields = (
            "provider",
            "provider_name",
            "provider_type",
            "service_type",
            "active",
            "provider_active",
            "default",
            "settings",
            "metadata",
        )


class PackageSerializer(serializers.ModelSerializer[Package]):
    id = serializers.ReadOnlyField()
    ulid = serializers.ReadOnlyField()
    providers = ProviderSerializer(many=True)
    features = FeatureSerializer(many=True)

    class Meta:
        model = Package
        exclude = ("ever_active",)
