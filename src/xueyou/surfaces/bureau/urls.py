"""Addresses of the bureau's desks."""

from django.urls import include, path

app_name = "bureau"
urlpatterns = [
    path("plans/", include("xueyou.surfaces.bureau.plans.urls")),
    path("papers/", include("xueyou.surfaces.bureau.papers.urls")),
    path("wall/", include("xueyou.surfaces.bureau.wall.urls")),
]
