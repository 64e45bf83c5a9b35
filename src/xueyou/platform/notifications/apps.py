"""Django application: 通知."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Notifications: told in the application and by e-mail."""

    name = "xueyou.platform.notifications"
    label = "notifications"
    verbose_name = "通知"
    default_auto_field = "django.db.models.BigAutoField"
