"""Django application: 办理记录."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ActsConfig(AppConfig):
    """Acts: one row a verb, append-only, sealed in batches."""

    name = "xueyou.platform.acts"
    label = "acts"
    verbose_name = "办理记录"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the catalogues: every room's `verbs` and `handlers`."""
        autodiscover_modules("verbs", "handlers")
