"""Addresses of the pages for families."""

from django.urls import path

from xueyou.surfaces.family.views import (
    answers,
    applications,
    calls,
    claims,
    clubs,
    forms,
    home,
    people,
    sharing,
    together,
    zones,
)

app_name = "family"
_CLUBS = "children/<uuid:uid>/clubs/"
_APPLICATION = "applications/<uuid:uid>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("matters/", home.matters, name="matters"),
    path("messages/", home.told, name="messages"),
    path("me/", home.me, name="me"),
    path("calls/<uuid:uid>/", calls.call, name="call"),
    path("calls/<uuid:uid>/start/", calls.start, name="start"),
    path("zone/", zones.zone, name="zone"),
    path("children/new/", claims.add_child, name="add_child"),
    path("children/<uuid:uid>/", people.child, name="child"),
    path("children/<uuid:uid>/invite/", people.invite, name="invite"),
    path("claims/<uuid:uid>/", sharing.claimed, name="claimed"),
    path("claims/<uuid:uid>/share/", sharing.share, name="share"),
    path("sharings/<uuid:uid>/end/", sharing.end, name="end_sharing"),
    path("calls/<uuid:uid>/clubs/", clubs.menu, name="clubs_menu"),
    path(_CLUBS, clubs.clubs, name="clubs"),
    path(_CLUBS + "leave/", clubs.leave, name="leave"),
    path(_CLUBS + "collectors/", clubs.let_collect, name="let_collect"),
    path(_CLUBS + "code/", clubs.code, name="pickup_code"),
    path("leaves/<uuid:uid>/end/", clubs.end_leave, name="end_leave"),
    path("collectors/<uuid:uid>/end/", clubs.end_collecting, name="end_collecting"),
    path("bills/<uuid:uid>/", clubs.bill, name="bill"),
    path("invitations/", people.accept, name="accept"),
    path(_APPLICATION, applications.application, name="application"),
    path(_APPLICATION + "save/", forms.save, name="save"),
    path(_APPLICATION + "check/", forms.check, name="check"),
    path(_APPLICATION + "receipt/", applications.receipt, name="receipt"),
    path(_APPLICATION + "together/", together.together, name="together"),
    path(_APPLICATION + "apart/", together.apart, name="apart"),
    path(_APPLICATION + "withdraw/", applications.take_back, name="withdraw"),
    path(_APPLICATION + "result/", answers.result, name="result"),
    path(_APPLICATION + "result/reply/", answers.answer, name="reply"),
    path(_APPLICATION + "appeal/", answers.appeal_page, name="appeal"),
    path(_APPLICATION + "form/<slug:code>/", forms.step, name="step"),
]
