"""Addresses of the bureau's desks."""

from django.urls import include, path

app_name = "bureau"
urlpatterns = [
    path("board/", include("xueyou.surfaces.bureau.board.urls")),
    path("figures/", include("xueyou.surfaces.bureau.figures.urls")),
    path("plans/", include("xueyou.surfaces.bureau.plans.urls")),
    path("papers/", include("xueyou.surfaces.bureau.papers.urls")),
    path("posts/", include("xueyou.surfaces.bureau.posts.urls")),
    path("forces/", include("xueyou.surfaces.bureau.posts.force_urls")),
    path("releases/", include("xueyou.surfaces.bureau.releases.urls")),
    path("checkpoints/", include("xueyou.surfaces.bureau.checkpoints.urls")),
    path("settlements/", include("xueyou.surfaces.bureau.settlements.urls")),
    path("wall/", include("xueyou.surfaces.bureau.wall.urls")),
]
