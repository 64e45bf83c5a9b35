"""What a school fills in of its pupils: whole or not at all, scores only with a declared source."""

import json

import pytest
from django.core.files.base import File

from tests.domains.classes.grade import PUPILS, Grade, written
from xueyou.domains.classes.models import VALUES
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.composing import folder_of
from xueyou.domains.classes.services.filling import fill_roster
from xueyou.rulebook.language.faults import InputRefused

MARKS = [str(60 + at / 2) for at in range(PUPILS)]


def test_columns_are_kept_sealed_and_enter_the_folder(grade: Grade) -> None:
    """By code; the table itself holds no cell in clear."""
    division = grade.open()
    count = grade.fill(
        division,
        {"片区": ["东区", "西区"] * 24, "语文": MARKS, "联系电话": ["13800000000"] * PUPILS},
        scores=["语文"],
        score_source="小学毕业学业水平等级折算",
    )
    division.refresh_from_db()
    assert (count, division.columns, division.scores) == (2, ["片区", "语文"], ["语文"])
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
    assert grade.fill(division, {"幼儿园": ["甲", "乙"] * 6}) == 1


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
