"""Addresses of the public pages."""

from django.urls import path

from xueyou.surfaces.public import divisions, plans, pools, publications, rounds, views

app_name = "public"
_ROUND = "places/<uuid:uid>/"
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
    path("places/", rounds.round_list, name="round_list"),
    path(_ROUND, rounds.round_page, name="round"),
    path(_ROUND + "rules.yaml", rounds.round_rules, name="round_rules"),
    path(
        _ROUND + "draws/<int:ordinal>/<slug:name>.json",
        rounds.round_draw_file,
        name="round_draw_file",
    ),
    path("divisions/<uuid:uid>/", divisions.division_page, name="division"),
    path(
        "divisions/<uuid:uid>/<slug:purpose>/<int:ordinal>/<slug:name>.json",
        divisions.division_draw_file,
        name="division_draw",
    ),
    path("pools/", pools.pool_list, name="pools"),
    path("witness/", views.witness, name="witness"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
