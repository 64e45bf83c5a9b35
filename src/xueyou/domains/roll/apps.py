"""Django application: 在籍名册."""

from django.apps import AppConfig


class RollConfig(AppConfig):
    """Rolls of schools: handed in, looked at, taken in by a job, undone while unused."""

    name = "xueyou.domains.roll"
    label = "roll"
    verbose_name = "在籍名册"
    default_auto_field = "django.db.models.BigAutoField"
