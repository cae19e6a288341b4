"""Addresses."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", include("aiop.files.urls")),
    path("admin/", include("aiop.identity.urls")),
    path("admin/", admin.site.urls),
    path("api/catalogue/", include(("aiop.catalogue.api", "catalogue_api"))),
    path("health/", include(("aiop.runs.health", "health"))),
    path("accounts/", include("aiop.orgs.urls")),
]
