"""Django application: 抽签."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DrawsConfig(AppConfig):
    """Nobody chose the outcome, everybody can recompute it, a second draw is visible."""

    name = "xueyou.kernel.draws"
    label = "draws"
    verbose_name = "抽签"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load what rooms register, from their modules `draw_purposes`."""
        autodiscover_modules("draw_purposes")
