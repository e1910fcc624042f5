from django.urls import URLPattern, path

from features.api.views import FeatureByCode, Features

urlpatterns: list[URLPattern] = [
    path("features", Features.as_view(), name="features"),
    path("features/<str:code>", FeatureByCode.as_view(), name="feature"),
]
