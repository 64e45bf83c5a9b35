"""Django's handle on the check desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """核对: the files of a call, what each office says of them, and what is decided."""

    name = "xueyou.surfaces.desk"
    label = "check_desk"
    verbose_name = "核对"

    def ready(self) -> None:
        """Hang the desk on the calls of every kind, and enter it into the rail."""
        from xueyou.domains.checks.desk_access import READ_FILES
        from xueyou.kernel.calls.kinds import call_kinds
        from xueyou.surfaces.shell.call_links import put_on_call
        from xueyou.surfaces.shell.places import put_on_rail

        for kind in call_kinds():
            put_on_call(kind.code, "核对", "desk:files", READ_FILES)
        put_on_rail("核对", "ledger", "desk:mine", READ_FILES)
