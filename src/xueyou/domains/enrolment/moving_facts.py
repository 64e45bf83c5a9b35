"""Facts of those who come during the year: what was certified, where they are."""

from collections.abc import Sequence
from datetime import date, datetime

from xueyou.domains.enrolment.talent_standing import TALENT
from xueyou.kernel.calls.kinds import Applied
from xueyou.kernel.registry.models import Membership, MembershipKind
from xueyou.kernel.registry.selectors.standings import in_force
from xueyou.platform.time import CITY


def talents(applications: Sequence[Applied], at: datetime) -> dict[int, dict[str, str]]:
    """Return by application whether the child is certified that day, as known at that moment.

    Of a child that nobody has confirmed yet nothing is certified.
    """
    people = [one.person_id for one in applications if one.person_id is not None]
    day = at.astimezone(CITY).date()
    held = in_force({TALENT}, persons=people, on=day, known_at=at) if people else {}
    found: dict[int, dict[str, str]] = {}
    for one in applications:
        rows = held.get(one.person_id, ()) if one.person_id is not None else ()
        best = sorted(row.grade for row in rows)
        found[one.id] = {"talent": "yes", "talent_grade": best[0]} if best else {"talent": "no"}
    return found


def schools_now(person_ids: Sequence[int], day: date) -> dict[int, str]:
    """Return by person the name of the school where it is a pupil that day."""
    rows = (
        Membership.objects.standing()
        .on(day)
        .filter(person_id__in=person_ids, kind=MembershipKind.PUPIL, primary=True)
    )
    return dict(rows.values_list("person_id", "organisation__name"))
