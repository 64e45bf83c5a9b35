"""Django application: 后台任务."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs: our own queue, with leases, heartbeats and progress."""

    name = "xueyou.platform.jobs"
    label = "jobs"
    verbose_name = "后台任务"
    default_auto_field = "django.db.models.BigAutoField"
