"""Django's handle on what is published."""

from django.apps import AppConfig


class BureauReleasesConfig(AppConfig):
    """向社会公开: choosing, previewing, publishing, taking down."""

    name = "xueyou.surfaces.bureau.releases"
    label = "bureau_releases"
    verbose_name = "向社会公开"
