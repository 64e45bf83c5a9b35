"""Addresses of lists for other offices."""

from django.urls import path

from xueyou.surfaces.checks.views import drawing_up, lists, replies

app_name = "checks"
urlpatterns = [
    path("<uuid:uid>/", lists.of_call, name="lists"),
    path("rounds/<uuid:uid>/new/", drawing_up.new, name="new"),
    path("lists/<uuid:uid>/", lists.one, name="list"),
    path("lists/<uuid:uid>/file/", lists.file, name="file"),
    path("lists/<uuid:uid>/reply/", replies.hand_in, name="hand_in"),
    path("lists/<uuid:uid>/ask/", replies.ask, name="ask"),
    path("lists/<uuid:uid>/destroy/", lists.destroy, name="destroy"),
    path("lists/<uuid:uid>/destroyed/", lists.destroyed, name="destroyed"),
    path("replies/<uuid:uid>/take-in/", replies.take_in, name="take_in"),
    path("replies/<uuid:uid>/undo/", replies.undo, name="undo"),
    path("replies/<uuid:uid>/wrong/", replies.wrong, name="wrong"),
]
