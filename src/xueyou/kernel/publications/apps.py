"""Django application: 公示."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PublicationsConfig(AppConfig):
    """Nothing reaches the public but whitelisted fields, frozen, for a time."""

    name = "xueyou.kernel.publications"
    label = "publications"
    verbose_name = "公示"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load what rooms register, from their modules `publication_kinds`."""
        autodiscover_modules("publication_kinds")
