"""Django application: 档案."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegistryConfig(AppConfig):
    """People and where they belong; posts, parameters, school years."""

    name = "xueyou.kernel.registry"
    label = "registry"
    verbose_name = "档案"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load each room's standings (read or written), its holder of personal data, and what
        the holder of an account knows.
        """
        autodiscover_modules("standings", "holders", "account_knowledge")
