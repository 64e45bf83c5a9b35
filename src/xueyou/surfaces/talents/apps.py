"""Django's handle on the page of certificates."""

from django.apps import AppConfig


class TalentsConfig(AppConfig):
    """人才: whom the competent office has certified; education only reads it."""

    name = "xueyou.surfaces.talents"
    label = "talents_desk"
    verbose_name = "人才认定"

    def ready(self) -> None:
        """Enter the room into the rail."""
        from xueyou.domains.enrolment.talent_access import READ_TALENT
        from xueyou.surfaces.shell.places import put_on_rail

        put_on_rail("人才", "shield", "talents:list", READ_TALENT)
