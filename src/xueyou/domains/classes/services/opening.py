"""Beginning a division with the pupils that are registered at the school; keeping up with them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import KEEP_DIVISION, OPEN_DIVISION
from xueyou.domains.classes.models import VALUES, Division, DivisionState, GradePupil, LotState
from xueyou.domains.classes.refusals import SEALED_ZH, ClassesNotDone
from xueyou.domains.classes.services.placing import belonging
from xueyou.domains.classes.services.steering import leave_out
from xueyou.kernel.registry.grades import stage_of
from xueyou.kernel.registry.models import Person, Stage
from xueyou.kernel.registry.school_years import SchoolYearMissing, school_year_ahead
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation
from xueyou.rulebook.language.checking import class_sizes

MOST_CLASSES = 40


def open_division(
    *,
    actor: Actor,
    school_uid: UUID | str,
    grade: int,
    classes: int | None = None,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Begin the division of a grade of this school year; return its uid.

    On its roster is who is registered at the school in that grade. `classes`: as few legal ones as
    will do where nobody says. Raises NotFound, ClassesNotDone.
    """
    request = {"school": str(school_uid), "grade": grade, "classes": classes}
    with act(actor, verbs.OPEN.name, at=at, key=key, request=request) as a:
        school: Organisation = target(actor, OPEN_DIVISION, school_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        if not isinstance(actor.user, User):
            raise ClassesNotDone("分班要由学校的经办人来办。没有开始。")
        stage = _stage_of(grade)
        year = _year(a.business_at)
        a.lock(school)
        _require_free(school, year, grade)
        people = registered(school, stage, grade)
        if not people:
            raise ClassesNotDone(
                "这个年级在系统里还没有在籍学生，没有开始。请先交在籍名册，或者等新生报到入册。"
            )
        division = Division.objects.create(
            school=school,
            year=year,
            stage=stage.value,
            grade=grade,
            classes=classes_for(stage, len(people), classes),
            opened_by=actor.user,
            opened_at=a.business_at,
        )
        add_pupils(division, people)
        a.about("division", division.uid, org_path=school.path)
        a.data = {
            "year": year,
            "grade": grade,
            "classes": division.classes,
            "pupils": len(people),
        }
        a.outcome = {"uid": str(division.uid)}
        return division.uid


def set_classes(
    *, actor: Actor, division_uid: UUID | str, classes: int, key: str, at: datetime | None = None
) -> tuple[str, ...]:
    """Say into how many classes the grade is divided; return the columns that go because of it.

    What keeps nobody apart in two classes may do so in three. Raises NotFound, ClassesNotDone.
    """
    request = {"division": str(division_uid), "classes": classes}
    with act(actor, verbs.SIZE.name, at=at, key=key, request=request) as a:
        division: Division = target(actor, KEEP_DIVISION, division_uid)
        if a.repeated:
            return tuple((a.outcome or {}).get("left_out", ()))
        a.lock(division)
        require_draft(division)
        if division.lots.exclude(state=LotState.VOID).exists():
            raise ClassesNotDone("教师团队已经按班数封存了，班数没有改。")
        here = division.pupils.filter(left_at=None).count()
        division.classes = classes_for(Stage(division.stage), here, classes)
        division.save(update_fields=["classes"])
        left_out = leave_out(a, division)
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {"classes": division.classes}
        a.outcome = {"left_out": list(left_out)}
        return left_out


def refresh_roster(
    *, actor: Actor, division_uid: UUID | str, key: str, at: datetime | None = None
) -> tuple[int, int]:
    """Take in who was registered since and take off who has left; return how many of each.

    Raises NotFound, ClassesNotDone once the roster is sealed.
    """
    request = {"division": str(division_uid)}
    with act(actor, verbs.REFRESH.name, at=at, key=key, request=request) as a:
        division: Division = target(actor, KEEP_DIVISION, division_uid)
        if a.repeated:
            return a.outcome["come"], a.outcome["left"]
        a.lock(division)
        require_draft(division)
        people = registered(division.school, Stage(division.stage), division.grade)
        keys = {person.pk for person in people}
        on_it = {pupil.person_id: pupil for pupil in division.pupils.all()}
        gone = [p.pk for k, p in on_it.items() if k not in keys and p.left_at is None]
        back = [p.pk for k, p in on_it.items() if k in keys and p.left_at is not None]
        GradePupil.objects.filter(pk__in=gone).update(left_at=a.business_at)
        GradePupil.objects.filter(pk__in=back).update(left_at=None)
        new = [person for person in people if person.pk not in on_it]
        add_pupils(division, new)
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {"come": len(new) + len(back), "left": len(gone)}
        a.outcome = dict(a.data)
        return len(new) + len(back), len(gone)


def registered(school: Organisation, stage: Stage, grade: int) -> list[Person]:
    """Return who is a pupil of the school in the grade today."""
    rows = belonging(school).filter(stage=stage.value, grade=grade)
    return [row.person for row in rows.select_related("person").order_by("person_id")]


def add_pupils(division: Division, people: Iterable[Person], *, late: bool = False) -> None:
    """Put people on the roster, with codes given by chance: a code says nothing of the child."""
    new = sorted(people, key=lambda person: uuid4())
    first = division.pupils.count() + 1
    rows = []
    for number, person in enumerate(new, first):
        uid = uuid7()
        rows.append(
            GradePupil(
                uid=uid,
                division=division,
                person=person,
                code=f"{number:04d}",
                late=late,
                **VALUES.columns(uid, "{}"),
            )
        )
    GradePupil.objects.bulk_create(rows, batch_size=500)


def require_draft(division: Division) -> None:
    """Raise ClassesNotDone once a division is sealed."""
    if division.state != DivisionState.DRAFT:
        raise ClassesNotDone(SEALED_ZH)


def _require_free(school: Organisation, year: int, grade: int) -> None:
    """Raise ClassesNotDone where a division of the grade stands, or a void one is not cleared up.

    Who dislikes a list could write one child into another class, have the draw voided by that and
    draw again. So the office above has its say between the two.
    """
    before = Division.objects.filter(school=school, year=year, grade=grade)
    if before.exclude(state=DivisionState.VOID).exists():
        raise ClassesNotDone("这个年级今年已经有一次分班，没有另开。要重来，先把那一次作废。")
    if before.filter(alarms__isnull=False, alarms__answered_at=None).exists():
        raise ClassesNotDone(
            "这个年级上一次分班已经作废，那一次的报警教育局还没有处理，所以没有另开，什么都没有改动。"
            "请把经过报给教育局；教育局记下查的结果以后，就可以重新开始。"
        )


def _stage_of(grade: int) -> Stage:
    stage = stage_of(grade)
    if stage is None:
        raise ClassesNotDone("年级要写1到12。没有开始。")
    return Stage(stage)


def classes_for(stage: Stage, pupils: int, wanted: int | None) -> int:
    """Return into how many classes so many pupils go. Raises ClassesNotDone."""
    table = class_sizes()
    legal = int(table["stage"][stage.value]["limit"])
    found = -(-pupils // legal) if wanted is None else wanted
    if not 1 <= found <= min(MOST_CLASSES, max(pupils, 1)):
        raise ClassesNotDone(f"班数要在1和{MOST_CLASSES}之间，也不能比学生还多。没有改。")
    if -(-pupils // found) >= table["always"]["refused_from"]:
        raise ClassesNotDone(
            f"{pupils}名学生分{found}个班，会有{-(-pupils // found)}人的班，超过规定的最大班额。"
            "没有改，请多分几个班。"
        )
    return found


def _year(at: datetime) -> int:
    try:
        return school_year_ahead(at.date()).year
    except SchoolYearMissing as missing:
        raise ClassesNotDone(f"{missing.zh}没有开始。") from None
