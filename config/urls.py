"""Every path that is served. Apps are named in strings: the ground imports none of them."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
    path("", include("catalog.probes")),
    path("api/v1/", include("integrations.api.urls")),
    path("api/v1/", include("features.api.urls")),
    path("api/v1/", include("providers.api.urls")),
    path("api/v1/", include("catalog.api.urls")),
]
