"""Django application: 机构."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Organisations: the tree with its paths, and bonds across it."""

    name = "xueyou.platform.orgs"
    label = "orgs"
    verbose_name = "机构"
    default_auto_field = "django.db.models.BigAutoField"
