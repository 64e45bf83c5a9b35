"""Addresses of the wall."""

from django.urls import path

from xueyou.surfaces.bureau.wall.views import compare, today, wall

app_name = "wall"
urlpatterns = [
    path("", wall.wall_list, name="list"),
    path("today/", today.today_page, name="today"),
    path("<uuid:uid>/", wall.wall_page, name="wall"),
    path("<uuid:uid>/table/", wall.table_page, name="table"),
    path("<uuid:uid>/print/", wall.print_page, name="print"),
    path("<uuid:uid>/compare/", compare.compare_page, name="compare"),
]
