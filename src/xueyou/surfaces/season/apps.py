"""Django's handle on the season's board."""

from django.apps import AppConfig


class SeasonConfig(AppConfig):
    """招生进度: a year's enrolment as a county sees its own, and the city all of its counties."""

    name = "xueyou.surfaces.season"
    label = "season"
    verbose_name = "招生进度"

    def ready(self) -> None:
        """Enter the room into the rail."""
        from xueyou.domains.enrolment.season_access import WATCH_SEASON
        from xueyou.surfaces.shell.places import put_on_rail

        put_on_rail("招生", "school", "season:board", WATCH_SEASON)
