"""Django's handle on the pages of lists for other offices."""

from django.apps import AppConfig


class ChecksSurfaceConfig(AppConfig):
    """核对名单."""

    name = "xueyou.surfaces.checks"
    label = "checks_lists"
    verbose_name = "核对名单"

    def ready(self) -> None:
        """Hang a cell on the calls about which other offices can be asked."""
        from xueyou.domains.checks.access import READ_LIST
        from xueyou.domains.checks.selectors.lists import kinds_asked
        from xueyou.surfaces.shell.call_links import put_on_call

        for kind in kinds_asked():
            put_on_call(kind, "核对名单", "checks:lists", READ_LIST)
