"""Django's handle on the wall."""

from django.apps import AppConfig


class BureauWallConfig(AppConfig):
    """挂图: the wall, its print, today's five things, the open comparison."""

    name = "xueyou.surfaces.bureau.wall"
    label = "bureau_wall"
    verbose_name = "挂图"

    def ready(self) -> None:
        """Enter the room into the rail."""
        from xueyou.domains.plans.access.steering import READ_PLAN
        from xueyou.surfaces.shell.places import put_on_rail

        put_on_rail("挂图", "wall", "bureau:wall:list", READ_PLAN)
