"""What the platform counts by itself of clubs: pupils who take part, schools that offer them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import F, Q

from xueyou.domains.clubs.models import Place, Session
from xueyou.kernel.indicators.measures import Count, measure
from xueyou.kernel.indicators.periods import Period
from xueyou.kernel.registry.models import Membership, MembershipKind
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY


@measure("clubs.pupils_joined", zh="课后服务参加率", unit="%")
def pupils_joined(subjects: Sequence[int], period: Period, as_of: datetime) -> Iterable[Count]:
    """Hold the pupils with a place in the period against the pupils of schools that offer clubs."""
    last = _last(period, as_of)
    spans = Q(until=None) | Q(until__gt=period.first)
    held = Place.objects.filter(spans, from_on__lte=last).exclude(until=F("from_on"))
    joined = set(held.values_list("person_id", "club__call__organisation__path"))
    offering = Session.objects.filter(day__range=(period.first, last))
    schools = set(offering.values_list("club__call__organisation", flat=True))
    pupils = list(
        Membership.objects.on(last)
        .known(as_of)
        .filter(kind=MembershipKind.PUPIL, primary=True, organisation__in=schools)
        .values_list("person_id", "organisation__path")
    )
    for subject, path in _paths(subjects).items():
        below = {row for row in pupils if row[1].startswith(path)}
        if below:
            yield Count(subject, numerator=len(below & joined), denominator=len(below))


@measure("clubs.schools_offering", zh="开展课后服务的学校", unit="所")
def schools_offering(subjects: Sequence[int], period: Period, as_of: datetime) -> Iterable[Count]:
    """Count schools that held a session in the period, up to the day."""
    held = Session.objects.filter(state="held", day__range=(period.first, _last(period, as_of)))
    found = set(held.values_list("club__call__organisation__path", flat=True))
    for subject, path in _paths(subjects).items():
        yield Count(subject, sum(one.startswith(path) for one in found))


def _last(period: Period, as_of: datetime) -> date:
    return min(period.last, as_of.astimezone(CITY).date())


def _paths(subjects: Sequence[int]) -> dict[int, str]:
    rows = Organisation.objects.filter(pk__in=subjects).order_by("pk")
    return dict(rows.values_list("pk", "path"))
