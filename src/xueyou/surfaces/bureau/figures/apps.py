"""Django's handle on the room of figures."""

from django.apps import AppConfig


class BureauFiguresConfig(AppConfig):
    """Workbooks of progress going out and coming back; an indicator with its history."""

    name = "xueyou.surfaces.bureau.figures"
    label = "bureau_figures"
    verbose_name = "指标与进度表"
