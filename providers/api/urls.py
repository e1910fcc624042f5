from django.urls import URLPattern, path

from providers.api.views import ProviderDetail, Providers, ProviderTypes

urlpatterns: list[URLPattern] = [
    path("providers", Providers.as_view(), name="providers"),
    path("providers/<str:provider>", ProviderDetail.as_view(), name="provider"),
    path("provider-types", ProviderTypes.as_view(), name="provider-types"),
]
