"""Django application: 档案."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Who holds which post, what a rule said on a day, when a school year begins."""

    name = "xueyou.kernel.registry"
    label = "registry"
    verbose_name = "档案"
    default_auto_field = "django.db.models.BigAutoField"
