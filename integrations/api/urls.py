"""What describes the API."""

from django.urls import path

from integrations.api.documentation import Docs, Schema

urlpatterns = [
    path("schema", Schema.as_view(), name="api-schema"),
    path("docs", Docs.as_view(), name="api-docs"),
]
