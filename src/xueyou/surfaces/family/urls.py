"""Addresses of the pages for families."""

from django.urls import include, path

from xueyou.surfaces.family.views import (
    answers,
    applications,
    calls,
    claims,
    classes,
    clubs,
    forms,
    home,
    papers,
    people,
    sharing,
    together,
    zones,
)

app_name = "family"
_CLUBS = "children/<uuid:uid>/clubs/"
_APPLICATION = [
    path("", applications.application, name="application"),
    path("save/", forms.save, name="save"),
    path("check/", forms.check, name="check"),
    path("papers/<slug:code>/", papers.paper, name="paper"),
    path("pictures/<uuid:picture>/", papers.picture, name="picture"),
    path("pictures/<uuid:picture>/down/", papers.take_down, name="take_down"),
    path("receipt/", applications.receipt, name="receipt"),
    path("together/", together.together, name="together"),
    path("apart/", together.apart, name="apart"),
    path("withdraw/", applications.take_back, name="withdraw"),
    path("result/", answers.result, name="result"),
    path("result/reply/", answers.answer, name="reply"),
    path("appeal/", answers.appeal_page, name="appeal"),
    path("form/<slug:code>/", forms.step, name="step"),
]
"""What is asked of one application."""
urlpatterns = [
    path("applications/<uuid:uid>/", include(_APPLICATION)),  # first: asked for by most
    path("", home.home, name="home"),
    path("matters/", home.matters, name="matters"),
    path("messages/", home.told, name="messages"),
    path("me/", home.me, name="me"),
    path("calls/<uuid:uid>/", calls.call, name="call"),
    path("calls/<uuid:uid>/start/", calls.start, name="start"),
    path("zone/", zones.zone, name="zone"),
    path("classes/<uuid:uid>/", classes.own_class, name="own_class"),
    path("children/new/", claims.add_child, name="add_child"),
    path("children/<uuid:uid>/", people.child, name="child"),
    path("children/<uuid:uid>/invite/", people.invite, name="invite"),
    path("children/<uuid:uid>/codes/end/", people.take_back, name="end_codes"),
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
]
