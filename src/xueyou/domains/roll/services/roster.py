"""The roll of a school as OneRoster 1.2, for another system of the school's own.

Names, classes and teachers; no sex, no number of a document, no telephone, no day of birth.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid5

from xueyou.domains.roll import verbs
from xueyou.domains.roll.access import EXPORT_ROSTER
from xueyou.domains.roll.refusals import RollRefused
from xueyou.domains.roll.services.checking import grade_zh
from xueyou.formats.oneroster import Row, oneroster_zip
from xueyou.kernel.registry.models import Membership, MembershipKind, Person
from xueyou.kernel.registry.school_years import SchoolYearMissing, SchoolYearView, school_year_of
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation, OrganisationKind
from xueyou.platform.time import business_today

SYSTEM_NAME, SYSTEM_CODE = "学优", "xueyou"
COMPOUND = (
    *("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容"),
    *("司徒", "夏侯", "端木", "百里", "南宫", "长孙", "宇文"),
)
"""Family names of two characters that are met most often; the others are taken for one."""


def export_roster(
    *, actor: Actor, school_uid: UUID | str, at: datetime | None = None
) -> tuple[str, bytes]:
    """Return name and bytes of the package as the roll stands today; the act says who took it.

    A second click takes it a second time. Raises NotFound, RollRefused.
    """
    with act(actor, verbs.EXPORT.name, at=at) as a:
        school: Organisation = target(actor, EXPORT_ROSTER, school_uid)
        today = business_today() if at is None else a.business_at.date()
        try:
            year = school_year_of(today)
        except SchoolYearMissing as missing:
            raise RollRefused(f"{missing.zh}没有导出。") from None
        pupils, staff = _members(school, today)
        tables = _tables(school, year, pupils, staff)
        a.about("roll", school.uid, org_path=school.path)
        a.data = {"rows": len(pupils), "staff": len(staff)}
    name = f"{school.display_name}OneRoster{today:%Y%m%d}.zip"
    return name, oneroster_zip(tables, system_name=SYSTEM_NAME, system_code=SYSTEM_CODE)


def may_export(actor: Actor, school_uid: UUID | str) -> bool:
    """Return whether the actor acts for that very school."""
    try:
        target(actor, EXPORT_ROSTER, school_uid)
    except NotFound:
        return False
    return True


def _members(school: Organisation, day: date) -> tuple[list[Membership], list[Membership]]:
    rows = Membership.objects.standing().on(day).filter(organisation=school, primary=True)
    found = list(rows.select_related("person").order_by("pk"))
    return (
        [one for one in found if one.kind == MembershipKind.PUPIL],
        [one for one in found if one.kind == MembershipKind.STAFF],
    )


def _tables(
    school: Organisation,
    year: SchoolYearView,
    pupils: list[Membership],
    staff: list[Membership],
) -> dict[str, list[Row]]:
    session, course = str(year.year), f"{school.uid}:{year.year}"
    classes = {_class_of(school, one): one for one in pupils}
    return {
        "academicSessions": [
            {
                "sourcedId": session,
                "title": f"{year.year}学年",
                "type": "schoolYear",
                "startDate": year.starts_on.isoformat(),
                "endDate": year.ends_on.isoformat(),
                "schoolYear": str(year.year + 1),
            }
        ],
        "orgs": _orgs(school),
        "courses": [
            {
                "sourcedId": course,
                "schoolYearSourcedId": session,
                "title": "班级",
                "orgSourcedId": str(school.uid),
            }
        ],
        "classes": [
            {
                "sourcedId": uid,
                "title": grade_zh(one.stage, one.grade, None) + one.group,
                "grades": "" if one.grade is None else str(one.grade),
                "courseSourcedId": course,
                "classType": "homeroom",
                "schoolSourcedId": str(school.uid),
                "termSourcedIds": session,
            }
            for uid, one in classes.items()
        ],
        "users": [_user(one.person, school) for one in _once(pupils, staff)],
        "roles": [_role(one, school) for one in _once(pupils, staff)],
        "enrollments": [
            {
                "sourcedId": str(one.uid),
                "classSourcedId": _class_of(school, one),
                "schoolSourcedId": str(school.uid),
                "userSourcedId": str(one.person.uid),
                "role": "student",
                "primary": "false",
                "beginDate": one.valid_from.isoformat(),
            }
            for one in pupils
        ],
    }


def _orgs(school: Organisation) -> list[Row]:
    above = school.parent
    own = {
        "sourcedId": str(school.uid),
        "name": school.name,
        "type": "school",
        "identifier": school.code,
    }
    if above is None or above.kind not in (OrganisationKind.COUNTY, OrganisationKind.BUREAU):
        return [own]
    own["parentSourcedId"] = str(above.uid)
    return [own, {"sourcedId": str(above.uid), "name": above.name, "type": "district"}]


def _once(pupils: Iterable[Membership], staff: Iterable[Membership]) -> list[Membership]:
    """Return a membership of each person: a pupil's before a teacher's."""
    found: dict[int, Membership] = {}
    for one in (*pupils, *staff):
        found.setdefault(one.person_id, one)
    return list(found.values())


def _class_of(school: Organisation, one: Membership) -> str:
    return str(uuid5(school.uid, f"{one.stage}:{one.grade or 0}:{one.group}"))


def _user(person: Person, school: Organisation) -> Row:
    family, given = _parts(person.name)
    return {
        "sourcedId": str(person.uid),
        "enabledUser": "true",
        "username": str(person.uid),
        "givenName": given,
        "familyName": family,
        "primaryOrgSourcedId": str(school.uid),
    }


def _role(one: Membership, school: Organisation) -> Row:
    return {
        "sourcedId": str(uuid5(one.uid, "role")),
        "userSourcedId": str(one.person.uid),
        "roleType": "primary",
        "role": "student" if one.kind == MembershipKind.PUPIL else "teacher",
        "orgSourcedId": str(school.uid),
    }


def _parts(name: str) -> tuple[str, str]:
    """Return family and given name: the standard wants both, a name has one field here.

    A name with points between its parts (·) has its family's part last.
    """
    if "·" in name:
        given, _, family = name.rpartition("·")
        return family, given
    length = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
    return name[:length], name[length:] or name
