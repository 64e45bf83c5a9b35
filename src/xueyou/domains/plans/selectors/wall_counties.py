"""How the counties stand side by side: lights of their targets, over how many there are."""

from collections import defaultdict
from collections.abc import Iterable

from xueyou.domains.plans.selectors.wall_indicators import Judged
from xueyou.domains.plans.selectors.wall_views import LIGHT_WORDS, CountyLights
from xueyou.platform.orgs.models import OrganisationKind


def county_lights(judged: Iterable[Judged]) -> tuple[CountyLights, ...]:
    """Return the counts of each county that has targets in the plan, in the order of the tree."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        if one.target.subject.kind == OrganisationKind.COUNTY:
            found[one.target.subject.path].append(one)
    return tuple(_county(found[path]) for path in sorted(found))


def _county(rows: list[Judged]) -> CountyLights:
    counts = dict.fromkeys(LIGHT_WORDS, 0)
    for row in rows:
        counts[row.light.light if row.light else "none"] += 1
    county = rows[0].target.subject
    return CountyLights(county.uid, county.display_name, counts, len(rows))
