"""Django's handle on posts and task forces."""

from django.apps import AppConfig


class BureauPostsConfig(AppConfig):
    """岗位与专班: holders, hand-over, people of other departments."""

    name = "xueyou.surfaces.bureau.posts"
    label = "bureau_posts"
    verbose_name = "岗位与专班"

    def ready(self) -> None:
        """Enter the force's own room into the rail of whoever works in one."""
        from xueyou.domains.plans.access.forces import WORK_IN_FORCE
        from xueyou.surfaces.shell.places import put_on_rail

        put_on_rail("专班", "plan", "bureau:forces:mine", WORK_IN_FORCE)
