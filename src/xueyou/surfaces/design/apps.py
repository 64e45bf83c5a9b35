"""Django's handle on the design system."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Static files, template tags and the gallery."""

    name = "xueyou.surfaces.design"
    label = "design"
    verbose_name = "设计"
