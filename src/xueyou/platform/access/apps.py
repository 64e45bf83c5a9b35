"""Django application: 权限."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Access: roles, assignments, anchors and views; who may see and do what."""

    name = "xueyou.platform.access"
    label = "access"
    verbose_name = "权限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the verbs of this room."""
        from xueyou.platform.access import services  # noqa: F401
