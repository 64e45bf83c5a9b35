"""Exemptions that come to their last day: guardians hear that the fee is asked from now on."""

from datetime import date, datetime, timedelta

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.services.telling import tell_lapsed
from xueyou.domains.clubs.standings import FEE_EXEMPT
from xueyou.kernel.registry.models import Standing
from xueyou.kernel.registry.selectors.standings import in_force
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.time import CITY, business_now

BACK = 3
"""Days that are looked at again, where nobody worked on them in time."""


def tell_of_lapsed(*, at: datetime | None = None) -> int:
    """Tell the guardians of whom an exemption has ended by its date; return of how many children.

    Each day once. Nobody hears who is exempt that day by another standing.
    """
    now = at or business_now()
    today = now.astimezone(CITY).date()
    return sum(_tell(today - timedelta(days=n), now) for n in range(BACK))


def _tell(day: date, now: datetime) -> int:
    ended = Standing.objects.standing().filter(kind=FEE_EXEMPT.name, valid_to=day)
    rows = list(ended.exclude(person=None).select_related("person").order_by("pk"))
    if not rows:
        return 0
    key, request = f"clubs-lapsed-{day}", {"day": day.isoformat()}
    with act(SYSTEM, verbs.LAPSE.name, at=now, key=key, request=request) as a:
        if a.repeated:
            return 0
        still = in_force([FEE_EXEMPT], on=day, persons=[row.person_id for row in rows])
        people = {row.person for row in rows if row.person_id not in still}
        tell_lapsed(a, sorted(people, key=lambda person: person.pk), day)
        a.about("standing", rows[0].uid)
        a.data = {"persons": len(people)}
        return len(people)
