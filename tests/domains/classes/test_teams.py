"""Teams of teachers: one of each subject and one head a class, alike; drawn, then kept by rule."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import File

from tests.domains.classes.grade import Grade, written
from xueyou.domains.classes.models import Division, Lot, LotState, Teacher
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.teams import HEADS, build_teams, seal_teams, substitute

CLASSES = 4
SUBJECTS = ("语文", "数学", "英语")


def teachers() -> list[list[object]]:
    """Return a sheet: four of 语文, all heads, four of 数学, two of 英语 with two classes each."""
    rows: list[list[object]] = []
    titles = ("高级", "一级", "二级", "一级")
    for subject in SUBJECTS[:2]:
        for at in range(4):
            rows.append(
                ["", f"{subject}师{at}", "男" if at % 2 else "女", subject, titles[at], 5 + 6 * at,
                 12, 1, "是" if subject == "语文" else "", ""]
            )  # fmt: skip
    rows += [["", f"英语师{at}", "女", "英语", titles[at], 8, 16, 2, "", ""] for at in range(2)]
    rows += [["", f"数学候补{at}", "男", "数学", "二级", 1, 0, 1, "", "是"] for at in range(2)]
    return [[number, *row[1:]] for number, row in enumerate(rows, 1)]


def build(grade: Grade, division: Division, rows: list[list[object]]) -> int:
    """Hand the sheet in."""
    path: Path = written(grade.path / "教师.xlsx", HEADS, rows)
    with path.open("rb") as file:
        return build_teams(
            actor=grade.clerk,
            division_uid=division.uid,
            upload=File(file, "教师.xlsx"),
            key=str(uuid4()),
        )


def drawn(grade: Grade) -> tuple[Division, Lot]:
    """Return a division whose teams are drawn."""
    division = grade.open(classes=CLASSES)
    build(grade, division, teachers())
    uid = seal_teams(actor=grade.clerk, division_uid=division.uid, key=str(uuid4()))
    grade.seal(division)
    return division, grade.draw(Lot.objects.get(uid=uid))


def test_teams_are_whole_and_alike(grade: Grade) -> None:
    """One of each subject, one head, nobody twice in a team; years as near as can be."""
    division = grade.open(classes=CLASSES)
    assert build(grade, division, teachers()) == 12
    for team in division.teams.all():
        members = list(team.teachers.all())
        assert sorted(one.subject for one in members) == sorted(SUBJECTS)
        assert sum(one.head for one in members) == 1
    years = [sum(one.years for one in team.teachers.all()) for team in division.teams.all()]
    assert max(years) - min(years) <= 6  # the sheet's own order would leave 36
    assert division.teachers.filter(team=None).count() == 2


def test_which_team_gets_which_class_is_drawn(grade: Grade) -> None:
    """By a lot of its own, over codes; the register counts it."""
    division, lot = drawn(grade)
    assert lot.state == LotState.DONE
    numbers = [team.class_number for team in division.teams.order_by("number")]
    assert sorted(numbers) == [1, 2, 3, 4]  # type: ignore[type-var]
    with pytest.raises(ClassesNotDone, match="封存"):
        build(grade, division, teachers())


def test_the_first_reserve_steps_in_and_nobody_chooses(grade: Grade) -> None:
    """In the order that was sealed, in every class of who left; then there is none any more."""
    division, _ = drawn(grade)
    out = Teacher.objects.filter(division=division, subject="数学", team__isnull=False)[0]
    team = out.team
    stepped = substitute(
        actor=grade.clerk, division_uid=division.uid, code=out.code, why="ill", key="a"
    )
    assert team is not None
    assert team.teachers.get(subject="数学").name == "数学候补0"
    substitute(actor=grade.clerk, division_uid=division.uid, code=stepped, why="ill", key="b")
    assert team.teachers.get(subject="数学").name == "数学候补1"
    english = Teacher.objects.filter(division=division, subject="英语")[0]
    with pytest.raises(ClassesNotDone, match="没有候补"):
        substitute(
            actor=grade.clerk, division_uid=division.uid, code=english.code, why="ill", key="c"
        )


def test_no_reserve_before_the_lot(grade: Grade) -> None:
    """Until then the sheet is handed in anew."""
    division = grade.open(classes=CLASSES)
    build(grade, division, teachers())
    with pytest.raises(ClassesNotDone, match="抽签以后"):
        substitute(actor=grade.clerk, division_uid=division.uid, code="J001", why="ill", key="a")


@pytest.mark.parametrize(
    ("row", "column", "value", "words"),
    [
        (0, 3, "物理", "物理的教师合起来带1个班"),
        (8, 7, 1, "英语的教师合起来带3个班"),
        (0, 8, "", "3位班主任"),
        (0, 5, "很久", "教龄"),
        (0, 5, "0000999", "教龄"),
        (0, 5, "0000" + "9" * 30, "教龄"),
        (0, 2, "", "性别"),
    ],
)
def test_a_sheet_that_does_not_add_up_is_refused(
    grade: Grade, row: int, column: int, value: object, words: str
) -> None:
    """With what does not; nothing is written."""
    division = grade.open(classes=CLASSES)
    rows = teachers()
    rows[row][column] = value
    with pytest.raises(ClassesNotDone, match=words):
        build(grade, division, rows)
    assert not division.teams.exists()
