"""Django's handle on the desk of classes."""

from django.apps import AppConfig


class SchoolClassesConfig(AppConfig):
    """分班: from the roster to the list at the gate."""

    name = "xueyou.surfaces.school.classes"
    label = "school_classes"
    verbose_name = "均衡分班"

    def ready(self) -> None:
        """Enter the rail: the school's desk, and the board of the office above."""
        from xueyou.domains.classes.access import OPEN_DIVISION, READ_ALARM
        from xueyou.surfaces.shell.places import put_on_rail

        put_on_rail("分班", "list", "classes:list", OPEN_DIVISION)
        put_on_rail("分班", "list", "classes:watch", READ_ALARM)
