"""后来的学生: who was registered after the list was put up gets a class by a lot of his own."""

from datetime import datetime
from uuid import UUID

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import KEEP_DIVISION
from xueyou.domains.classes.models import Division, DivisionState, LotPurpose
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.composing import folder_of
from xueyou.domains.classes.services.keeping import keep, written
from xueyou.domains.classes.services.lots import late_lot_open, make_lot
from xueyou.domains.classes.services.opening import add_pupils, registered
from xueyou.kernel.registry.models import Person, Stage
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.rulebook.classes import folders


def late_people(division: Division) -> list[Person]:
    """Return who is registered in the grade and is on no list of it."""
    known = set(division.pupils.filter(left_at=None).values_list("person_id", flat=True))
    here = registered(division.school, Stage(division.stage), division.grade)
    return [person for person in here if person.pk not in known]


def take_in_late(
    *, actor: Actor, division_uid: UUID | str, key: str, at: datetime | None = None
) -> int:
    """Put who came late on the roster, without a class yet; return how many.

    Raises NotFound, ClassesNotDone.
    """
    request = {"division": str(division_uid)}
    with act(actor, verbs.REFRESH.name, at=at, key=key, request=request) as a:
        division: Division = target(actor, KEEP_DIVISION, division_uid)
        if a.repeated:
            return int(a.outcome["come"])
        a.lock(division)
        _require_issued(division)
        _require_no_open_lot(division)
        people = late_people(division)
        if not people:
            raise ClassesNotDone("在籍的学生都在名单上，没有后来的。")
        add_pupils(division, people, late=True)
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {"come": len(people), "left": 0}
        a.outcome = dict(a.data)
        return len(people)


def seal_late(
    *, actor: Actor, division_uid: UUID | str, key: str, at: datetime | None = None
) -> UUID:
    """Seal the roster with those who came late and the list that stands; return the lot.

    Nobody who has a class is moved. Raises NotFound, ClassesNotDone.
    """
    division: Division = target(actor, KEEP_DIVISION, division_uid)
    uid, request = uuid7(), {"division": str(division_uid)}
    files = _files(division)
    with (
        written(uid, files) as copies,
        act(actor, verbs.SEAL.name, at=at, key=key, request=request) as a,
    ):
        division = target(actor, KEEP_DIVISION, division_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        a.lock(division)
        _require_issued(division)
        _require_no_open_lot(division)
        if not division.pupils.filter(late=True, given=None, left_at=None).exists():
            raise ClassesNotDone("没有等着分班的后来的学生。没有封存。")
        digest = folders.digest(files)
        if folders.digest(_files(division)) != digest:
            raise ClassesNotDone("刚刚有人改过名单，没有封存。请再封存一次。")
        lot = make_lot(a, division, LotPurpose.LATE, uid, digest)
        keep(a, copies, division.school)
        a.outcome = {"uid": str(lot.uid)}
        return lot.uid


def _files(division: Division) -> dict[str, bytes]:
    placed = division.pupils.filter(given__isnull=False, left_at=None)
    rows = sorted(placed.values_list("code", "given"))
    earlier = folders.assignment_csv([row[0] for row in rows], [row[1] or 0 for row in rows])
    return {**folder_of(division, late=True), folders.EARLIER: earlier}


def _require_issued(division: Division) -> None:
    if division.state != DivisionState.ISSUED:
        raise ClassesNotDone("名单公布以后才有后来的学生；公布以前请更新名单。没有办理。")


def _require_no_open_lot(division: Division) -> None:
    if late_lot_open(division):
        raise ClassesNotDone("上一批后来的学生还没有抽完。请先抽完，再办下一批。没有办理。")
