"""Entering classes into the registry: the pupil's membership carries the class, with its source."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from xueyou.domains.classes.models import Division, GradePupil
from xueyou.kernel.registry.models import Membership, MembershipKind
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.memberships import Enrolment, enrol_many
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.orgs.models import Organisation

PLACE, CHANGE = "class_place", "class_change"
"""Sources of a membership: the pupil's place on a list, or a request that was granted."""
_AT_ONCE = 400


def class_zh(number: int) -> str:
    """Return a class as the registry writes it."""
    return f"{number}班"


def place_in_classes(
    a: ActInProgress,
    division: Division,
    pupils: Sequence[GradePupil],
    source: tuple[str, UUID] | None = None,
) -> int:
    """Let memberships carry the given classes; return how many. Who has left the school is not
    entered.

    `source`: of one pupil whose request was granted; else each pupil's own place.
    """
    standing = open_memberships(division, pupils)
    enrolments = []
    for pupil in pupils:
        now = standing.get(pupil.person_id)
        if now is None or pupil.given is None:
            continue
        kind, uid = (PLACE, pupil.uid) if source is None else source
        enrolments.append(
            Enrolment(
                pupil.person,
                division.school,
                MembershipKind.PUPIL.value,
                max(a.business_at.date(), now.valid_from),
                Ref(kind, uid),
                now.year,
                now.stage,
                now.grade,
                class_zh(pupil.given),
            )
        )
    enrol_many(a, enrolments)
    return len(enrolments)


def in_the_grade(division: Division) -> QuerySet[Membership]:
    """Return where pupils of the grade belong today: those of the list and whoever came since."""
    rows = belonging(division.school)
    return rows.filter(stage=division.stage, grade=division.grade)


def open_memberships(division: Division, pupils: Sequence[GradePupil]) -> dict[int, Membership]:
    """Return where each pupil belongs at the school today, by key of person."""
    keys = [pupil.person_id for pupil in pupils]
    found: dict[int, Membership] = {}
    for start in range(0, len(keys), _AT_ONCE):
        rows = belonging(division.school).filter(person_id__in=keys[start : start + _AT_ONCE])
        found |= {row.person_id: row for row in rows}
    return found


def still_here(division: Division, pupils: Sequence[GradePupil]) -> list[GradePupil]:
    """Return who of them still is a pupil of the grade: only they take up a seat in a class."""
    standing = open_memberships(division, pupils)
    return [
        pupil
        for pupil in pupils
        if (row := standing.get(pupil.person_id)) is not None and row.grade == division.grade
    ]


def belonging(school: Organisation) -> QuerySet[Membership]:
    """Return the memberships of who is a pupil of a school today."""
    return Membership.objects.standing().filter(
        organisation=school, kind=MembershipKind.PUPIL, primary=True, valid_to=None
    )
