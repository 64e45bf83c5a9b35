"""Addresses of the wall."""

from django.urls import path

from xueyou.surfaces.bureau.wall.views import wall

app_name = "wall"
urlpatterns = [
    path("", wall.wall_list, name="list"),
    path("<uuid:uid>/", wall.wall_page, name="wall"),
    path("<uuid:uid>/table/", wall.table_page, name="table"),
    path("<uuid:uid>/print/", wall.print_page, name="print"),
]
