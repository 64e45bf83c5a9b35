"""Addresses of the desk of classes."""

from django.urls import path

from xueyou.surfaces.school.classes.views import (
    after,
    desk,
    hall,
    preparing,
    roster,
    stage,
    teams,
    trying,
    watching,
)

app_name = "classes"
_DIVISION = "<uuid:uid>/"
urlpatterns = [
    path("", desk.divisions, name="list"),
    path("watch/", watching.watch, name="watch"),
    path("alarms/<uuid:uid>/answer/", watching.answer, name="answer"),
    path("requests/<uuid:uid>/decide/", watching.decide, name="decide"),
    path("demands/<uuid:uid>/withdraw/", preparing.withdraw, name="withdraw"),
    path("lots/<uuid:uid>/commit/", stage.commit, name="commit"),
    path("lots/<uuid:uid>/stage/", stage.stage, name="stage"),
    path("lots/<uuid:uid>/copy/", hall.copy, name="copy"),
    path("lots/<uuid:uid>/slip/", hall.slip, name="slip"),
    path("pupils/<uuid:uid>/request/", after.request_change, name="request"),
    path(_DIVISION, desk.division, name="division"),
    path(_DIVISION + "size/", preparing.size, name="size"),
    path(_DIVISION + "refresh/", preparing.refresh, name="refresh"),
    path(_DIVISION + "sheet/", roster.sheet, name="sheet"),
    path(_DIVISION + "fill/", roster.fill, name="fill"),
    path(_DIVISION + "demands/", preparing.demand, name="demand"),
    path(_DIVISION + "rehearse/", preparing.rehearse, name="rehearse"),
    path(_DIVISION + "trying/", trying.trying, name="trying"),
    path(_DIVISION + "seal/", preparing.seal, name="seal"),
    path(_DIVISION + "order/", after.order, name="order"),
    path(_DIVISION + "issue/", after.issue, name="issue"),
    path(_DIVISION + "gate/", after.gate, name="gate"),
    path(_DIVISION + "gate/pdf/", after.gate_pdf, name="gate_pdf"),
    path(_DIVISION + "late/", after.late, name="late"),
    path(_DIVISION + "late/seal/", after.late_sealed, name="late_seal"),
    path(_DIVISION + "teams/", teams.build, name="teams"),
    path(_DIVISION + "teams/seal/", teams.seal, name="teams_seal"),
    path(_DIVISION + "teams/substitute/", teams.substitute_teacher, name="substitute"),
    path(_DIVISION + "void/", watching.void, name="void"),
]
