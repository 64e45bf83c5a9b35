"""Django application: 课后服务."""

from django.apps import AppConfig


class ClubsConfig(AppConfig):
    """Clubs: menus of a term, roll-calls, hand-over, bills and the fund's account."""

    name = "xueyou.domains.clubs"
    label = "clubs"
    verbose_name = "课后服务"
    default_auto_field = "django.db.models.BigAutoField"
