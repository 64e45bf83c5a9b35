"""Django application: 申报."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CallsConfig(AppConfig):
    """Who is asked for what, by which frozen rules, and what came of it with its reason."""

    name = "xueyou.kernel.calls"
    label = "calls"
    verbose_name = "申报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load what rooms register, from their modules `call_kinds`."""
        autodiscover_modules("call_kinds")
