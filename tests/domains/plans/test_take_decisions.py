"""A review workbook comes back: all of its rows are taken, or none; nobody's words are lost."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.plans.conftest import City
from tests.domains.plans.reviewed import changed, fresh, key, named, opened
from tests.formats.review_files import cells, saved, typed_into
from xueyou.domains.plans.models import Item, ItemChange, Plan
from xueyou.domains.plans.selectors.review import Reviewing
from xueyou.domains.plans.selectors.review_file import decisions_workbook
from xueyou.domains.plans.services.plan_versions import abandon_version
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reviewing import edit, merge, reject
from xueyou.domains.plans.services.splitting import split, undo
from xueyou.domains.plans.services.take_decisions import DecisionsRefused, Taken, take_decisions
from xueyou.formats.refusal import Refusal
from xueyou.platform.access.reading import NotFound
from xueyou.platform.files import turns
from xueyou.platform.files.models import Blob
from xueyou.platform.files.turns import ReaderBusy


@pytest.fixture
def plan(city: City) -> Plan:
    """A plan whose items are all open."""
    return opened(city.officer)


Take = Callable[..., Taken]


@pytest.fixture
def take(city: City, plan: Plan) -> Take:
    """Return what hands a workbook in as the bureau's officer."""

    def taken(book: bytes, **more: Any) -> Taken:
        given = {"actor": city.officer, "plan_uid": plan.uid, "key": key(), **more}
        return take_decisions(upload=ContentFile(book, name="核对.xlsx"), **given)

    return taken


def export(city: City, plan: Plan) -> bytes:
    """Return the workbook that the desk gives out now."""
    version = plan.versions.select_related("document").get()
    return decisions_workbook(Reviewing(city.officer, version.document.uid))


def state_of(plan: Plan) -> list[Any]:
    """Return everything that decisions change."""
    items = Item.objects.filter(version__plan=plan).order_by("pk").values_list()
    return [*items, ItemChange.objects.count()]


def test_rows_are_accepted_edited_and_rejected_in_one_act(
    city: City, plan: Plan, take: Take
) -> None:
    """Tests the three decisions, and that the changes are those which the desk would have kept."""
    teachers, lights = named(plan, "招聘教师"), named(plan, "教室照明")
    task = named(plan, "配齐教师", "task")
    book = typed_into(
        export(city, plan),
        {
            str(teachers.uid): {"decision": "接受"},
            str(lights.uid): {"decision": "接受", "value": "2,600", "comparator": "约",
                              "tolerance": "5%", "subject": None},
            str(task.uid): {"decision": "退回"},
        },
    )  # fmt: skip
    done = take(book)
    assert (done.accepted, done.edited, done.rejected) == (1, 1, 1)
    assert done.unchanged == Item.objects.filter(version__plan=plan).count() - 3
    assert fresh(teachers).state == "accepted"
    assert fresh(teachers).content == teachers.content
    wanted = changed(lights, value="2600", comparator="approx", tolerance=500)
    assert (fresh(lights).state, fresh(lights).content) == ("accepted", wanted)
    assert fresh(task).state == "rejected"
    deeds = ItemChange.objects.order_by("deed").values_list("deed", flat=True)
    assert list(deeds) == ["accept", "edit", "reject"]
    assert ItemChange.objects.values("act_uid").distinct().count() == 1
    undo(actor=city.officer, item_uid=lights.uid, revision=2, key=key())
    assert fresh(lights).content == lights.content


def test_ones_own_untouched_export_changes_nothing(city: City, plan: Plan, take: Take) -> None:
    """Tests every kind of item, also after another decided on some: an untouched row is no word."""
    book = export(city, plan)
    before = state_of(plan)
    assert take(book) == Taken(unchanged=len(cells(book)))
    assert state_of(plan) == before
    lights, task = named(plan, "教室照明"), named(plan, "配齐教师", "task")
    mine = changed(lights, name="换灯")
    edit(actor=city.chief, item_uid=lights.uid, revision=1, content=mine, key=key())
    reject(actor=city.chief, item_uid=task.uid, revision=1, key=key())
    before = state_of(plan)
    assert take(book) == Taken(unchanged=len(cells(book)))
    assert state_of(plan) == before


def test_the_same_file_twice_changes_nothing(city: City, plan: Plan, take: Take) -> None:
    """Tests the second hand-in under a key of its own, and the first one's key again."""
    lights, task = named(plan, "教室照明"), named(plan, "配齐教师", "task")
    book = typed_into(
        export(city, plan),
        {
            str(lights.uid): {"decision": "接受", "name": " 换  灯 ", "value": "2，600"},
            str(task.uid): {"decision": "退回"},
        },
    )
    first = take(book, key="once")
    before = state_of(plan)
    assert take(book, key="once") == first
    assert take(book).edited == 0
    assert state_of(plan) == before


