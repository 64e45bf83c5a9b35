"""Addresses of the desk of calls."""

from django.urls import path

from xueyou.surfaces.calls.views import (
    applications,
    calls,
    drawing,
    outcomes,
    places,
    rounds,
    running,
    setting_up,
)

app_name = "calls"
urlpatterns = [
    path("", calls.call_list, name="list"),
    path("new/", setting_up.new, name="new"),
    path("<uuid:uid>/", calls.call_page, name="call"),
    path("<uuid:uid>/copy/", setting_up.copy, name="copy"),
    path("<uuid:uid>/edit/", setting_up.edit, name="edit"),
    path("<uuid:uid>/close/", setting_up.close, name="close"),
    path("<uuid:uid>/rounds/new/", rounds.new_round, name="new_round"),
    path("<uuid:uid>/options/new/", places.new_option, name="new_option"),
    path("<uuid:uid>/applications/", applications.application_list, name="applications"),
    path("<uuid:uid>/appeals/", outcomes.appeal_list, name="appeals"),
    path("rounds/<uuid:uid>/times/", rounds.times, name="times"),
    path("rounds/<uuid:uid>/rules/", rounds.rules, name="rules"),
    path("rounds/<uuid:uid>/announce/", rounds.announce, name="announce"),
    path("rounds/<uuid:uid>/cancel/", rounds.cancel, name="cancel"),
    path("rounds/<uuid:uid>/places/", places.place_list, name="places"),
    path("rounds/<uuid:uid>/places/rows/", places.from_rows, name="place_rows"),
    path("rounds/<uuid:uid>/places/void/", places.void, name="void_line"),
    path("rounds/<uuid:uid>/freeze/", running.freeze_it, name="freeze"),
    path("rounds/<uuid:uid>/rehearse/", running.rehearse, name="rehearse"),
    path("rounds/<uuid:uid>/run/", running.run, name="run"),
    path("rounds/<uuid:uid>/draw/", drawing.commit, name="draw"),
    path("rounds/<uuid:uid>/results/", outcomes.results, name="results"),
    path("rounds/<uuid:uid>/refill/", outcomes.refill, name="refill"),
    path("options/<uuid:uid>/withdraw/", places.withdraw, name="withdraw_option"),
    path("applications/<uuid:uid>/", applications.application_page, name="application"),
    path("applications/<uuid:uid>/check/", applications.check, name="check"),
    path("applications/<uuid:uid>/send-back/", applications.give_back, name="send_back"),
    path("draws/<uuid:uid>/", drawing.draw_page, name="drawn"),
    path("draws/<uuid:uid>/reveal/", drawing.reveal, name="reveal"),
    path("draws/<uuid:uid>/void/", drawing.void, name="void_draw"),
    path("draws/<uuid:uid>/commit.json", drawing.commitment, name="commitment"),
    path("draws/<uuid:uid>/reveal.json", drawing.revelation, name="revelation"),
    path("runs/<uuid:uid>/order/", running.order, name="order"),
    path("runs/<uuid:uid>/publish/", running.publish, name="publish"),
    path("appeals/<uuid:uid>/", outcomes.appeal_page, name="appeal"),
    path("publications/<uuid:uid>/down/", outcomes.take_off, name="down"),
]
