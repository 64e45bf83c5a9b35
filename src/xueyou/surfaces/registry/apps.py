"""Django's handle on the registry's desk."""

from django.apps import AppConfig


class RegistrySurfaceConfig(AppConfig):
    """Rolls, claims, people, standings, zones."""

    name = "xueyou.surfaces.registry"
    label = "registry_desk"
    verbose_name = "学籍"

    def ready(self) -> None:
        """Enter the rooms into the rail."""
        from xueyou.domains.arrivals.access import COUNT_ARRIVALS
        from xueyou.domains.clubs.access import KEEP_STANDINGS
        from xueyou.domains.enrolment.access import KEEP_ZONES
        from xueyou.domains.roll.access import KEEP_ROLL
        from xueyou.kernel.registry.access import READ_CLAIM
        from xueyou.surfaces.shell.places import put_on_rail

        put_on_rail("学籍", "person", "registry:claims", READ_CLAIM)
        put_on_rail("名册", "list", "registry:rolls", KEEP_ROLL)
        put_on_rail("报到", "check", "registry:arrival_counts", COUNT_ARRIVALS)
        put_on_rail("资格", "shield", "registry:providers", KEEP_STANDINGS)
        put_on_rail("划片", "city", "registry:zones", KEEP_ZONES)
