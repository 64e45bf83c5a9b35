"""How the counties stand side by side: lights of their targets, over how many there are."""

from collections import defaultdict
from uuid import UUID

from xueyou.domains.plans.selectors.wall_lights import LightRow, OnWall
from xueyou.domains.plans.selectors.wall_views import LIGHT_WORDS, CountyLights

COUNTY = "county"


def county_lights(lights: OnWall) -> tuple[CountyLights, ...]:
    """Return the counts of each county that has targets in the plan, in the order of the tree."""
    found: dict[UUID, list[LightRow]] = defaultdict(list)
    for light in lights.values():
        if light.about_kind == "indicator" and light.organisation_kind == COUNTY:
            found[light.organisation_uid].append(light)
    ordered = sorted(found.values(), key=lambda rows: rows[0].organisation_path)
    return tuple(_county(rows) for rows in ordered)


def _county(rows: list[LightRow]) -> CountyLights:
    counts = dict.fromkeys(LIGHT_WORDS, 0)
    for row in rows:
        counts[row.light] += 1
    return CountyLights(rows[0].organisation_uid, rows[0].organisation, counts, len(rows))
