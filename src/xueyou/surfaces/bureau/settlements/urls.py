"""Addresses of the settlements' desk."""

from django.urls import path

from xueyou.surfaces.bureau.settlements import files, views

app_name = "settlements"
urlpatterns = [
    path("<uuid:plan>/", views.settlement_list, name="list"),
    path("<uuid:plan>/settle/", views.settle, name="settle"),
    path("<uuid:plan>/jobs/<uuid:job>/", views.progress, name="progress"),
    path("accounts/<uuid:uid>/", views.settlement_page, name="settlement"),
    path("accounts/<uuid:uid>/say/", views.say, name="say"),
    path("accounts/<uuid:uid>/confirm/", views.confirm, name="confirm"),
    path("accounts/<uuid:uid>/workbook/", files.workbook, name="workbook"),
    path("accounts/<uuid:uid>/document/", files.document, name="document"),
]
