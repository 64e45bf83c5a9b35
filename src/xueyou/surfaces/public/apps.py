"""Django's handle on the public pages."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Front page, standing, accessibility, the page of witnesses."""

    name = "xueyou.surfaces.public"
    label = "public"
    verbose_name = "公开页"
