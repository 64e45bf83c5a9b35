"""Tasks go outside by a signed sheet; its workbook comes back and changes nothing twice."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.core.files.base import ContentFile

from tests.domains.plans.conftest import City
from tests.domains.plans.steered import FEBRUARY, Steered, steer, task
from xueyou.domains.plans.models import HandoverSheet, Plan, ProgressNote, SheetLine
from xueyou.domains.plans.selectors.sheets import (
    outside_units,
    returned_of,
    sheet,
    sheets,
    sheets_due,
    workbook_of,
)
from xueyou.domains.plans.services.hand_over import make_sheet
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.return_sheet import SheetRefused, return_sheet
from xueyou.formats.refusal import Refusal
from xueyou.kernel.papers.refusals import NotSigned
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.platform.access.reading import NotFound
from xueyou.platform.files import turns
from xueyou.platform.files.api import ReaderBusy
from xueyou.platform.files.models import Blob

FORMULA = "=cmd|' /C calc'!A0 <script>{{ 7*7 }}"


@pytest.fixture
def steered(city: City) -> Steered:
    """A plan with two tasks that 市财政局 supports or leads, and one that it does not."""
    return steer(
        city,
        [
            task("T1", "加快学校建设", "规划科", "市财政局"),
            task("T2", FORMULA, "市财政局"),
            task("T3", "补充教师", "规划科"),
        ],
        at=FEBRUARY,
    )


Make = Callable[..., UUID]


@pytest.fixture
def make(city: City, steered: Steered) -> Make:
    """Return what drafts a sheet for 市财政局 and, unless told otherwise, has it signed."""

    def made(*, signed: bool = True, **more: Any) -> UUID:
        asked = {str(steered.task(title).uid): "" for title in ("加快学校建设", FORMULA)}
        given = {"unit_name": "市财政局", "asked": asked, "reply_by": date(2026, 12, 5)} | more
        uid = make_sheet(actor=city.officer, plan_uid=steered.plan.uid, key=str(uuid4()), **given)
        if signed:
            paper = HandoverSheet.objects.get(uid=uid).paper
            check(actor=city.chief, paper_uid=paper.uid, revision=1, key=f"c{uid}")
            sign(actor=city.chief, paper_uid=paper.uid, revision=1, key=f"s{uid}")
        return uid

    return made


def opened(data: bytes) -> Any:
    """Return the sheet of a workbook."""
    return openpyxl.load_workbook(io.BytesIO(data)).active


def filled(city: City, uid: UUID, change: Callable[[Any], None]) -> ContentFile:
    """Return the workbook that went out, changed as a clerk changes it."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(city.officer, uid)[1]))
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return ContentFile(out.getvalue(), name="回执.xlsx")


def give_back(city: City, uid: UUID, change: Callable[[Any], None]) -> int:
    """Hand the changed workbook in."""
    upload = filled(city, uid, change)
    return return_sheet(actor=city.officer, sheet_uid=uid, upload=upload, key=str(uuid4()))


def answered(rows: Any) -> None:
    """Answer both tasks."""
    rows["F2"], rows["G2"], rows["H2"] = "已拨付八成资金", datetime(2026, 11, 10), "拨款凭证"
    rows["F3"], rows["G3"] = FORMULA, "2026/11/12"
    rows["F3"].data_type = "s"  # as text, which is how the sheet's own cells are kept


def test_only_units_outside_and_their_open_tasks_are_offered(city: City, steered: Steered) -> None:
    """Tests what the form shows, and that who does not steer sees nothing."""
    _, units = outside_units(city.officer, steered.plan.uid)
    assert [(unit.name, [one.title for one in unit.tasks]) for unit in units] == [
        ("市财政局", ["加快学校建设", FORMULA])
    ]
    with pytest.raises(NotFound):
        outside_units(city.county_a, steered.plan.uid)


