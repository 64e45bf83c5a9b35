"""Addresses of figures."""

from django.urls import path

from xueyou.surfaces.bureau.figures.views import imports, indicator, workbook

app_name = "figures"
urlpatterns = [
    path("plans/<uuid:uid>/", workbook.workbook, name="workbook"),
    path("plans/<uuid:uid>/progress.xlsx", workbook.export, name="export"),
    path("imports/<uuid:uid>/", imports.import_page, name="import"),
    path("imports/<uuid:uid>/take-in/", imports.take_in, name="take_in"),
    path("imports/<uuid:uid>/wrong.xlsx", imports.wrong, name="wrong"),
    path("targets/<uuid:uid>/", indicator.indicator_page, name="indicator"),
    path("targets/<uuid:uid>/measure/", indicator.measure, name="measure"),
]
