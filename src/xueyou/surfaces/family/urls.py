"""Addresses of the pages for families."""

from django.urls import path

from xueyou.surfaces.family.views import answers, applications, calls, forms, home, people, zones

app_name = "family"
_APPLICATION = "applications/<uuid:uid>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("matters/", home.matters, name="matters"),
    path("messages/", home.told, name="messages"),
    path("me/", home.me, name="me"),
    path("calls/<uuid:uid>/", calls.call, name="call"),
    path("calls/<uuid:uid>/start/", calls.start, name="start"),
    path("zone/", zones.zone, name="zone"),
    path("children/<uuid:uid>/", people.child, name="child"),
    path("children/<uuid:uid>/invite/", people.invite, name="invite"),
    path("invitations/", people.accept, name="accept"),
    path(_APPLICATION, applications.application, name="application"),
    path(_APPLICATION + "save/", forms.save, name="save"),
    path(_APPLICATION + "check/", forms.check, name="check"),
    path(_APPLICATION + "receipt/", applications.receipt, name="receipt"),
    path(_APPLICATION + "withdraw/", applications.take_back, name="withdraw"),
    path(_APPLICATION + "result/", answers.result, name="result"),
    path(_APPLICATION + "result/reply/", answers.answer, name="reply"),
    path(_APPLICATION + "appeal/", answers.appeal_page, name="appeal"),
    path(_APPLICATION + "form/<slug:code>/", forms.step, name="step"),
]
