"""Django application: 均衡分班."""

from importlib import import_module

from django.apps import AppConfig


class ClassesConfig(AppConfig):
    """Grades divided into like classes: sealed, drawn, put up at the gate, kept as drawn."""

    name = "xueyou.domains.classes"
    label = "classes"
    verbose_name = "均衡分班"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the verbs, parameters and papers known to every process."""
        import_module("xueyou.domains.classes.parameters")
        import_module("xueyou.domains.classes.paper_kinds")
        import_module("xueyou.domains.classes.verbs")
