"""Addresses of task forces."""

from django.urls import path

from xueyou.surfaces.bureau.posts.views import forces, mine

app_name = "forces"
urlpatterns = [
    path("", forces.force_list, name="list"),
    path("mine/", mine.my_page, name="mine"),
    path("on/<uuid:plan>/", forces.form, name="form"),
    path("<uuid:uid>/", forces.force_page, name="force"),
    path("<uuid:uid>/tasks/", forces.give, name="give"),
    path("<uuid:uid>/tasks/<uuid:task>/take/", forces.take, name="take"),
    path("<uuid:uid>/members/", forces.add, name="add"),
    path("<uuid:uid>/members/<uuid:member>/end/", forces.end, name="end"),
    path("<uuid:uid>/close/", forces.close, name="close"),
]
