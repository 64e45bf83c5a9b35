"""Django's handle on the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """接口: for tablets off line, and for other programs of the same person."""

    name = "xueyou.surfaces.api"
    label = "api"
    verbose_name = "接口"
