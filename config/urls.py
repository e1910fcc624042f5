"""Every path that is served. Apps are named in strings: the ground imports none of them."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

API = [path("", include(f"{app}.api.urls")) for app in ("catalog", "providers", "features", "integrations")]

handler500 = "config.failures.failed"
urlpatterns = [
    path("api/v1/", include(API)),
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
    path("", include("catalog.probes")),
]
