"""Addresses of the expert committee's page."""

from django.urls import path

from xueyou.surfaces.committee import views

app_name = "committee"
urlpatterns = [
    path("<uuid:uid>/", views.child_list, name="list"),
    path("applications/<uuid:uid>/decide/", views.decide, name="decide"),
]
