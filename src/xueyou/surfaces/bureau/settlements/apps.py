"""Django's handle on the settlements' desk."""

from django.apps import AppConfig


class BureauSettlementsConfig(AppConfig):
    """对账: what was promised, reported, passed over."""

    name = "xueyou.surfaces.bureau.settlements"
    label = "bureau_settlements"
    verbose_name = "对账"
