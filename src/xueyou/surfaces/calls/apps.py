"""Django's handle on the desk of calls."""

from django.apps import AppConfig


class CallsDeskConfig(AppConfig):
    """报名: calls from the first round to the last appeal."""

    name = "xueyou.surfaces.calls"
    label = "calls_desk"
    verbose_name = "报名"

    def ready(self) -> None:
        """Enter the room into the rail."""
        from xueyou.kernel.calls.access import READ_CALL
        from xueyou.surfaces.shell.places import put_on_rail

        put_on_rail("报名", "flag", "calls:list", READ_CALL)
