"""The made plan, hung in 临澄市."""

from tests.wall_world import COUNTIES, Hung, hang
from xueyou.platform.accounts.models import User
from xueyou.platform.orgs.models import Organisation


def hang_in_city() -> Hung:
    """Hang the plan of 28 tasks; its four counties are the first four of the city."""
    counties = Organisation.objects.filter(kind="county").order_by("path")[:4]
    return hang(
        Organisation.objects.get(kind="bureau"),
        dict(zip(COUNTIES, counties, strict=True)),
        User.objects.get(login_name="hanwei"),
    )
