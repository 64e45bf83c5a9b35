"""Every address of the site, gathered from the surfaces."""

from django.urls import URLPattern, URLResolver, include, path

from xueyou.site import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("family/", include("xueyou.surfaces.family.urls")),  # first: asked for by most
    path("", include("xueyou.platform.accounts.urls")),
    path("", include("xueyou.surfaces.public.urls")),
    path("", include("xueyou.surfaces.shell.urls")),
    path("api/v1/", include("xueyou.surfaces.api.urls")),
    path("letters/", include("xueyou.surfaces.letters.urls")),
    path("classes/", include("xueyou.surfaces.school.classes.urls")),
    path("clubs/", include("xueyou.surfaces.school.clubs.urls")),
    path("calls/", include("xueyou.surfaces.calls.urls")),
    path("checks/", include("xueyou.surfaces.checks.urls")),
    path("committee/", include("xueyou.surfaces.committee.urls")),
    path("desk/", include("xueyou.surfaces.desk.urls")),
    path("season/", include("xueyou.surfaces.season.urls")),
    path("talents/", include("xueyou.surfaces.talents.urls")),
    path("registry/", include("xueyou.surfaces.registry.urls")),
    path("bureau/", include("xueyou.surfaces.bureau.urls")),
    path("design/", include("xueyou.surfaces.design.urls")),
]
handler400 = "xueyou.surfaces.shell.errors.bad_request"
handler403 = "xueyou.surfaces.shell.errors.forbidden"
handler404 = "xueyou.surfaces.shell.errors.not_found"
handler500 = "xueyou.surfaces.shell.errors.server_error"
