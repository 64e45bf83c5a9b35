"""Django application: 演示城市."""

from django.apps import AppConfig

from xueyou.demo.households import GUARDIANS
from xueyou.demo.people import DESKS
from xueyou.demo.year.guests import GUESTS


class DemoConfig(AppConfig):
    """临澄市: made only where the data folder holds no database, and never in production."""

    name = "xueyou.demo"
    label = "demo"
    verbose_name = "演示城市"

    def ready(self) -> None:
        """Let its families be entered by one click."""
        from xueyou.demo.filling import said
        from xueyou.platform.accounts import demo  # its tables are there only now

        for guardian in GUARDIANS:
            demo.show_family(guardian.login_name, guardian.said)
        for login_name, words in GUESTS.items():
            demo.show_family(login_name, words)
        for login_name, words in DESKS.items():
            demo.show_staff(login_name, words)
        demo.tell_filling(said)
