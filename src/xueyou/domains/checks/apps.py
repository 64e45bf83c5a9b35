"""Django application: 核对."""

from importlib import import_module

from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """Lists for other offices and their answers, by file or by connection, for any kind of call."""

    name = "xueyou.domains.checks"
    label = "checks"
    verbose_name = "核对"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the desk's verbs, its parameter and its hindrances known to every process."""
        import_module("xueyou.domains.checks.services.counter")
        import_module("xueyou.domains.checks.services.doubles")
        import_module("xueyou.domains.checks.services.spot_checks")
        import_module("xueyou.domains.checks.services.visits")
