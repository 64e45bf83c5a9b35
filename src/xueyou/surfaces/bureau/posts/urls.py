"""Addresses of posts."""

from django.urls import path

from xueyou.surfaces.bureau.posts.views import posts

app_name = "posts"
urlpatterns = [
    path("", posts.post_list, name="list"),
    path("open/", posts.open_one, name="open"),
    path("<uuid:uid>/", posts.post_page, name="post"),
    path("<uuid:uid>/hand-over/", posts.hand_over, name="hand_over"),
    path("<uuid:uid>/close/", posts.close_one, name="close"),
]
