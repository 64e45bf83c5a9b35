"""Django application: 演示城市."""

from django.apps import AppConfig

from xueyou.demo.households import GUARDIANS


class DemoConfig(AppConfig):
    """临澄市: made only where the data folder holds no database, and never in production."""

    name = "xueyou.demo"
    label = "demo"
    verbose_name = "演示城市"

    def ready(self) -> None:
        """Let its families be entered by one click."""
        from xueyou.platform.accounts import demo  # its tables are there only now

        for guardian in GUARDIANS:
            demo.show_family(guardian.login_name, guardian.said)
