"""Django application: 入学."""

from importlib import import_module

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    """Zones of schools, the form that families fill in, and the letter that tells the outcome."""

    name = "xueyou.domains.enrolment"
    label = "enrolment"
    verbose_name = "入学"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make what a season is held against known to every process."""
        import_module("xueyou.domains.enrolment.season_parameters")