def test_all_wrong_cells_are_said_at_once_and_nothing_is_taken(
    city: City, plan: Plan, take: Take
) -> None:
    """Tests one of each kind of wrong cell: sheet, place and sentence."""
    places, lights = named(plan, "学位"), named(plan, "教室照明")
    teachers, step = named(plan, "招聘教师"), named(plan, "开工", "milestone")
    task = named(plan, "配齐教师", "task")
    book = typed_into(
        export(city, plan),
        {
            str(places.uid): {"decision": "接受"},
            str(lights.uid): {"decision": "接受", "value": "很多", "comparator": "差不多",
                              "task": "T99", "subject": "火星"},
            str(teachers.uid): {"name": "教师"},
            str(step.uid): {"decision": "接受", "due_on": "六月底", "revision": "9"},
            str(task.uid): {"decision": "同意", "title": "=1+1", "due_on": "年底"},
        },
    )  # fmt: skip
    before = state_of(plan)
    with pytest.raises(DecisionsRefused) as refused:
        take(book)
    assert state_of(plan) == before
    said = {(cell.sheet, cell.column): cell.zh for cell in refused.value.wrong}
    assert "少多少以内" in said["指标", "少百分之几以内算完成"]
    assert "只填一个数" in said["指标", "目标"]
    assert ("指标", "怎么比") in said
    assert "还没有说怎么定" in said["指标", "怎么定"]
    assert "版次" in said["节点", "版次"]
    assert "退回" in said["任务", "怎么定"]
    assert "公式" in said["任务", "任务名称"]
    assert "2026-08-31" in said["任务", "完成的日子"]
    numbers = {cell.cell: cell.row for cell in refused.value.wrong}
    assert all(cell.endswith(str(row)) and cell[0].isalpha() for cell, row in numbers.items())


def test_what_a_row_names_must_stand_in_the_version(city: City, plan: Plan, take: Take) -> None:
    """Tests a task that is none and a place that is none, beside their cells."""
    lights = named(plan, "教室照明")
    said = {"decision": "接受", "task": "T99", "subject": "火星"}
    with pytest.raises(DecisionsRefused) as refused:
        take(typed_into(export(city, plan), {str(lights.uid): said}))
    assert {cell.column for cell in refused.value.wrong} == {"所属任务的代号", "算谁的"}


def test_a_stale_row_is_a_conflict_with_both_texts(city: City, plan: Plan, take: Take) -> None:
    """Tests that nothing of the file is written, and that who has seen it may put his there."""
    lights, teachers = named(plan, "教室照明"), named(plan, "招聘教师")
    export_of_mine = export(city, plan)
    theirs = changed(lights, name="他改的名字")
    edit(actor=city.chief, item_uid=lights.uid, revision=1, content=theirs, key=key())
    words = {"decision": "接受", "name": "我改的名字"}
    rows = {str(lights.uid): words, str(teachers.uid): {"decision": "接受"}}
    before = state_of(plan)
    with pytest.raises(DecisionsRefused) as refused:
        take(typed_into(export_of_mine, rows))
    assert state_of(plan) == before
    (late,) = refused.value.late
    assert late.conflict.theirs.content["name"] == "他改的名字"
    assert late.conflict.theirs.by
    assert late.conflict.yours.content is not None
    assert late.conflict.yours.content["name"] == "我改的名字"
    assert late.cell == f"B{late.row}"
    seen = {**rows, str(lights.uid): words | {"revision": str(late.conflict.theirs.revision)}}
    assert take(typed_into(export_of_mine, seen)).edited == 1
    assert fresh(lights).content["name"] == "我改的名字"


@pytest.mark.parametrize("deed", ["接受", "退回"])
def test_a_bare_decision_over_anothers_words_is_a_conflict(
    city: City, plan: Plan, take: Take, deed: str
) -> None:
    """Tests that the state alone is not enough: the words differ from those on the sheet."""
    lights = named(plan, "教室照明")
    book = typed_into(export(city, plan), {str(lights.uid): {"decision": deed}})
    theirs = changed(lights, name="他改的名字")
    edit(actor=city.chief, item_uid=lights.uid, revision=1, content=theirs, key=key())
    reject(actor=city.chief, item_uid=lights.uid, revision=2, key=key())
    with pytest.raises(DecisionsRefused) as refused:
        take(book)
    assert len(refused.value.late) == 1
    assert not refused.value.wrong


def test_what_was_merged_or_split_meanwhile_is_a_conflict(
    city: City, plan: Plan, take: Take
) -> None:
    """Tests that it is left alone, and not given out again."""
    lights, teachers, places = (named(plan, name) for name in ("教室照明", "招聘教师", "学位"))
    rows = {str(item.uid): {"decision": "接受"} for item in (lights, teachers)}
    book = typed_into(export(city, plan), rows)
    merge(actor=city.chief, item_uid=lights.uid, revision=1, into_uid=places.uid, key=key())
    parts = [changed(teachers, name=name) for name in ("一半", "另一半")]
    split(actor=city.chief, item_uid=teachers.uid, revision=1, parts=parts, key=key())
    with pytest.raises(DecisionsRefused) as refused:
        take(book)
    assert {late.conflict.theirs.state for late in refused.value.late} == {"merged", "split"}
    assert not {str(lights.uid), str(teachers.uid)} & set(cells(export(city, plan)))


