"""Django's handle on the shell."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Frames and the pages that belong to no room."""

    name = "xueyou.surfaces.shell"
    label = "shell"
    verbose_name = "外壳"
