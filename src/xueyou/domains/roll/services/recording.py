"""Taking a confirmed roll in, part by part: each whole or not at all. Runs as a job."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from xueyou.domains.roll import verbs
from xueyou.domains.roll.cells import Line
from xueyou.domains.roll.models import CONTACT_SOURCE, RollImport, RollLine, RollState
from xueyou.domains.roll.services.checking import (
    ACTIONS,
    Planned,
    check,
    digest_of,
    grade_of,
    lines_of,
    planned_again,
)
from xueyou.domains.roll.services.files import destroy, opened
from xueyou.domains.roll.services.hand_in import counted
from xueyou.formats.refusal import ReadingCancelled
from xueyou.formats.roll_reader import RawRoll, read_roll
from xueyou.kernel.registry.countries import CHINA
from xueyou.kernel.registry.models import Membership, MembershipKind, Person
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.contacts import Named, name_guardians
from xueyou.kernel.registry.services.memberships import Enrolment, enrol_many
from xueyou.kernel.registry.services.people import Described, find_or_add
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7
from xueyou.platform.jobs.api import LeaseLost, RunningJob
from xueyou.platform.time import business_today

SOURCE = "roll_line"
"""Source of a membership that a roll has made: the line."""
PART = 1000
"""Rows that one act records: a second's work or two, so that others write in between and a busy
machine is far from the longest an act may take."""
_WHOLE, _READING = 1000, 300


class _Overtaken(Exception):
    """What it would do is not what was shown: nothing more of it is recorded."""


def record_roll(run: RunningJob) -> None:
    """Record a confirmed roll. What somebody else has changed since makes it stale instead.

    Where that shows only after the first part, what is recorded stands and is said to be a part:
    it can be undone as a whole, or the roll be handed in again for the rest.
    """
    found = RollImport.objects.select_related("school", "received_by", "attachment__blob").get(
        uid=run.payload["roll"]
    )
    run.progress(0, _WHOLE, "正在读名册")
    try:
        with opened(found) as path:
            roll = read_roll(
                path,
                name=found.file_name,
                progress=lambda done, total: run.progress(
                    _READING * done // max(total, 1), _WHOLE, "正在读名册"
                ),
                cancelled=run.cancelled,
            )
    except ReadingCancelled:
        raise LeaseLost from None
    try:
        _record_parts(run, found, lines_of(roll, found.school, today=business_today()), roll)
    except (_Overtaken, IntegrityError):  # another school was a moment earlier with a number
        _set_aside(run, found)


def _record_parts(run: RunningJob, found: RollImport, lines: Sequence[Line], roll: RawRoll) -> None:
    """Record what is not recorded yet, part by part in the order of the file.

    A job that broke off begins with the part at which it stood.
    """
    parts = found.parts or _parts_of(found, lines, roll)
    first = sum(part["rows"] for part in parts[: found.parts_done])
    for number in range(found.parts_done, len(parts)):
        some = lines[first : first + parts[number]["rows"]]
        run.progress(
            _READING + (_WHOLE - _READING) * first // len(lines),
            _WHOLE,
            f"正在写入第{first + 1}到第{first + len(some)}个学生，一共{len(lines)}个",
        )
        _record_part(run, found, parts, number, some)
        first += len(some)


def _parts_of(found: RollImport, lines: Sequence[Line], roll: RawRoll) -> list[dict[str, Any]]:
    """Return the parts of a roll that would do what was confirmed. Raises _Overtaken."""
    checked = check(
        roll,
        found.school,
        on=found.counts_from,
        today=business_today(),
        year=found.year,
        lines=list(lines),
    )
    if checked.wrong or checked.sha256 != found.changes_sha256:
        raise _Overtaken
    planned = checked.planned
    return [
        {
            "rows": len(planned[start : start + PART]),
            "sha256": digest_of(planned[start : start + PART], found.counts_from),
        }
        for start in range(0, len(planned), PART)
    ]


def _record_part(
    run: RunningJob,
    found: RollImport,
    parts: list[dict[str, Any]],
    number: int,
    lines: Sequence[Line],
) -> None:
    """Record one part in an act of its own, the last one together with the end of the job."""
    last = number == len(parts) - 1
    confirmed_by = Actor("user", run.asked_by.removeprefix("user:"))
    with act(run.actor, verbs.RECORD.name, on_behalf=confirmed_by) as a:
        run.complete() if last else run.hold()
        a.lock(found.school, found)
        if found.state != RollState.APPLYING or found.parts_done != number:
            raise _Overtaken
        planned = planned_again(lines, found.school, year=found.year)
        if planned is None or digest_of(planned, found.counts_from) != parts[number]["sha256"]:
            raise _Overtaken
        _write(a, found, planned)
        found.parts, found.parts_done, found.applied_at = parts, number + 1, a.business_at
        if last:
            found.state = RollState.DONE
            _destroy_what_is_over(found)
        found.save(update_fields=["parts", "parts_done", "applied_at", "state"])
        a.about("roll", found.uid, org_path=found.school.path)
        a.data = {
            "changes_sha256": found.changes_sha256,
            "part": number + 1,
            "parts": len(parts),
            **counted(_counts(planned)),
        }


def _counts(planned: Sequence[Planned]) -> dict[str, int]:
    counts = dict.fromkeys(ACTIONS, 0) | {"rows": len(planned), "wrong": 0}
    for one in planned:
        counts[one.action] += 1
    return counts


def _destroy_what_is_over(found: RollImport) -> None:
    """Destroy the workbook, for undoing goes by the lines, and those which it took the place of."""
    over = RollImport.objects.filter(school=found.school, pk__lt=found.pk).filter(
        state__in=(RollState.WRONG, RollState.STALE, RollState.PARTLY, RollState.UNDONE)
    )
    destroy(over | RollImport.objects.filter(pk=found.pk))


def _write(a: ActInProgress, found: RollImport, planned: Sequence[Planned]) -> None:
    doing = [one for one in planned if one.action != "unchanged"]
    people = _people(a, found, doing)
    uids = {one.line.row: uuid7() for one in doing}
    enrolling = [one for one in doing if one.action != "contacts"]
    made = enrol_many(
        a, [_enrolment(found, one, people[one.line.row], uids[one.line.row]) for one in enrolling]
    )
    by_row: dict[int, Membership] = {
        one.line.row: row for one, row in zip(enrolling, made, strict=True)
    }
    naming = [one for one in doing if one.names_guardians]
    name_guardians(
        a,
        [people[one.line.row] for one in naming],
        [
            Named(people[one.line.row], guardian.name, guardian.relation, guardian.phone)
            for one in naming
            for guardian in dict.fromkeys(one.line.guardians)
        ],
        source=Ref(CONTACT_SOURCE, found.uid),
    )
    RollLine.objects.bulk_create(
        (
            RollLine(
                uid=uids[one.line.row],
                roll=found,
                row=one.line.row,
                person=people[one.line.row],
                made_person=one.person is None,
                made=by_row.get(one.line.row),
                ended=one.now if one.line.row in by_row else None,
            )
            for one in doing
        ),
        batch_size=500,
    )


def _people(a: ActInProgress, found: RollImport, doing: list[Planned]) -> dict[int, Person]:
    """Return the person of each row, added where nobody knew the child."""
    people = {one.line.row: one.person for one in doing if one.person is not None}
    new = [one for one in doing if one.person is None]
    described = [
        Described(
            one.line.name,
            one.line.sex,
            one.line.born_on,
            one.line.kind,
            None if one.line.number is None else one.line.number.text,
            CHINA if one.line.number is None else one.line.number.country,
        )
        for one in new
    ]
    added = find_or_add(a, described, checked_by=f"school:{found.school.uid}", on=found.counts_from)
    return people | {one.line.row: person for one, person in zip(new, added, strict=True)}


def _enrolment(found: RollImport, one: Planned, person: Person, uid: UUID) -> Enrolment:
    grade = grade_of(one.line)
    return Enrolment(
        person,
        found.school,
        MembershipKind.PUPIL.value,
        found.counts_from,
        Ref(SOURCE, uid),
        found.year - grade.years,
        grade.stage,
        grade.grade,
        one.line.group,
    )


def _set_aside(run: RunningJob, found: RollImport) -> None:
    with act(run.actor, verbs.OVERTAKEN.name) as a:
        run.complete()
        a.lock(found)
        if found.state == RollState.APPLYING:
            found.state = RollState.PARTLY if found.parts_done else RollState.STALE
            found.save(update_fields=["state"])
        a.about("roll", found.uid, org_path=found.school.path)
