"""The made plan of the wall, hung in the small city: tasks, lights, posts, projects."""

from datetime import date

from tests.domains.plans.conftest import City
from tests.wall_world import COUNTIES, Hung, hang
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation


def hang_plan(city: City) -> Hung:
    """Hang the plan of 28 tasks, as it stands on 20 November 2026."""
    bureau = Organisation.objects.get(kind="bureau")
    counties = {}
    for name in COUNTIES:
        with act(SYSTEM, "orgs.organisation.create") as a:
            counties[name] = create_organisation(
                a, name=name, kind="county", parent=bureau, code=name, opened_on=date(2020, 1, 1)
            )
    assert city.officer.user is not None
    return hang(bureau, counties, city.officer.user)  # type: ignore[arg-type]
