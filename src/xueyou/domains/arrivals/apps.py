"""Django application: 新生报到."""

from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    """New pupils come in August, get their numbers, and every list is held against the others."""

    name = "xueyou.domains.arrivals"
    label = "arrivals"
    verbose_name = "新生报到"
    default_auto_field = "django.db.models.BigAutoField"
