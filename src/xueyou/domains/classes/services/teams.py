"""Teams of teachers, as alike in years, titles, sexes and workload as they can be.

Which team gets which class is a lot; who steps in for whom is fixed before it, in the order of the
sheet, and sealed with the teams.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import KEEP_DIVISION
from xueyou.domains.classes.models import (
    Division,
    DivisionState,
    LotPurpose,
    LotState,
    Substitution,
    Teacher,
    TeacherTeam,
)
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.keeping import keep, written
from xueyou.domains.classes.services.lots import make_lot
from xueyou.domains.classes.services.sheets import under_its_name
from xueyou.engines.balancing import (
    ALONE,
    NOT_FIXED,
    Category,
    Limit,
    Numeric,
    Problem,
    Undecided,
    Unsolvable,
    solve,
)
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.formats.class_rosters import read_class_roster
from xueyou.formats.tables import TableRefused
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.files.api import Incoming, incoming
from xueyou.platform.files.turns import turn
from xueyou.platform.files.uploads import Readable
from xueyou.rulebook.classes import folders

HEADS = ("序号", "姓名", "性别", "学科", "职称", "教龄", "周课时", "班数", "班主任", "候补")
STEPS = 400_000
INPUT = "teams.json"
SCHEMA = "class-teams/1"
WHY = {"ill": "病假", "leave": "产假、事假", "moved": "调走", "other": "别的原因"}
_YES = frozenset({"是", "√", "1", "有"})
_NUMBERS = {"教龄": 60, "周课时": 40}


@dataclass(frozen=True, slots=True)
class Listed:
    """A teacher as the sheet names him."""

    code: str
    name: str
    sex: str
    subject: str
    title: str
    years: int
    workload: int
    classes: int
    head: bool
    reserve: bool


def build_teams(
    *,
    actor: Actor,
    division_uid: UUID | str,
    upload: Readable,
    key: str,
    at: datetime | None = None,
) -> int:
    """Make a team for each class out of a sheet of teachers; return how many teachers.

    Made anew as often as the sheet changes, until the teams are sealed. Raises NotFound,
    ClassesNotDone.
    """
    division: Division = target(actor, KEEP_DIVISION, division_uid)
    with incoming(upload) as arrived, turn():
        teachers = _read(arrived)
        request = {"division": str(division_uid), "sha256": arrived.sha256}
        slots = _slots(teachers, division.classes)
        home = _balanced(slots, division.classes)
        with act(actor, verbs.TEAMS.name, at=at, key=key, request=request) as a:
            division = target(actor, KEEP_DIVISION, division_uid)
            if a.repeated:
                return int(a.outcome["teachers"])
            a.lock(division)
            _require_unsealed(division)
            if len(set(home)) != division.classes:
                raise ClassesNotDone("刚刚有人改过班数，没有编。请再交一次。")
            _write(division, slots, home, [one for one in teachers if one.reserve])
            a.about("division", division.uid, org_path=division.school.path)
            a.data = {
                "teams": division.classes,
                "teachers": len(teachers),
                "reserves": sum(one.reserve for one in teachers),
                "sha256": arrived.sha256,
            }
            a.outcome = {"teachers": len(teachers)}
            return len(teachers)


def seal_teams(
    *, actor: Actor, division_uid: UUID | str, key: str, at: datetime | None = None
) -> UUID:
    """Seal the teams and who steps in for whom; return the lot. Raises NotFound, ClassesNotDone."""
    division: Division = target(actor, KEEP_DIVISION, division_uid)
    uid, request = uuid7(), {"division": str(division_uid)}
    files = {INPUT: _input(division)}
    with (
        written(uid, files) as copies,
        act(actor, verbs.SEAL.name, at=at, key=key, request=request) as a,
    ):
        division = target(actor, KEEP_DIVISION, division_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        a.lock(division)
        _require_unsealed(division)
        if not division.teams.exists():
            raise ClassesNotDone("还没有编教师团队，没有封存。请先交教师的表。")
        if division.teams.count() != division.classes or _input(division) != files[INPUT]:
            raise ClassesNotDone("团队和班数对不上，或者刚刚有人改过，没有封存。请重新交教师的表。")
        lot = make_lot(a, division, LotPurpose.TEAMS, uid, folders.digest(files))
        keep(a, copies, division.school)
        a.outcome = {"uid": str(lot.uid)}
        return lot.uid


def substitute(
    *, actor: Actor, division_uid: UUID | str, code: str, why: str, key: str,
    at: datetime | None = None,
) -> str:  # fmt: skip
    """Let the first reserve of the subject step in for a teacher; return the reserve's code.

    Who it is was fixed before the lot: nobody chooses. Raises NotFound, ClassesNotDone.
    """
    request = {"division": str(division_uid), "code": code, "why": why}
    with act(actor, verbs.SUBSTITUTE.name, at=at, key=key, request=request) as a:
        division: Division = target(actor, KEEP_DIVISION, division_uid)
        if a.repeated:
            return str(a.outcome["stepped_in"])
        a.lock(division)
        if why not in WHY:
            raise ClassesNotDone("请选一个原因。没有办理。")
        if not division.lots.filter(purpose=LotPurpose.TEAMS, state=LotState.DONE).exists():
            raise ClassesNotDone("团队抽签以后才有候补。抽签以前请重新交教师的表。没有办理。")
        out = list(division.teachers.filter(code=code, team__isnull=False).order_by("pk"))
        if not out:
            raise ClassesNotDone("团队里没有这位教师。没有办理。")
        subject = out[0].subject
        reserves = division.teachers.filter(team=None, subject=subject).order_by("reserve")
        reserve = reserves.first()
        if reserve is None:
            raise ClassesNotDone(
                f"{subject}没有候补教师了。抽签前定的规则只能顶到这里，没有办理；"
                "请报教育局同意后另行安排，并向家长说明。"
            )
        _step_in(out, reserve)
        made = Substitution.objects.create(
            division=division,
            out=code,
            stepped_in=reserve.code,
            subject=subject,
            why=why,
            at=a.business_at,
        )
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {"out": code, "stepped_in": made.stepped_in}
        a.outcome = {"stepped_in": made.stepped_in}
        return made.stepped_in


def _step_in(out: Sequence[Teacher], reserve: Teacher) -> None:
    facts = ("code", "name", "sex", "title", "years", "workload")
    for place in out:
        for fact in facts:
            setattr(place, fact, getattr(reserve, fact))
        place.save(update_fields=list(facts))
    reserve.delete()


def _read(arrived: Incoming) -> list[Listed]:
    with under_its_name(arrived) as named:
        try:
            sheet = read_class_roster(named)
        except TableRefused as refused:
            raise ClassesNotDone(f"{refused.faults[0].zh}没有编。") from None
    missing = [head for head in HEADS if head not in sheet.heads]
    if missing:
        raise ClassesNotDone(f"教师的表里没有“{missing[0]}”一列。没有编。")
    at = {head: sheet.heads.index(head) for head in HEADS}
    return [
        _teacher(row, number, {head: cells[column] for head, column in at.items()})
        for number, (row, cells) in enumerate(sheet.rows, 1)
    ]


def _teacher(row: int, number: int, cells: dict[str, str]) -> Listed:
    numbers = {}
    for head, most in (*_NUMBERS.items(), ("班数", 3)):
        text = cells[head] or ("1" if head == "班数" else "")
        if re.fullmatch("[0-9]{1,2}", text) is None or int(text) > most:
            raise ClassesNotDone(f"第{row}行的{head}要写成0到{most}的整数。没有编。")
        numbers[head] = int(text)
    if not cells["姓名"] or not cells["学科"] or cells["性别"] not in ("男", "女"):
        raise ClassesNotDone(f"第{row}行要写姓名、学科、性别（男或女）。没有编。")
    return Listed(
        code=f"J{number:03d}",
        name=cells["姓名"][:120],
        sex=cells["性别"],
        subject=cells["学科"][:20],
        title=cells["职称"][:20],
        years=numbers["教龄"],
        workload=numbers["周课时"],
        classes=numbers["班数"],
        head=cells["班主任"] in _YES,
        reserve=cells["候补"] in _YES,
    )


def _slots(teachers: Sequence[Listed], classes: int) -> list[Listed]:
    """Return a place a class of each teacher who is no reserve. Raises ClassesNotDone."""
    slots = [one for one in teachers if not one.reserve for _ in range(one.classes)]
    by_subject = Counter(one.subject for one in slots)
    if not slots:
        raise ClassesNotDone("表里没有任课教师。没有编。")
    for subject, count in sorted(by_subject.items()):
        if count != classes:
            raise ClassesNotDone(
                f"一共{classes}个班，{subject}的教师合起来带{count}个班，对不上。没有编，"
                "请核对“班数”一列。"
            )
    heads = sum(one.head for one in teachers if not one.reserve)
    if heads != classes:
        raise ClassesNotDone(f"一共{classes}个班，写了{heads}位班主任，对不上。没有编。")
    if any(one.head and one.classes > 1 for one in teachers):
        return _one_head_a_team(slots)
    return slots


def _one_head_a_team(slots: Sequence[Listed]) -> list[Listed]:
    """Keep the head's mark on the first place of who teaches several classes."""
    seen: set[str] = set()
    found = []
    for one in slots:
        again = one.code in seen
        seen.add(one.code)
        found.append(replace(one, head=one.head and not again))
    return found


