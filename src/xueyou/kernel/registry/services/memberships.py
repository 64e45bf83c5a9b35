"""Enrol people in organisations and end it; one source hands a person over once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xueyou.kernel.registry.models import Membership, MembershipKind, Person, Post
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.bonds import require_standing
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import wall_now

MOVED = "moved"
"""Why a membership ended: the person was enrolled elsewhere."""
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person to enrol, from a day on, because of one source. `year` is that of entry."""

    person: Person
    organisation: Organisation
    kind: str
    on: date
    source: Ref
    year: int | None = None
    stage: str = ""
    grade: int | None = None
    group: str = ""
    primary: bool = True
    post: Post | None = None


def enrol(
    a: ActInProgress,
    person: Person,
    organisation: Organisation,
    *,
    kind: str,
    on: date,
    source: Ref,
    year: int | None = None,
    stage: str = "",
    grade: int | None = None,
    group: str = "",
    primary: bool = True,
) -> Membership:
    """Enrol one person; the same source and kind a second time answers what stands already.

    A pupil has one school: an open primary membership elsewhere ends that day as `moved`.
    Raises RegistryRefused for a merged or erased person.
    """
    return enrol_many(
        a,
        [Enrolment(person, organisation, kind, on, source, year, stage, grade, group, primary)],
    )[0]


def enrol_many(a: ActInProgress, enrolments: Sequence[Enrolment]) -> list[Membership]:
    """Enrol a whole list in a constant number of queries; answers in its order."""
    for each in enrolments:
        if each.kind not in MembershipKind.values:
            raise ValueError(f"no membership {each.kind!r}")
        require_standing(each.person)
    standing = _by_source(enrolments)
    new = [each for each in enrolments if _source_key(each) not in standing]
    _leave_schools([each for each in new if each.kind == MembershipKind.PUPIL and each.primary])
    made = {_source_key(each): _row(each, a.at) for each in new}
    Membership.objects.bulk_create(made.values(), batch_size=500)
    return [(standing | made)[_source_key(each)] for each in enrolments]


def end_membership(a: ActInProgress, membership: Membership, *, on: date, why: str) -> None:
    """End a membership: from `on` the person belongs there no longer. `why` is a code.

    One that began on that day or later is voided: it never was.
    """
    if membership.voided_at is None:
        _end([membership], {membership.pk: on}, why)


_SourceKey = tuple[str, object, str]


def _source_key(each: Enrolment | Membership) -> _SourceKey:
    if isinstance(each, Enrolment):
        return each.source.kind, each.source.uid, each.kind
    return each.source_kind, each.source_uid, each.kind


def _by_source(enrolments: Sequence[Enrolment]) -> dict[_SourceKey, Membership]:
    found: dict[_SourceKey, Membership] = {}
    for start in range(0, len(enrolments), _AT_ONCE):
        some = enrolments[start : start + _AT_ONCE]
        rows = Membership.objects.standing().filter(
            source_uid__in={each.source.uid for each in some},
            source_kind__in={each.source.kind for each in some},
        )
        found.update({_source_key(row): row for row in rows})
    return found


def _leave_schools(new: Sequence[Enrolment]) -> None:
    starts = {each.person.pk: each.on for each in new}
    people = list(starts)
    for start in range(0, len(people), _AT_ONCE):
        rows = Membership.objects.standing().filter(
            kind=MembershipKind.PUPIL,
            primary=True,
            valid_to=None,
            person_id__in=people[start : start + _AT_ONCE],
        )
        left = list(rows.select_for_update(no_key=True))
        _end(left, {row.pk: starts[row.person_id] for row in left}, MOVED)


def _end(rows: Sequence[Membership], on: dict[int, date], why: str) -> None:
    """Void the rows; what was true before the day is written as closed ones."""
    now = wall_now()
    Membership.objects.filter(pk__in=[row.pk for row in rows]).update(voided_at=now, ended_why=why)
    closed = []
    for row in rows:
        if row.valid_from < on[row.pk]:
            kept = {
                field.attname: getattr(row, field.attname)
                for field in Membership._meta.concrete_fields
                if field.attname not in {"id", "uid", "valid_to", "recorded_at", "voided_at"}
            }
            kept |= {"valid_to": on[row.pk], "recorded_at": now, "ended_why": why}
            closed.append(Membership(**kept))
    Membership.objects.bulk_create(closed, batch_size=500)


def _row(each: Enrolment, at: datetime) -> Membership:
    return Membership(
        uid=uuid7(),
        person=each.person,
        organisation=each.organisation,
        kind=each.kind,
        post=each.post,
        year=each.year,
        stage=each.stage,
        grade=each.grade,
        group=each.group,
        primary=each.primary,
        source_kind=each.source.kind,
        source_uid=each.source.uid,
        valid_from=each.on,
        recorded_at=at,
    )
