"""Django's handle on the plans desk."""

from django.apps import AppConfig


class BureauPlansConfig(AppConfig):
    """Upload, progress, the document beside what was read."""

    name = "xueyou.surfaces.bureau.plans"
    label = "bureau_plans"
    verbose_name = "计划"

    def ready(self) -> None:
        """Enter the room into the rail."""
        from xueyou.domains.plans.access import READ_DOCUMENT
        from xueyou.surfaces.shell.places import put_on_rail

        put_on_rail("计划", "plan", "bureau:plans:list", READ_DOCUMENT)