def _balanced(slots: Sequence[Listed], classes: int) -> list[int]:
    """Return the team of each place, from 0: one of every subject, one head. ClassesNotDone."""
    groups = [
        *(_teaching(slots, subject) for subject in _subjects(slots)),
        _where(slots, lambda one: one.head),
        *(_of(slots, code) for code in dict.fromkeys(one.code for one in slots)),
    ]
    problem = Problem(
        sizes=np.full(classes, len(slots) // classes, np.int64),
        fixed=np.full(len(slots), NOT_FIXED, np.int32),
        together=np.full(len(slots), ALONE, np.int32),
        numerics=[
            Numeric(_values(one.years for one in slots), np.ones(len(slots), np.bool_), 8, 4),
            Numeric(_values(one.workload for one in slots), np.ones(len(slots), np.bool_), 8, 4),
        ],
        categories=[
            Category(_levels([one.sex for one in slots])),
            Category(_levels([one.title for one in slots])),
        ],
        limits=[Limit(np.array(group, np.int32), 0, 1) for group in groups],
    )
    seed = bytes.fromhex(sha256_hex(canonical_json([[one.code, one.subject] for one in slots])))
    try:
        return [int(team) for team in solve(problem, iterations=STEPS, seed=seed).home]
    except (Unsolvable, Undecided):
        raise ClassesNotDone("这些教师编不成每班一套的团队。没有编，请核对表。") from None


def _where(slots: Sequence[Listed], wanted: Callable[[Listed], bool]) -> list[int]:
    return [at for at, one in enumerate(slots) if wanted(one)]


def _teaching(slots: Sequence[Listed], subject: str) -> list[int]:
    return _where(slots, lambda one: one.subject == subject)


def _of(slots: Sequence[Listed], code: str) -> list[int]:
    return _where(slots, lambda one: one.code == code)


def _subjects(slots: Sequence[Listed]) -> list[str]:
    return sorted({one.subject for one in slots})


def _values(numbers: Iterable[int]) -> NDArray[np.int64]:
    return np.array(list(numbers), np.int64)


def _levels(words: Sequence[str]) -> NDArray[np.int32]:
    known = {word: level for level, word in enumerate(dict.fromkeys(words))}
    return np.array([known[word] for word in words], np.int32)


def _write(
    division: Division, slots: Sequence[Listed], home: Sequence[int], reserves: Sequence[Listed]
) -> None:
    division.teachers.all().delete()
    division.teams.all().delete()
    teams = TeacherTeam.objects.bulk_create(
        TeacherTeam(division=division, number=number) for number in range(1, division.classes + 1)
    )
    places = [_row(division, one, teams[team], None) for one, team in zip(slots, home, strict=True)]
    spare = [_row(division, one, None, number) for number, one in enumerate(reserves, 1)]
    Teacher.objects.bulk_create([*places, *spare])


def _row(division: Division, one: Listed, team: TeacherTeam | None, reserve: int | None) -> Teacher:
    return Teacher(
        uid=uuid7(),
        division=division,
        team=team,
        reserve=reserve,
        code=one.code,
        name=one.name,
        sex=one.sex,
        subject=one.subject,
        title=one.title,
        years=one.years,
        workload=one.workload,
        head=one.head,
    )


def _input(division: Division) -> bytes:
    """Return teams.json: codes only; the rule of substitution is the order of the reserves."""
    teachers = list(division.teachers.select_related("team").order_by("pk"))
    teams = [
        {
            "team": f"T{team.number:02d}",
            "teachers": sorted(
                [one.subject, one.code] for one in teachers if one.team_id == team.pk
            ),
        }
        for team in division.teams.order_by("number")
    ]
    reserves = sorted(
        [one.subject, one.reserve, one.code] for one in teachers if one.team_id is None
    )
    return canonical_json({"schema": SCHEMA, "teams": teams, "reserves": reserves})


def _require_unsealed(division: Division) -> None:
    sealed = division.lots.filter(purpose=LotPurpose.TEAMS).exclude(state=LotState.VOID)
    if sealed.exists() or division.state in (DivisionState.ISSUED, DivisionState.VOID):
        raise ClassesNotDone("教师团队已经封存，不能再改，也没有改。抽签以后有变动，按候补顶上。")
