"""Django application: 课后服务."""

from importlib import import_module

from django.apps import AppConfig


class ClubsConfig(AppConfig):
    """Clubs: menus of a term, roll-calls, hand-over, bills and the fund's account."""

    name = "xueyou.domains.clubs"
    label = "clubs"
    verbose_name = "课后服务"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's messages and papers known to every process that shows them."""
        for module in ("services.telling", "paper_kinds"):
            import_module(f"xueyou.domains.clubs.{module}")
