"""Django application: 公文."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Nothing official leaves without a signed human decision."""

    name = "xueyou.kernel.papers"
    label = "papers"
    verbose_name = "公文"
    default_auto_field = "django.db.models.BigAutoField"
