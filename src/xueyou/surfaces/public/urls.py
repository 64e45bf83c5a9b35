"""Addresses of the public pages."""

from django.urls import path

from xueyou.surfaces.public import plans, views

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("standing/", views.standing, name="standing"),
    path("plans/", plans.plan_list, name="plan_list"),
    path("plans/<uuid:uid>/", plans.plan, name="plan"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
