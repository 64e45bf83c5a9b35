"""What a school fills in of its pupils: whole or not at all, scores only with a declared source."""

import json

import pytest
from django.core.files.base import File

from tests.domains.classes.grade import PUPILS, Grade, written
from xueyou.domains.classes.models import VALUES, AlarmKind
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.selectors.divisions import alarms_seen
from xueyou.domains.classes.services.composing import folder_of
from xueyou.domains.classes.services.filling import Filled, fill_roster
from xueyou.domains.classes.services.opening import set_classes
from xueyou.domains.classes.wording import left_out_zh
from xueyou.rulebook.classes.columns import meaning
from xueyou.rulebook.language.faults import InputRefused

MARKS = [str(60 + at / 2) for at in range(PUPILS)]


def test_columns_are_kept_sealed_and_enter_the_folder(grade: Grade) -> None:
    """By code; the table itself holds no cell in clear."""
    division = grade.open()
    filled = grade.fill(
        division,
        {"片区": ["东区", "西区"] * 24, "语文": MARKS, "联系电话": ["13800000000"] * PUPILS},
        scores=["语文"],
        score_source="小学毕业学业水平等级折算",
    )
    division.refresh_from_db()
    assert (filled.columns, division.columns, division.scores) == (2, ["片区", "语文"], ["语文"])
    pupil = division.pupils.order_by("code").first()
    assert pupil is not None
    assert json.loads(VALUES.text(pupil)) == {"片区": "东区", "语文": "60.0"}
    assert "东区".encode() not in bytes(pupil.values_enc)
    roster = folder_of(division)["roster.csv"].decode()
    assert roster.startswith("编号,性别,出生年月,片区,语文,同班组,分开组,分散组,固定班\n")
    assert "13800000000" not in roster
    report = grade.rehearse(division).report
    assert report["scores"]["source"] == "小学毕业学业水平等级折算"


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"scores": ["语文"]}, "分数从哪里来"),
        ({"scores": ["语文"], "score_source": "新生入学考试"}, "不能用入学考试"),
        ({"scores": ["英语"], "score_source": "学业水平"}, "没有“英语”"),
    ],
)
def test_scores_need_a_source_that_is_allowed(
    grade: Grade, how: dict[str, object], words: str
) -> None:
    """Entrance tests are banned; nothing is kept of a refused sheet."""
    division = grade.open()
    with pytest.raises(ClassesNotDone, match=words):
        grade.fill(division, {"语文": MARKS}, **how)
    division.refresh_from_db()
    assert division.columns == []


def test_first_graders_have_no_scores(grade: Grade) -> None:
    """Whatever their source."""
    for number in range(100, 112):
        grade.enrol(number, grade=1)
    division = grade.open(grade=1)
    with pytest.raises(ClassesNotDone, match="一年级"):
        grade.fill(division, {"语文": MARKS[:12]}, scores=["语文"], score_source="幼小衔接")
    assert grade.fill(division, {"幼儿园": ["甲", "乙"] * 6}).columns == 1


def test_what_may_not_be_asked_is_refused(grade: Grade) -> None:
    """Parents' work and income are no matter of classes."""
    division = grade.open()
    with pytest.raises(InputRefused) as caught:
        grade.fill(division, {"家庭年收入": ["5万", "9万"] * 24})
    assert caught.value.faults[0].code == "forbidden_fact"


def test_a_sheet_of_others_is_refused_whole(grade: Grade) -> None:
    """One pupil missing, one unknown: nothing is taken."""
    division = grade.open()
    path = written(
        grade.path / "x.xlsx",
        ["编号", "姓名", "片区"],
        [[f"{at:04d}", "某某", "东"] for at in range(2, PUPILS + 2)],
    )
    with path.open("rb") as file, pytest.raises(ClassesNotDone, match="多出1个编号，缺1个"):
        fill_roster(
            actor=grade.clerk, division_uid=division.uid, upload=File(file, "x.xlsx"), key="a"
        )


