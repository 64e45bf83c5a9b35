"""Django application: 账号."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts: who signs in, and how."""

    name = "xueyou.platform.accounts"
    label = "accounts"
    verbose_name = "账号"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the signals of the second factor."""
        from xueyou.platform.accounts import sessions  # noqa: F401
