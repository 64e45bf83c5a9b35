"""Django's handle on the checkpoints' desk."""

from django.apps import AppConfig


class BureauCheckpointsConfig(AppConfig):
    """盘点: frozen packets of a plan."""

    name = "xueyou.surfaces.bureau.checkpoints"
    label = "bureau_checkpoints"
    verbose_name = "盘点"
