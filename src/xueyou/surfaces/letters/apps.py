"""Django's handle on the pages of letters."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """录取通知书: to print, and to check."""

    name = "xueyou.surfaces.letters"
    label = "letters"
    verbose_name = "通知书"
