"""Addresses of the checkpoints' desk."""

from django.urls import path

from xueyou.surfaces.bureau.checkpoints import views

app_name = "checkpoints"
urlpatterns = [
    path("<uuid:plan>/", views.checkpoint_list, name="list"),
    path("<uuid:plan>/freeze/", views.freeze, name="freeze"),
    path("packets/<uuid:uid>/", views.packet_page, name="packet"),
    path("packets/<uuid:uid>/workbook/", views.packet_xlsx, name="workbook"),
    path("packets/<uuid:uid>/briefing.pdf", views.packet_pdf, name="briefing_pdf"),
    path("packets/<uuid:uid>/briefing.docx", views.packet_docx, name="briefing_docx"),
]
