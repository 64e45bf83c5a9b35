"""Django's handle on the papers desk."""

from django.apps import AppConfig


class BureauPapersConfig(AppConfig):
    """公文: what waits for whom, a paper as it prints, hand-over sheets."""

    name = "xueyou.surfaces.bureau.papers"
    label = "bureau_papers"
    verbose_name = "公文"

    def ready(self) -> None:
        """Enter the room into the rail."""
        from xueyou.kernel.papers.access import READ_PAPER
        from xueyou.surfaces.shell.places import put_on_rail

        put_on_rail("公文", "paper", "bureau:papers:list", READ_PAPER)
