"""Addresses of the season's board."""

from django.urls import path

from xueyou.surfaces.season.views import board, doubles, report

app_name = "season"
urlpatterns = [
    path("", board.board, name="board"),
    path("doubles/", doubles.doubles_page, name="doubles"),
    path("report/", report.report_page, name="report"),
    path("report.xlsx", report.report_xlsx, name="report_xlsx"),
    path("report.docx", report.report_docx, name="report_docx"),
]
