"""Django application: 计划."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans: documents of a bureau and what was read in them."""

    name = "xueyou.domains.plans"
    label = "plans"
    verbose_name = "计划"
    default_auto_field = "django.db.models.BigAutoField"
