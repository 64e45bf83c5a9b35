"""What the platform counts by itself of enrolment: migrants' children in public schools."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from xueyou.domains.enrolment.call_kinds import MIGRANT
from xueyou.domains.enrolment.services.laying import PRIVATE_SECTOR
from xueyou.kernel.calls.models import Offer, OfferState
from xueyou.kernel.indicators.measures import Count, measure
from xueyou.kernel.indicators.periods import Period
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.paths import is_within

KIND = "enrolment.school"


@measure("enrolment.migrant_public_share", zh="随迁子女在公办学校就读比例", unit="%")
def migrant_public_share(
    subjects: Sequence[int], period: Period, as_of: datetime
) -> Iterable[Count]:
    """Hold migrants' children placed in public schools against all who were placed that year.

    A county counts whom its schools and its calls have placed, also in a city-run school.

    A place bought from a private school is a place, but no public school: it counts below only.
    """
    lapsed_since = Q(state=OfferState.LAPSED, reply_by__gt=as_of)
    held = Q(holds_place=True) | Q(replied_at__gt=as_of) | lapsed_since
    rows = (
        Offer.objects.exclude(state=OfferState.STAGED)
        .filter(
            held,
            made_at__lte=as_of,
            call__kind=KIND,
            call__year=period.year,
            application__applicant_class=MIGRANT,
        )
        .values_list(
            "application_id",
            "option__organisation__path",
            "call__organisation__path",
            "option__attributes",
        )
    )
    placed = {
        pk: (school, call, attributes.get("sector") != PRIVATE_SECTOR)
        for pk, school, call, attributes in rows
    }
    for subject, path in _paths(subjects).items():
        below = [
            public
            for school, call, public in placed.values()
            if is_within(school, path) or is_within(call, path)
        ]
        if below:
            yield Count(subject, numerator=sum(below), denominator=len(below))


def _paths(subjects: Sequence[int]) -> dict[int, str]:
    rows = Organisation.objects.filter(pk__in=subjects).order_by("pk")
    return dict(rows.values_list("pk", "path"))
