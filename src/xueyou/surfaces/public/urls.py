"""Addresses of the public pages."""

from django.urls import path

from xueyou.surfaces.public import plans, publications, views

app_name = "public"
_PUBLICATION = "publications/<uuid:uid>/"
urlpatterns = [
    path("", views.front, name="front"),
    path("standing/", views.standing, name="standing"),
    path("plans/", plans.plan_list, name="plan_list"),
    path("plans/<uuid:uid>/", plans.plan, name="plan"),
    path("publications/", publications.publication_list, name="publication_list"),
    path(_PUBLICATION, publications.publication, name="publication"),
    path(_PUBLICATION + "file/", publications.publication_file, name="publication_file"),
    path(_PUBLICATION + "table/", publications.publication_table, name="publication_table"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
