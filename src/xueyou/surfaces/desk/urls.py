"""Addresses of the check desk."""

from django.urls import path

from xueyou.surfaces.desk.views import (
    batches,
    completing,
    counter,
    deciding,
    duties,
    files,
    pictures,
    sheets,
    spots,
)

app_name = "desk"
urlpatterns = [
    path("", files.desk_list, name="mine"),
    path("calls/<uuid:uid>/", files.file_list, name="files"),
    path("calls/<uuid:uid>/schools/", duties.give, name="duties"),
    path("calls/<uuid:uid>/agreed/", batches.agreed, name="agreed"),
    path("calls/<uuid:uid>/agreed/undo/", batches.not_agreed, name="not_agreed"),
    path("calls/<uuid:uid>/counter/", counter.counter, name="counter"),
    path("calls/<uuid:uid>/spots/", spots.spots, name="spots"),
    path("calls/<uuid:uid>/sheet.xlsx", sheets.fetch, name="fetch"),
    path("calls/<uuid:uid>/sheets/", sheets.sheets, name="sheets"),
    path("batches/<uuid:uid>/", sheets.batch, name="batch"),
    path("batches/<uuid:uid>/decide/", sheets.decide, name="decide"),
    path("batches/<uuid:uid>/undo/", sheets.take_back, name="take_back"),
    path("batches/<uuid:uid>/wrong.xlsx", sheets.wrong_cells, name="wrong_cells"),
    path("spots/<uuid:uid>/", spots.spot, name="spot"),
    path("files/<uuid:uid>/look/", spots.looked, name="look"),
    path("files/<uuid:uid>/sheet.pdf", counter.sheet, name="sheet"),
    path("files/<uuid:uid>/complete/", completing.complete, name="complete"),
    path("files/<uuid:uid>/complete/<slug:code>/", completing.photograph, name="photograph"),
    path(
        "files/<uuid:uid>/complete/pictures/<uuid:picture>/down/",
        completing.take_down,
        name="take_down",
    ),
    path("files/<uuid:uid>/pictures/<uuid:picture>/", pictures.picture, name="picture"),
    path("files/<uuid:uid>/", files.file_page, name="file"),
    path("files/<uuid:uid>/pass/", deciding.pass_it, name="pass"),
    path("files/<uuid:uid>/undo/", deciding.undo, name="undo"),
    path("files/<uuid:uid>/back/", deciding.give_back, name="back"),
    path("files/<uuid:uid>/visit/", deciding.visit, name="visit"),
    path("files/<uuid:uid>/refer/", deciding.refer_it, name="refer"),
    path("files/<uuid:uid>/refer-back/", deciding.refer_back, name="refer_back"),
    path("files/<uuid:uid>/recuse/", deciding.keep_out, name="recuse"),
    path("visits/<uuid:uid>/found/", deciding.visited, name="visited"),
    path("visits/<uuid:uid>/cancel/", deciding.call_off, name="call_off"),
]
