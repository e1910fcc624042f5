from django.urls import path

from benchmarks.plain import views

urlpatterns = [
    path("packages", views.PackageList.as_view()),
    path("packages/<uuid:pk>", views.PackageDetail.as_view()),
    path("packages/<uuid:pk>/features", views.FeatureList.as_view()),
]
