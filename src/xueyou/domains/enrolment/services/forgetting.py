"""Forgetting which home gave a place, once no county can ask for it any more."""

from datetime import datetime

from xueyou.domains.enrolment.models import HomeUse
from xueyou.domains.enrolment.verbs import FORGET_HOMES
from xueyou.kernel.registry.parameters import parameter, parameter_kind, whole_between
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_now

KEPT = "enrolment.homes_kept_years"


parameter_kind(
    KEPT,
    zh="住址占用台账保留的年数",
    check=whole_between(1, 30),
    initial=(13, "待核：没有查到规定的保存期限，按规则里最长的12年再加一年"),
)


def forget_homes(*, at: datetime | None = None) -> int:
    """Remove entries older than a county's rules could ask for; return how many."""
    now = at or business_now()
    counties = Organisation.objects.filter(home_uses__isnull=False).distinct()
    return sum(_forget(county, now) for county in counties.order_by("pk"))


def _forget(county: Organisation, now: datetime) -> int:
    years = parameter(KEPT, county, now.date()).value
    rows = HomeUse.objects.filter(organisation=county, year__lt=now.year - years)
    if not rows.exists():
        return 0
    with act(SYSTEM, FORGET_HOMES.name) as a:
        count = rows.count()
        rows.delete()
        a.about("homes", county.uid, org_path=county.path)
        a.data = {"rows": count}
        return count
