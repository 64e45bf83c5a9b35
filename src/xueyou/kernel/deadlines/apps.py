"""Django application: 时限."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """Promises of time that survive holidays, pauses and extensions."""

    name = "xueyou.kernel.deadlines"
    label = "deadlines"
    verbose_name = "时限"
    default_auto_field = "django.db.models.BigAutoField"
