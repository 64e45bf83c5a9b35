"""Every address of the site, gathered from the surfaces."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("xueyou.platform.accounts.urls")),
]
