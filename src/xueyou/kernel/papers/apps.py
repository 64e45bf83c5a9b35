"""Django application: 公文."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PapersConfig(AppConfig):
    """Nothing official leaves without a signed human decision."""

    name = "xueyou.kernel.papers"
    label = "papers"
    verbose_name = "公文"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the kinds of paper that rooms issue, from their module `paper_kinds`."""
        autodiscover_modules("paper_kinds")
