"""Addresses of the API, version 1."""

from django.urls import path

from xueyou.domains.clubs.access import CALL_ROLL
from xueyou.surfaces.api.addresses import guarded
from xueyou.surfaces.api.description import openapi

app_name = "api"
urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    *guarded({"clubs_roll": CALL_ROLL, "clubs_hand_overs": CALL_ROLL}),
]
