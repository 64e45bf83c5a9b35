"""Addresses of the plans desk."""

from django.urls import path

from xueyou.surfaces.bureau.plans.views import documents, reading, upload

app_name = "plans"
urlpatterns = [
    path("", documents.document_list, name="list"),
    path("new/", upload.new, name="new"),
    path("<uuid:uid>/", documents.document_page, name="document"),
    path("<uuid:uid>/export.xlsx", documents.export, name="export"),
    path("<uuid:uid>/progress/", reading.progress, name="progress"),
    path("<uuid:uid>/cancel/", reading.cancel, name="cancel"),
    path("<uuid:uid>/again/", reading.again, name="again"),
]
