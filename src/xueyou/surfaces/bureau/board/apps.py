"""Django's handle on the ledger."""

from django.apps import AppConfig


class BureauBoardConfig(AppConfig):
    """Boards of plans, pages of tasks and projects, and the forms to report on them."""

    name = "xueyou.surfaces.bureau.board"
    label = "bureau_board"
    verbose_name = "台账"

    def ready(self) -> None:
        """Enter the room into the rail."""
        from xueyou.domains.plans.access.steering import READ_PLAN
        from xueyou.surfaces.shell.places import put_on_rail

        put_on_rail("台账", "ledger", "bureau:board:list", READ_PLAN)
