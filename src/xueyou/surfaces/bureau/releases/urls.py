"""Addresses of what is published."""

from django.urls import path

from xueyou.surfaces.bureau.releases import views

app_name = "releases"
urlpatterns = [
    path("", views.release_list, name="list"),
    path("of/<uuid:plan>/", views.choose, name="choose"),
    path("of/<uuid:plan>/preview/", views.preview_page, name="preview"),
    path("of/<uuid:plan>/order/", views.prepare, name="prepare"),
    path("<uuid:uid>/", views.release_page, name="release"),
    path("<uuid:uid>/publish/", views.publish, name="publish"),
    path("<uuid:uid>/take-down/", views.take_down, name="take_down"),
]
