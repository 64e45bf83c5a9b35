"""The counties of the made wall, founded by the verb."""

from collections.abc import Iterable
from datetime import date

from tests.wall_world import COUNTIES
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation


def found_counties(
    bureau: Organisation, names: Iterable[str] = COUNTIES
) -> dict[str, Organisation]:
    """Found the four counties of the wall, or others, under a bureau, by the verb."""
    found = {}
    for name in names:
        with act(SYSTEM, "orgs.organisation.create") as a:
            found[name] = create_organisation(
                a, name=name, kind="county", parent=bureau, code=name, opened_on=date(2020, 1, 1)
            )
    return found
