"""Addresses of the pages that belong to no room."""

from django.urls import path, re_path

from xueyou.surfaces.shell import me, notifications, preferences

app_name = "shell"
urlpatterns = [
    re_path(r"^type-size/(?P<size>large|normal)/$", preferences.type_size, name="type_size"),
    path("me/", me.me, name="me"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/seen/", notifications.seen, name="notifications_seen"),
    path("notifications/<uuid:uid>/", notifications.follow, name="notification"),
]