def test_what_others_were_merged_into_is_not_turned_down(
    city: City, plan: Plan, take: Take
) -> None:
    """Tests that the desk's rule holds for a row as well."""
    lights, places = named(plan, "教室照明"), named(plan, "学位")
    merge(actor=city.officer, item_uid=lights.uid, revision=1, into_uid=places.uid, key=key())
    book = typed_into(export(city, plan), {str(places.uid): {"decision": "退回"}})
    with pytest.raises(DecisionsRefused, match="1 wrong"):
        take(book)
    assert fresh(places).state == "open"


def test_a_row_or_a_column_that_is_gone_changes_nothing(city: City, plan: Plan, take: Take) -> None:
    """Tests a deleted row, a deleted column, and sheets in another order."""
    lights = named(plan, "教室照明")
    book = openpyxl.load_workbook(io.BytesIO(export(city, plan)))
    sheet = book["指标"]
    codes = {cell.value: cell.column for cell in sheet[1]}
    uids = {sheet.cell(row, 1).value: row for row in range(3, sheet.max_row + 1)}
    sheet.cell(uids[str(lights.uid)], codes["decision"]).value = "接受"
    sheet.delete_cols(codes["period"])
    sheet.delete_rows(next(row for uid, row in uids.items() if uid != str(lights.uid)))
    book.move_sheet("任务", 2)
    done = take(saved(book))
    assert (done.accepted, done.edited) == (1, 0)
    assert fresh(lights).content == lights.content


def _destroyed(sheet: Any) -> None:
    sheet.cell(3, 1).value = 1.23e17


def _cut(sheet: Any) -> None:
    sheet.cell(3, 1).value = sheet.cell(3, 1).value[:-1]


def _doubled(sheet: Any) -> None:
    sheet.cell(3, 1).value = sheet.cell(4, 1).value


def _doubled_elsewhere(sheet: Any) -> None:
    sheet.cell(3, 1).value = sheet.parent["任务"].cell(3, 1).value


def _no_revisions(sheet: Any) -> None:
    sheet.delete_cols(2)


@pytest.mark.parametrize(
    "break_it", [_destroyed, _cut, _doubled, _doubled_elsewhere, _no_revisions]
)
def test_broken_identifiers_refuse_the_file(
    city: City, plan: Plan, take: Take, break_it: Callable[[Any], None]
) -> None:
    """Tests identifiers turned into numbers, cut, doubled, and a file without revisions."""
    book = openpyxl.load_workbook(io.BytesIO(export(city, plan)))
    break_it(book["指标"])
    before = state_of(plan)
    with pytest.raises(Refusal) as refused:
        take(saved(book))
    assert refused.value.code == "broken_ids"
    assert state_of(plan) == before


def test_rows_of_another_plan_are_unknown(city: City, plan: Plan, take: Take) -> None:
    """Tests that an identifier of elsewhere is not found, and that no file is kept of it."""
    other = opened(city.officer)
    book = export(city, other)
    blobs = Blob.objects.count()
    with pytest.raises(DecisionsRefused) as refused:
        take(book)
    assert {cell.column for cell in refused.value.wrong} == {"编号（请不要改）"}
    assert Blob.objects.count() == blobs


def test_only_who_reviews_the_plan_may_hand_in(city: City, plan: Plan, take: Take) -> None:
    """Tests that for others the plan does not exist; they are told before the file is parsed."""
    for somebody in (city.county_a, city.department, city.auditor):
        with pytest.raises(NotFound):
            take(b"no workbook", actor=somebody)


def test_a_version_given_up_takes_nothing(city: City, plan: Plan, take: Take) -> None:
    """Tests the refusal once the review is over."""
    book = export(city, plan)
    abandon_version(actor=city.officer, plan_uid=plan.uid, key=key())
    with pytest.raises(PlanRefused):
        take(book)


def test_it_waits_its_turn(
    city: City, plan: Plan, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a file that gets no turn leaves everything as it was."""
    book = export(city, plan)
    monkeypatch.setattr(turns, "WAITS", 0.01)
    with turns.turn(), turns.turn(), pytest.raises(ReaderBusy):
        take(book)


def test_unchanged_rows_cost_no_queries(city: City, plan: Plan, take: Take) -> None:
    """Tests that a sheet of two rows and the whole of it ask the database the same number."""
    whole = export(city, plan)
    few = openpyxl.load_workbook(io.BytesIO(whole))
    for sheet in few:
        sheet.delete_rows(4, sheet.max_row)
    reject(actor=city.officer, item_uid=few["指标"]["A3"].value, revision=1, key=key())
    counts = []
    for book in (saved(few), whole):
        with CaptureQueriesContext(connection) as asked:
            take(book)
        counts.append(len(asked))
    assert counts[0] == counts[1]
