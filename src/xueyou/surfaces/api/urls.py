"""Addresses of the API, version 1."""

from django.urls import path

from xueyou.surfaces.api.addresses import guarded
from xueyou.surfaces.api.description import openapi
from xueyou.surfaces.api.rights import RIGHTS

app_name = "api"
urlpatterns = [path("openapi.json", openapi, name="openapi"), *guarded(RIGHTS)]
