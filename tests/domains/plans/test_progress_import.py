"""Progress by workbook: looked at first, taken in once and whole, by what its sender may report."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import python_calamine as calamine
from django.core.files.base import File
from django.core.serializers import serialize

from tests.domains.plans.conftest import City
from tests.domains.plans.steered import FEBRUARY, Steered, indicator, steer, task
from tests.formats.progress_files import filled
from xueyou.domains.plans.models import Light, Plan, ProgressImport
from xueyou.domains.plans.selectors.progress import progress_import, reported_plan
from xueyou.domains.plans.services.hand_in_progress import (
    blank_workbook,
    hand_in_progress,
    returned_workbook,
    take_in_progress,
)
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reporting import report_value
from xueyou.formats.refusal import Refusal
from xueyou.kernel.indicators.models import Basis, Target, Value
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act
from xueyou.platform.files import turns
from xueyou.platform.files.api import ReaderBusy
from xueyou.platform.files.models import Attachment
from xueyou.platform.jobs.api import work_off
from xueyou.platform.time import CITY

ITEMS = (
    task("T1", "加快学校建设", "规划科", "各县（区）教育局"),
    indicator("F1", "新增公办学位", "365", "个", "T1"),
    indicator("F2", "甲县新增公办学位", "100", "个", "T1", subject="甲县"),
    indicator("F3", "甲县乙区新增公办学位", "120", "个", "T1", subject="甲县乙区"),
    indicator("F4", "创业培训", "2", "万人次", "T1"),
    task("T2", "均衡编班", "市教育局"),
    indicator("F5", "随迁子女公办就读比例", "95", "%", "T2", nature="rate"),
)
NOVEMBER = date(2026, 11, 18)


@pytest.fixture
def steered(city: City) -> Steered:
    """Return a plan with a whole, two shares, a target in 万 and a rate."""
    return steer(city, ITEMS, FEBRUARY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a workbook is written."""
    return tmp_path / "进度.xlsx"


def _row(target: Target, value: Any, **more: Any) -> dict[str, Any]:
    return {"id": str(target.uid), "value": value, "as_of": NOVEMBER, "words": "验收单"} | more


def _hand_in(actor: SignedIn, steered: Steered, path: Path) -> UUID:
    with path.open("rb") as file:
        return hand_in_progress(
            actor=actor, plan_uid=steered.plan.uid, upload=File(file, path.name), key=str(uuid4())
        )


def _take_in(actor: SignedIn, uid: UUID) -> ProgressImport:
    take_in_progress(actor=actor, import_uid=uid, key=str(uuid4()))
    work_off()
    return ProgressImport.objects.get(uid=uid)


def _dump() -> str:
    """Return every figure and light of the database as text."""
    return serialize("json", [*Value.objects.order_by("pk"), *Light.objects.order_by("pk")])


def _standing(target: Target) -> Value:
    found: Value = Value.objects.current().get(
        version__indicator=target.indicator, subject=target.subject, basis=Basis.REPORTED
    )
    return found


def test_nothing_is_recorded_before_somebody_confirms(
    city: City, steered: Steered, path: Path
) -> None:
    """The preview says what would change; the figures come with the confirmation."""
    whole, wan = steered.target("新增公办学位"), steered.target("创业培训")
    filled(path, [_row(whole, 300), _row(wan, "1.27万", status="暂估")])
    uid = _hand_in(city.officer, steered, path)
    row, job = progress_import(city.officer, uid)
    assert (row.state, row.changes, job) == ("ready", 2, None)
    assert row.shown["changes"][1]["after"] == "1.27"
    assert not Value.objects.exists()
    done = _take_in(city.officer, uid)
    assert (done.state, _standing(whole).value) == ("done", 300)
    assert (_standing(wan).value, _standing(wan).status) == (12_700, "provisional")
    light = Light.objects.get(about_uid=whole.uid, current=True)
    assert light.light == "slow"
    acts = Act.objects.filter(verb="plans.progress.record")
    assert [(one.data["new"], one.on_behalf) for one in acts] == [(2, str(city.officer))]


def test_the_same_file_again_changes_nothing_at_all(
    city: City, steered: Steered, path: Path
) -> None:
    """A second time nothing is new, confirming is refused, and not one byte differs."""
    filled(path, [_row(steered.target("新增公办学位"), 300)])
    _take_in(city.officer, _hand_in(city.officer, steered, path))
    before = _dump()
    uid = _hand_in(city.officer, steered, path)
    row, _ = progress_import(city.officer, uid)
    assert (row.changes, row.counts["unchanged"]) == (0, 1)
    with pytest.raises(PlanRefused, match="没有要改的"):
        take_in_progress(actor=city.officer, import_uid=uid, key="again")
    assert _dump() == before


