"""Addresses of letters."""

from django.urls import path

from xueyou.surfaces.letters import views

app_name = "letters"
urlpatterns = [
    path("", views.verify, name="verify"),
    path("<uuid:uid>/", views.pdf, name="pdf"),
]
