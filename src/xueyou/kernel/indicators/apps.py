"""Django application: 指标."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class IndicatorsConfig(AppConfig):
    """Numbers with definition, denominator, basis and the day they were known."""

    name = "xueyou.kernel.indicators"
    label = "indicators"
    verbose_name = "指标"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every room register its measures."""
        autodiscover_modules("measures")
