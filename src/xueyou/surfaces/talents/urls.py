"""Addresses of the page of certificates."""

from django.urls import path

from xueyou.surfaces.talents import views

app_name = "talents"
urlpatterns = [
    path("", views.certificates, name="list"),
    path("<uuid:uid>/withdraw/", views.withdraw, name="withdraw"),
]