def test_what_cannot_be_handed_over_is_refused(city: City, steered: Steered, make: Make) -> None:
    """Tests an own unit, a task of nobody's, no task, a day that is over, too many words."""
    other = str(steered.task("补充教师").uid)
    mine = str(steered.task("加快学校建设").uid)
    for more, field in (
        ({"unit_name": "规划科"}, "unit"),
        ({"asked": {other: ""}}, "tasks"),
        ({"asked": {str(uuid4()): ""}}, "tasks"),
        ({"asked": {}}, "tasks"),
        ({"reply_by": None}, "reply_by"),
        ({"reply_by": date(2026, 11, 20)}, "reply_by"),
        ({"asked": {mine: "字" * 501}}, mine),
    ):
        with pytest.raises(PlanRefused) as refused:
            make(signed=False, **more)
        assert list(refused.value.wrong) == [field]
    assert not HandoverSheet.objects.exists()


def test_nothing_goes_out_before_the_signature(city: City, make: Make) -> None:
    """Tests that the workbook waits, and an answer is not taken."""
    uid = make(signed=False)
    with pytest.raises(NotSigned, match="签发"):
        workbook_of(city.officer, uid)
    signed = make()
    upload = filled(city, signed, answered)
    with pytest.raises(NotSigned):
        return_sheet(actor=city.officer, sheet_uid=uid, upload=upload, key="k")
    assert not ProgressNote.objects.exists()


def test_the_workbook_holds_numbers_as_text_and_no_formula(city: City, make: Make) -> None:
    """Tests ids, the hostile title, and the empty columns."""
    uid = make()
    rows = opened(workbook_of(city.officer, uid)[1])
    assert [cell.value for cell in rows[1]][:4] == ["编号", "序号", "任务", "请办事项"]
    lines = {str(line.uid): line for line in SheetLine.objects.select_related("task")}
    for row in (2, 3):
        assert rows.cell(row, 1).data_type == "s"
        assert rows.cell(row, 3).value == lines[rows.cell(row, 1).value].task.title
        assert rows.cell(row, 3).data_type == "s"
        assert [rows.cell(row, column).value for column in (6, 7, 8)] == [None] * 3


def test_answers_become_notes_on_their_tasks(city: City, steered: Steered, make: Make) -> None:
    """Tests lines, notes, and the file that came back."""
    uid = make()
    assert give_back(city, uid, answered) == 2
    note = ProgressNote.objects.get(task=steered.task("加快学校建设"))
    assert note.words == ("市财政局回复：已拨付八成资金；办结日期2026年11月10日；佐证：拨款凭证。")
    found = sheet(city.officer, uid)
    assert found.row.returned_on == date(2026, 11, 20)
    assert all(line.answer for line in found.lines)
    assert returned_of(city.officer, uid).title == "回执.xlsx"
    assert ProgressNote.objects.get(task=steered.task(FORMULA)).words.startswith(
        f"市财政局回复：{FORMULA}"
    )


def test_the_same_answers_again_change_nothing(city: City, make: Make) -> None:
    """Tests another key and file, one changed answer, and one emptied."""
    uid = make()
    give_back(city, uid, answered)
    assert give_back(city, uid, answered) == 0
    assert ProgressNote.objects.count() == 2

    def changed(rows: Any) -> None:
        answered(rows)
        rows["F2"] = "资金全部拨付"
        rows["F3"] = rows["G3"] = None

    assert give_back(city, uid, changed) == 1
    assert ProgressNote.objects.count() == 3
    assert all(line.answer for line in sheet(city.officer, uid).lines)


