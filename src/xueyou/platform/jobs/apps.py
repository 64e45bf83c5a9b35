"""Django application: 后台任务."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Jobs: our own queue, with leases, heartbeats and progress."""

    name = "xueyou.platform.jobs"
    label = "jobs"
    verbose_name = "后台任务"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every room register the jobs it works off and the duties it has."""
        autodiscover_modules("handlers", "duties")