def test_wrong_marks_are_named(grade: Grade) -> None:
    """The cell is told, its value is not."""
    division = grade.open()
    with pytest.raises(InputRefused) as caught:
        grade.fill(
            division,
            {"语文": ["很好", *MARKS[1:]]},
            scores=["语文"],
            score_source="学业水平",
        )
    (fault,) = caught.value.faults
    assert (fault.code, fault.row, fault.column) == ("bad_mark", 2, "C")
    assert "很好" not in fault.zh


STEERING = {
    "two share a word": ["甲", "甲"] + ["乙"] * 46,
    "two share an empty cell": ["", ""] + ["甲", "乙"] * 23,
    "two are not as all others, each in his own way": ["甲", "丙"] + ["乙"] * 46,
}


@pytest.mark.parametrize("cells", STEERING.values(), ids=STEERING.keys())
def test_a_column_nobody_knows_that_keeps_two_apart_is_not_taken(
    grade: Grade, cells: list[str]
) -> None:
    """The bureau hears of it as of a class written into the sheet; the clerk is told which one."""
    division = grade.open()
    filled = grade.fill(division, {"小组": cells, "片区": ["东", "西"] * 24})
    assert (filled.columns, filled.left_out) == (1, ("小组",))
    division.refresh_from_db()
    assert division.columns == ["片区"]
    assert "小组" not in folder_of(division)["roster.csv"].decode()
    (alarm,) = alarms_seen(grade.county)
    assert (alarm.kind_zh, alarm.pupils) == (AlarmKind.IN_SHEET.label, 2)
    assert "没有用“小组”" in left_out_zh(filled.left_out)


def test_columns_that_steer_nobody_and_known_ones_are_taken(grade: Grade) -> None:
    """Halves, one child alone, a known need of two, a declared score."""
    division = grade.open()
    filled = grade.fill(
        division,
        {
            "校队": ["是", "否"] * 24,
            "新转入": ["是"] + ["否"] * 47,
            "特殊需要": ["是", "是"] + ["否"] * 46,
            "语文": MARKS,
        },
        scores=["语文"],
        score_source="学业水平",
    )
    assert (filled.columns, filled.left_out) == (4, ())
    assert not alarms_seen(grade.county)


def test_more_classes_leave_out_what_then_keeps_a_few_apart(grade: Grade) -> None:
    """Three who share a word are apart in three classes, not in two: the column goes."""
    division = grade.open()
    columns = {"小组": ["甲"] * 3 + ["乙"] * 45, "片区": ["东", "西"] * 24}
    assert grade.fill(division, columns).left_out == ()
    uid = division.uid
    assert set_classes(actor=grade.clerk, division_uid=uid, classes=3, key="three") == ("小组",)
    assert set_classes(actor=grade.clerk, division_uid=uid, classes=3, key="three") == ("小组",)
    division.refresh_from_db()
    assert (division.classes, division.columns) == (3, ["片区"])
    (alarm,) = alarms_seen(grade.county)
    assert alarm.pupils == 3


def test_the_same_sheet_again_is_answered_alike(grade: Grade) -> None:
    """A repeated press hears which column was left out, and raises no second alarm."""
    division = grade.open()
    path = grade.sheet(division, {"小组": ["甲", "甲"] + ["乙"] * 46})
    answers = []
    for _ in range(2):
        with path.open("rb") as file:
            upload = File(file, "名单.xlsx")
            answers.append(
                fill_roster(actor=grade.clerk, division_uid=division.uid, upload=upload, key="same")
            )
    assert answers == [Filled(0, ("小组",))] * 2
    assert len(alarms_seen(grade.county)) == 1


@pytest.mark.parametrize(
    "head", ["指定班级", "拟分班级", "意向班", "意向班级", "固定班级", "安排班级", "目标班级"]
)
def test_a_wished_class_is_a_class_under_any_name(head: str) -> None:
    """It is not taken, and the bureau hears of it."""
    assert meaning(head) == "earlier"
