"""后来的学生: who was registered after the list was put up gets a class by a lot of his own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import KEEP_DIVISION
from xueyou.domains.classes.models import Division, DivisionState, LotPurpose
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.composing import folder_of
from xueyou.domains.classes.services.keeping import folder, keep, written
from xueyou.domains.classes.services.lots import late_lot_open, make_lot
from xueyou.domains.classes.services.opening import add_pupils, registered
from xueyou.domains.classes.services.placing import still_here
from xueyou.kernel.registry.models import Person, Stage
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.rulebook.classes import folders
from xueyou.rulebook.language.faults import InputRefused

REHEARSED = 3
"""How often late arrivals are tried before the seal: turns differ, so one try proves too little."""


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
        _add(division, people)
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
    files: dict[str, bytes] = {}
    refused: ClassesNotDone | None = None
    try:
        files = _files(division)
        _rehearse(files)
    except ClassesNotDone as found:  # a repeated call is answered first
        refused = found
    with (
        written(uid, files) as copies,
        act(actor, verbs.SEAL.name, at=at, key=key, request=request) as a,
    ):
        division = target(actor, KEEP_DIVISION, division_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        if refused is not None:
            raise refused
        a.lock(division)
        digest = folders.digest(files)
        if folders.digest(_files(division)) != digest:
            raise ClassesNotDone("刚刚有人改过名单，没有封存。请再封存一次。")
        lot = make_lot(a, division, LotPurpose.LATE, uid, digest)
        keep(a, copies, division.school)
        a.outcome = {"uid": str(lot.uid)}
        return lot.uid


def _add(division: Division, people: Sequence[Person]) -> None:
    """Put people on the roster as late; who was taken off before the seal has his row again."""
    keys = [person.pk for person in people]
    back = division.pupils.filter(person_id__in=keys, left_at__isnull=False)
    returned = set(back.values_list("person_id", flat=True))
    back.update(left_at=None, late=True)
    add_pupils(division, [one for one in people if one.pk not in returned], late=True)


def _files(division: Division) -> dict[str, bytes]:
    """Return what is sealed: who is still here, and the classes they have. ClassesNotDone."""
    _require_issued(division)
    _require_no_open_lot(division)
    here = still_here(division, list(division.pupils.filter(left_at=None)))
    if not any(pupil.late and pupil.given is None for pupil in here):
        raise ClassesNotDone("没有等着分班的后来的学生。没有封存。")
    rows = sorted((pupil.code, pupil.given) for pupil in here if pupil.given is not None)
    earlier = folders.assignment_csv([code for code, _ in rows], [given for _, given in rows])
    return {**folder_of(division, late=True), folders.EARLIER: earlier}


def _rehearse(files: Mapping[str, bytes]) -> None:
    """Raise ClassesNotDone where whatever is drawn leaves somebody without a class.

    The seeds follow from what is sealed, so there is nothing to try until it suits; who would come
    into which class is told to nobody.
    """
    hinders: set[str] = set()
    for number in range(REHEARSED):
        seed = sha256(f"{folders.digest(files)}/{number}".encode()).digest()
        with folder(files) as path:
            try:
                _, found = folders.run_late(
                    path, folders.assigned(files[folders.EARLIER]), seed=seed
                )
            except InputRefused as refused:
                raise ClassesNotDone(refused.faults[0].zh) from None
        if not found.homeless:
            return
        homeless = [one for one in found.report["arrivals"] if one["class"] is None]
        hinders |= {shut["zh"] for one in homeless for shut in one["shut"]}
    raise ClassesNotDone(
        f"试排了{REHEARSED}次，每次都有后来的学生没有一个班能进，原因是："
        f"{'、'.join(sorted(hinders))}。没有封存，已经有班的学生都没有动。"
        "请核对后来的学生的分班要求，撤回办不到的；班都满了的，请报教育局。"
    )


def _require_issued(division: Division) -> None:
    if division.state != DivisionState.ISSUED:
        raise ClassesNotDone("名单公布以后才有后来的学生；公布以前请更新名单。没有办理。")


def _require_no_open_lot(division: Division) -> None:
    if late_lot_open(division):
        raise ClassesNotDone("上一批后来的学生还没有抽完。请先抽完，再办下一批。没有办理。")
