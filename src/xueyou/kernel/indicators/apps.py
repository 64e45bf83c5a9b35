"""Django application: 指标."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Numbers with definition, denominator, basis and the day they were known."""

    name = "xueyou.kernel.indicators"
    label = "indicators"
    verbose_name = "指标"
    default_auto_field = "django.db.models.BigAutoField"
