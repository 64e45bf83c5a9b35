"""Django's handle on the pages for families."""

from django.apps import AppConfig


class FamilyConfig(AppConfig):
    """首页、办事、消息、我的: what a family asks for, and what it is answered."""

    name = "xueyou.surfaces.family"
    label = "family"
    verbose_name = "家长"