def test_a_workbook_back_waits_its_turn(
    city: City, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two files being looked at are all: the third is told to come again, and nothing is kept."""
    uid, kept = make(), Blob.objects.count()
    monkeypatch.setattr(turns, "WAITS", 0.05)
    with turns.turn(), turns.turn(), pytest.raises(ReaderBusy):
        give_back(city, uid, answered)
    assert Blob.objects.count() == kept
    assert give_back(city, uid, answered) == 2


def test_rows_may_be_sorted_and_removed(city: City, steered: Steered, make: Make) -> None:
    """Tests that a line is found by its number alone."""
    uid = make()

    def turned(rows: Any) -> None:
        rows.cell(3, 6).value = "先答第二项"
        rows.delete_rows(2)
        rows.insert_cols(2)

    assert give_back(city, uid, turned) == 1
    assert ProgressNote.objects.get().task == steered.task(FORMULA)


def test_wrong_cells_are_named_and_nothing_is_taken(city: City, make: Make) -> None:
    """Tests every kind of wrong cell at once, with its row and column."""
    uid = make()

    def spoiled(rows: Any) -> None:
        first = rows["A2"].value
        rows["F2"], rows["G2"] = "办了", "去年冬天"
        rows["A3"], rows["F3"] = first, "重复了"
        rows["A4"], rows["F4"] = 1.23e17, "编号变了样"
        rows["F5"] = "没有编号"
        rows["C5"] = "自己加的一行"

    with pytest.raises(SheetRefused) as refused:
        give_back(city, uid, spoiled)
    assert {(cell.row, cell.column) for cell in refused.value.wrong} == {
        (2, "办结日期"),
        (3, "编号"),
        (4, "编号"),
        (5, "编号"),
    }
    assert not ProgressNote.objects.exists()
    assert not Blob.objects.filter(media_type__contains="sheet").exists()


def test_a_day_to_come_is_no_day_of_completion(city: City, make: Make) -> None:
    """Tests that what is not done yet is not dated."""

    def early(rows: Any) -> None:
        rows["F2"], rows["G2"] = "年底办完", "2026-12-31"

    with pytest.raises(SheetRefused) as refused:
        give_back(city, make(), early)
    assert [cell.column for cell in refused.value.wrong] == ["办结日期"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("回执.xlsx", b"PK\x03\x04 broken"),
        ("回执.txt", "编号 办理情况".encode()),
        ("回.csv", b"a,b"),
    ],
)
def test_another_file_is_refused_in_words(city: City, make: Make, name: str, data: bytes) -> None:
    """Tests broken and foreign files."""
    uid = make()
    upload = ContentFile(data, name=name)
    with pytest.raises(Refusal):
        return_sheet(actor=city.officer, sheet_uid=uid, upload=upload, key="k")
    assert not HandoverSheet.objects.exclude(returned=None).exists()


def test_a_foreign_workbook_is_refused_in_words(city: City, make: Make) -> None:
    """Tests a sheet without our columns."""

    def stripped(rows: Any) -> None:
        rows["A1"], rows["F1"] = "号", "说明"

    with pytest.raises(Refusal, match="format_mismatch"):
        give_back(city, make(), stripped)


def test_sheets_that_are_late_rise(
    city: City, steered: Steered, make: Make, business_clock: Any
) -> None:
    """Tests that signed, unanswered sheets past their day are due, and no others."""
    late, answered_one = make(), make()
    make(signed=False)
    give_back(city, answered_one, answered)
    assert sheets_due(city.officer, steered.plan.uid) == ()
    business_clock.move_to(datetime.fromisoformat("2026-12-08T08:00:00+08:00"))
    found = sheets_due(city.chief, steered.plan.uid)
    assert [(one.uid, one.days, one.tasks) for one in found] == [(late, 3, 2)]
    assert sheet(city.officer, late).days_over == 3
    assert sheets_due(city.county_a, steered.plan.uid) == ()


def test_nobody_else_sees_a_sheet(city: City, make: Make) -> None:
    """Tests counties and departments."""
    uid = make()
    for who in (city.county_a, city.department, city.auditor):
        assert sheets(who).total == 0
        with pytest.raises(NotFound):
            sheet(who, uid)
        with pytest.raises(NotFound):
            workbook_of(who, uid)


def test_a_settled_plan_takes_no_answers_any_more(city: City, steered: Steered, make: Make) -> None:
    """What comes back after the settlement is refused; no note is written."""
    uid = make()
    Plan.objects.update(state="closed")
    with pytest.raises(PlanRefused, match="已经对完账"):
        give_back(city, uid, answered)
    assert not ProgressNote.objects.exists()
