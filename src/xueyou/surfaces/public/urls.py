"""Addresses of the public pages."""

from django.urls import path

from xueyou.surfaces.public import views

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("standing/", views.standing, name="standing"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
