"""Django's handle on the desk of clubs."""

from django.apps import AppConfig


class SchoolClubsConfig(AppConfig):
    """课后服务: from the menu to the bill."""

    name = "xueyou.surfaces.school.clubs"
    label = "school_clubs"
    verbose_name = "课后服务"

    def ready(self) -> None:
        """Enter the rail, and hang the menu on the call of a term.

        The fund stands on a county's rail only: a school finds it beside its terms.
        """
        from xueyou.domains.clubs.access import CALL_ROLL, KEEP_STANDINGS, READ_TERM
        from xueyou.domains.clubs.call_kinds import CODE
        from xueyou.surfaces.shell.call_links import put_on_call
        from xueyou.surfaces.shell.places import put_on_rail

        put_on_rail("课后", "school", "clubs:list", READ_TERM)
        put_on_rail("点名", "check", "clubs:today", CALL_ROLL)
        put_on_rail("经费", "ledger", "clubs:funds", KEEP_STANDINGS)
        put_on_call(CODE, "课后服务菜单", "clubs:term", READ_TERM)
