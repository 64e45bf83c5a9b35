"""Django application: 演示城市."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """临澄市: made only where the data folder holds no database, and never in production."""

    name = "xueyou.demo"
    label = "demo"
    verbose_name = "演示城市"
