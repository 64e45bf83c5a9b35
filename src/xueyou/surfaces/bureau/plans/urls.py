"""Addresses of the plans desk."""

from django.urls import path

from xueyou.surfaces.bureau.plans.views import deciding, documents, plans, reading, upload, workbook

app_name = "plans"
urlpatterns = [
    path("", documents.document_list, name="list"),
    path("new/", upload.new, name="new"),
    path("<uuid:uid>/", documents.document_page, name="document"),
    path("<uuid:uid>/export.xlsx", documents.export, name="export"),
    path("<uuid:uid>/progress/", reading.progress, name="progress"),
    path("<uuid:uid>/cancel/", reading.cancel, name="cancel"),
    path("<uuid:uid>/again/", reading.again, name="again"),
    path("<uuid:uid>/open/", plans.open_document, name="open"),
    path("<uuid:uid>/renew/", plans.renew, name="renew"),
    path("<uuid:uid>/review/", deciding.desk, name="review"),
    path("item/<uuid:uid>/accept/", deciding.accept_item, name="accept"),
    path("item/<uuid:uid>/edit/", deciding.edit_item, name="edit"),
    path("item/<uuid:uid>/reject/", deciding.reject_item, name="reject"),
    path("item/<uuid:uid>/reopen/", deciding.reopen_item, name="reopen"),
    path("item/<uuid:uid>/merge/", deciding.merge_item, name="merge"),
    path("item/<uuid:uid>/split/", deciding.split_item, name="split"),
    path("item/<uuid:uid>/undo/", deciding.undo_item, name="undo"),
    path("plan/<uuid:uid>/rest/", plans.rest, name="rest"),
    path("plan/<uuid:uid>/confirm/", plans.confirm, name="confirm"),
    path("plan/<uuid:uid>/abandon/", plans.abandon, name="abandon"),
    path("plan/<uuid:uid>/add/", plans.add_item, name="add"),
    path("plan/<uuid:uid>/workbook/", workbook.workbook, name="workbook"),
    path("plan/<uuid:uid>/workbook.xlsx", workbook.workbook_out, name="workbook_out"),
]