def test_the_systems_own_export_changes_nothing(city: City, steered: Steered, path: Path) -> None:
    """What was exported after figures had come goes back as it is."""
    filled(path, [_row(steered.target("新增公办学位"), 300)])
    _take_in(city.officer, _hand_in(city.officer, steered, path))
    before = _dump()
    path.write_bytes(blank_workbook(city.officer, steered.plan.uid)[1])
    uid = _hand_in(city.officer, steered, path)
    row, _ = progress_import(city.officer, uid)
    assert (row.state, row.changes, row.counts["rows"]) == ("ready", 0, 5)
    assert _dump() == before


def test_a_deleted_row_is_no_deleted_task(city: City, steered: Steered, path: Path) -> None:
    """Figures of rows that are not in the file stay as they are."""
    whole, rate = steered.target("新增公办学位"), steered.target("随迁子女公办就读比例")
    filled(path, [_row(whole, 300), _row(rate, 92.5)])
    _take_in(city.officer, _hand_in(city.officer, steered, path))
    filled(path, [_row(rate, 93)])
    _take_in(city.officer, _hand_in(city.officer, steered, path))
    assert (_standing(whole).value, _standing(rate).value) == (300, 9300)


def test_another_figure_for_the_same_day_restates(city: City, steered: Steered, path: Path) -> None:
    """The earlier one stays readable, and the preview says that it is restated."""
    whole = steered.target("新增公办学位")
    filled(path, [_row(whole, 300)])
    _take_in(city.officer, _hand_in(city.officer, steered, path))
    filled(path, [_row(whole, 310)])
    uid = _hand_in(city.officer, steered, path)
    row, _ = progress_import(city.officer, uid)
    change = row.shown["changes"][0]
    assert (change["kind"], change["before"], change["after"]) == ("restated", "300", "310")
    _take_in(city.officer, uid)
    known = Value.objects.order_by("pk").values_list("value", "superseded_at")
    assert [(value, at is None) for value, at in known] == [(300, False), (310, True)]


def test_numerator_and_denominator_make_the_rate(city: City, steered: Steered, path: Path) -> None:
    """185 of 200 is 92.5 %; a rate that contradicts them is refused beside its cell."""
    rate = steered.target("随迁子女公办就读比例")
    filled(path, [_row(rate, None, numerator=185, denominator=200)])
    _take_in(city.officer, _hand_in(city.officer, steered, path))
    assert _standing(rate).value == 9250
    filled(path, [_row(rate, 80, numerator=185, denominator=200)])
    row, _ = progress_import(city.officer, _hand_in(city.officer, steered, path))
    assert row.shown["wrong"][0]["cell"] == "J3"


def test_wrong_cells_are_said_beside_them_and_nothing_is_taken(
    city: City, steered: Steered, path: Path
) -> None:
    """The workbook given back speaks in the wrong rows only, and cannot be confirmed."""
    whole, wan = steered.target("新增公办学位"), steered.target("创业培训")
    rate = steered.target("随迁子女公办就读比例")
    stranger = {"id": str(uuid4()), "value": 1, "as_of": NOVEMBER, "words": "依据"}
    filled(
        path,
        [
            _row(whole, "很多"),
            _row(wan, 1.5),
            _row(rate, 93, as_of="2027-01-01", words=None, status="大概"),
            stranger,
        ],
    )
    uid = _hand_in(city.officer, steered, path)
    row, _ = progress_import(city.officer, uid)
    assert (row.state, row.counts["wrong"]) == ("wrong", 3)
    cells = [wrong["cell"] for wrong in row.shown["wrong"]]
    assert cells == ["J3", "M5", "N5", "A6"]
    back = calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(returned_workbook(city.officer, uid))
    ).get_sheet_by_index(0)
    said = [line[-1] for line in back.to_python(skip_empty_area=False)[2:]]
    assert [bool(text) for text in said] == [True, False, True, True]
    with pytest.raises(PlanRefused, match="要改的格子"):
        take_in_progress(actor=city.officer, import_uid=uid, key="no")
    assert not Value.objects.exists()


def test_words_must_stand_behind_a_new_figure(city: City, steered: Steered, path: Path) -> None:
    """A number alone does not say where it comes from."""
    filled(path, [_row(steered.target("新增公办学位"), 300, words=None)])
    row, _ = progress_import(city.officer, _hand_in(city.officer, steered, path))
    assert row.shown["wrong"][0]["says"].startswith("请写一句依据")


@pytest.mark.parametrize("broken", [1.23e17, "dup"])
def test_broken_identifiers_keep_nothing(
    city: City, steered: Steered, path: Path, broken: object
) -> None:
    """The file is refused as a whole: no import, no attachment, no figure."""
    row = _row(steered.target("新增公办学位"), 300)
    other = row if broken == "dup" else {**row, "id": broken}
    filled(path, [row, other])
    before = Attachment.objects.count()
    with pytest.raises(Refusal) as refused:
        _hand_in(city.officer, steered, path)
    assert refused.value.code == "broken_ids"
    assert not ProgressImport.objects.exists()
    assert Attachment.objects.count() == before


