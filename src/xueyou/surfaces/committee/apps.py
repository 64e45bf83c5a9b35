"""Django's handle on the expert committee's page."""

from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    """专家委员会: a page of each enrolment."""

    name = "xueyou.surfaces.committee"
    label = "committee_desk"
    verbose_name = "专家委员会"

    def ready(self) -> None:
        """Hang the page on enrolments."""
        from xueyou.kernel.calls.access import CHECK_APPLICATION
        from xueyou.surfaces.shell.call_links import put_on_call

        put_on_call("enrolment.school", "专家委员会", "committee:list", CHECK_APPLICATION)