def test_a_county_exports_and_reports_its_own_figures_only(
    city: City, steered: Steered, path: Path
) -> None:
    """Rows of the bureau and of another county are unknown to it, in both directions."""
    own = steered.target("新增公办学位", "甲县")
    other = steered.target("新增公办学位", "甲县乙区")
    path.write_bytes(blank_workbook(city.county_a, steered.plan.uid)[1])
    sheet = calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    assert [line[0] for line in sheet.to_python()[2:]] == [str(own.uid)]
    filled(path, [_row(own, 80), _row(other, 90), _row(steered.target("新增公办学位"), 300)])
    uid = _hand_in(city.county_a, steered, path)
    row, _ = progress_import(city.county_a, uid)
    assert [wrong["cell"] for wrong in row.shown["wrong"]] == ["A4", "A5"]
    filled(path, [_row(own, 80)])
    _take_in(city.county_a, _hand_in(city.county_a, steered, path))
    assert _standing(own).value == 80


def test_a_department_reports_what_it_owes(city: City, steered: Steered) -> None:
    """It leads the first task and has nothing to do with the second."""
    _, data = blank_workbook(city.department, steered.plan.uid)
    sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    assert {line[1] for line in sheet.to_python()[2:]} == {"1 加快学校建设"}


def test_an_export_can_be_cut_by_unit_and_by_county(city: City, steered: Steered) -> None:
    """By the printed name of the lead unit, or the county's code."""
    plan = reported_plan(city.officer, steered.plan.uid)
    assert plan.units == ("市教育局", "规划科")
    for unit, rows in (("规划科", 4), ("市教育局", 1), ("甲县", 1), ("没有这个单位", 0)):
        _, data = blank_workbook(city.officer, steered.plan.uid, unit=unit)
        sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        assert len(sheet.to_python()[2:]) == rows


def test_a_workbook_is_its_senders_alone(city: City, steered: Steered, path: Path) -> None:
    """Neither the chief nor a county sees, confirms or gets back what the officer handed in."""
    filled(path, [_row(steered.target("新增公办学位"), 300)])
    uid = _hand_in(city.officer, steered, path)
    for stranger in (city.chief, city.county_a, city.auditor):
        with pytest.raises(NotFound):
            progress_import(stranger, uid)
        with pytest.raises(NotFound):
            take_in_progress(actor=stranger, import_uid=uid, key="k")
        with pytest.raises(NotFound):
            returned_workbook(stranger, uid)
    with pytest.raises(NotFound):
        blank_workbook(city.auditor, steered.plan.uid)


def test_what_changed_since_the_preview_is_not_overwritten(
    city: City, steered: Steered, path: Path
) -> None:
    """Somebody reported in between: nothing is taken in, and the page asks to look again."""
    whole = steered.target("新增公办学位")
    filled(path, [_row(whole, 300)])
    uid = _hand_in(city.officer, steered, path)
    report_value(
        actor=city.officer, target_uid=whole.uid, value="299", as_of=NOVEMBER, words="电话",
        key="k",
        at=datetime(2026, 11, 19, 9, tzinfo=CITY),
    )  # fmt: skip
    assert _take_in(city.officer, uid).state == "stale"
    assert _standing(whole).value == 299


def test_a_plan_settled_meanwhile_takes_nothing_in(
    city: City, steered: Steered, path: Path
) -> None:
    """A workbook confirmed before the plan was settled, and worked off after it."""
    filled(path, [_row(steered.target("新增公办学位"), 300)])
    uid = _hand_in(city.officer, steered, path)
    take_in_progress(actor=city.officer, import_uid=uid, key=str(uuid4()))
    Plan.objects.update(state="closed")
    work_off()
    assert not Value.objects.exists()
    assert ProgressImport.objects.get(uid=uid).state == "stale"


def test_a_repeated_key_is_one_import(city: City, steered: Steered, path: Path) -> None:
    """The button pressed twice hands the file in once."""
    filled(path, [_row(steered.target("新增公办学位"), 300)])
    uids = set()
    for _ in range(2):
        with path.open("rb") as file:
            uids.add(
                hand_in_progress(
                    actor=city.officer, plan_uid=steered.plan.uid,
                    upload=File(file, path.name), key="same",
                )
            )  # fmt: skip
    assert len(uids) == 1
    assert ProgressImport.objects.count() == 1


def test_handing_a_workbook_back_waits_its_turn(
    city: City, steered: Steered, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is parsed again for that, as it was when it was handed in."""
    filled(path, [_row(steered.target("新增公办学位"), "很多")])
    uid = _hand_in(city.officer, steered, path)
    monkeypatch.setattr(turns, "WAITS", 0.05)
    with turns.turn(), turns.turn(), pytest.raises(ReaderBusy):
        returned_workbook(city.officer, uid)
    assert returned_workbook(city.officer, uid)
