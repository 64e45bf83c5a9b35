"""A figure is reported with its evidence, by whoever may, and never in silence put right."""

from datetime import date, datetime

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.reporting_world import key, pdf, photo, world
from tests.domains.plans.steered import Steered
from xueyou.domains.plans.models import Light, Plan
from xueyou.domains.plans.selectors.task import task
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reporting import report_value, restate_value
from xueyou.kernel.indicators.models import Value
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act
from xueyou.platform.files.models import Attachment
from xueyou.platform.time import CITY

NOVEMBER = date(2026, 11, 18)


@pytest.fixture
def steered(city: City) -> Steered:
    """Steer the plan of the reporting tests."""
    return world(city)


def refused(**given: object) -> dict[str, str]:
    """Return what a report is refused for."""
    with pytest.raises(PlanRefused) as caught:
        report_value(key=key(), **given)  # type: ignore[arg-type]
    return caught.value.wrong


def test_a_typed_figure_is_stored_scaled_and_turns_the_light(city: City, steered: Steered) -> None:
    """2,640 of 4200 with 88.8 % of the year over is bad at once for its owner."""
    target = steered.target("新增公办学位")
    uid = report_value(
        actor=city.officer,
        target_uid=target.uid,
        value="2,640",
        as_of=NOVEMBER,
        words="验收单六份",
        key=key(),
    )
    stored = Value.objects.get(uid=uid)
    assert (stored.value, stored.basis, stored.source_words) == (2640, "reported", "验收单六份")
    light = Light.objects.get(about_uid=target.uid, current=True)
    assert light.light == "bad"
    assert "2,640" in light.sentence


def test_a_percentage_keeps_its_decimals(city: City, steered: Steered) -> None:
    """96.8 % is stored as 9680 hundredths."""
    uid = report_value(
        actor=city.officer,
        target_uid=steered.target("公办就读比例").uid,
        value="96.8%",
        as_of=NOVEMBER,
        words="学籍系统",
        key=key(),
    )
    assert Value.objects.get(uid=uid).value == 9680


def test_a_rate_may_be_given_by_its_parts(city: City, steered: Steered) -> None:
    """4,840 of 5,000 is 96.8 %, and the parts are kept for comparisons."""
    uid = report_value(
        actor=city.officer,
        target_uid=steered.target("公办就读比例").uid,
        value="",
        numerator="4840",
        denominator="5,000",
        as_of=NOVEMBER,
        words="学籍系统",
        key=key(),
    )
    stored = Value.objects.get(uid=uid)
    assert (stored.value, stored.numerator, stored.denominator) == (9680, 4840, 5000)


def test_everything_wrong_is_said_at_once(city: City, steered: Steered) -> None:
    """Half a place, a day to come and no evidence: three sentences, nothing stored."""
    wrong = refused(
        actor=city.officer,
        target_uid=steered.target("新增公办学位").uid,
        value="2640.5",
        as_of=date(2026, 11, 21),
        words=" ",
    )
    assert set(wrong) == {"value", "as_of", "words"}
    assert "整数" in wrong["value"]
    assert not Value.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"), [("-5", "负数"), ("约2640", "只填一个数"), ("", "还没有填数")]
)
def test_what_is_no_figure_is_refused_in_words(
    city: City, steered: Steered, typed: str, said: str
) -> None:
    """A negative, a word, nothing."""
    wrong = refused(
        actor=city.officer,
        target_uid=steered.target("新增公办学位").uid,
        value=typed,
        as_of=NOVEMBER,
        words="验收单",
    )
    assert said in wrong["value"]


def test_a_day_before_the_plan_is_refused(city: City, steered: Steered) -> None:
    """What was reached last year does not count for this one."""
    wrong = refused(
        actor=city.officer,
        target_uid=steered.target("新增公办学位").uid,
        value="10",
        as_of=date(2025, 12, 31),
        words="验收单",
    )
    assert set(wrong) == {"as_of"}


def test_a_photograph_or_a_pdf_may_stand_for_words(city: City, steered: Steered) -> None:
    """Two files are filed with the value, ready to be shown."""
    uid = report_value(
        actor=city.officer,
        target_uid=steered.target("新增公办学位").uid,
        value="2640",
        as_of=NOVEMBER,
        files=[photo(), pdf()],
        key=key(),
    )
    filed = Attachment.objects.filter(owner_kind="plan_value", owner_uid=uid).order_by("pk")
    said = [(one.title, one.blob.media_type, one.blob.state) for one in filed]
    assert said == [
        ("工地.jpg", "image/jpeg", "clean"),
        ("验收单.pdf", "application/pdf", "clean"),
    ]


def test_a_second_figure_of_a_day_is_a_correction_with_its_reason(
    city: City, steered: Steered
) -> None:
    """The day's figure is put right; what had been said stays readable beside it."""
    target = steered.target("新增公办学位")
    given = {"actor": city.officer, "target_uid": target.uid, "as_of": NOVEMBER, "words": "验收单"}
    first = report_value(value="2640", key=key(), **given)
    assert set(refused(value="2540", **given)) == {"as_of"}
    second = restate_value(
        actor=city.officer, value_uid=first, value="2540", reason="多算了在建的一所", key=key()
    )
    assert Value.objects.get(uid=first).superseded_at is not None
    assert Value.objects.get(uid=second).value == 2540
    view = task(city.officer, steered.task("加快学校建设").uid)
    shown = next(one for one in view.targets if one.name == "新增公办学位" and one.whole)
    assert [(value.shown, value.before) for value in shown.values] == [("2,540 个", "2,640 个")]


def test_a_correction_wants_a_reason_and_a_difference(city: City, steered: Steered) -> None:
    """Without a reason, or with the same figure, nothing changes."""
    uid = report_value(
        actor=city.officer,
        target_uid=steered.target("新增公办学位").uid,
        value="2640",
        as_of=NOVEMBER,
        words="验收单",
        key=key(),
    )
    for value, reason, field in (("2540", "", "reason"), ("2640", "看错了", "value")):
        with pytest.raises(PlanRefused) as caught:
            restate_value(actor=city.officer, value_uid=uid, value=value, reason=reason, key=key())
        assert set(caught.value.wrong) == {field}


def test_a_repeated_key_reports_once(city: City, steered: Steered) -> None:
    """The same form sent twice gives one value and one act."""
    given = {
        "actor": city.officer,
        "target_uid": steered.target("新增公办学位").uid,
        "value": "2640",
        "as_of": NOVEMBER,
        "words": "验收单",
        "key": "same",
    }
    assert report_value(**given) == report_value(**given)
    assert Act.objects.filter(verb="plans.value.report").count() == 1


def test_a_county_reports_its_own_share_only(city: City, steered: Steered) -> None:
    """County A reports its share; neither the whole nor county B's exists for it."""
    given = {"value": "700", "as_of": NOVEMBER, "words": "验收单"}
    own = steered.target("新增公办学位", "甲县").uid
    report_value(actor=city.county_a, target_uid=own, key=key(), **given)
    for other in (
        steered.target("新增公办学位").uid,
        steered.target("新增公办学位", "甲县乙区").uid,
    ):
        with pytest.raises(NotFound):
            report_value(actor=city.county_a, target_uid=other, key=key(), **given)


def test_a_leading_department_reports_the_whole_and_the_counties(
    city: City, steered: Steered
) -> None:
    """The department that leads answers for every subject of its task."""
    for place in ("", "甲县"):
        report_value(
            actor=city.department,
            target_uid=steered.target("新增公办学位", place).uid,
            value="100",
            as_of=NOVEMBER,
            words="汇总表",
            key=key(),
        )
    assert Value.objects.count() == 2


def test_a_department_without_duty_reports_nothing(city: City, steered: Steered) -> None:
    """The auditor has no part in it; a target that is none is like one of others."""
    for actor, uid in (
        (city.auditor, steered.target("新增公办学位").uid),
        (city.officer, "no-uid"),
    ):
        with pytest.raises(NotFound):
            report_value(
                actor=actor, target_uid=uid, value="1", as_of=NOVEMBER, words="验收单", key=key()
            )


def test_history_can_be_told_at_its_moment(city: City, steered: Steered) -> None:
    """At a business moment in June the day in June is today, and July has not come."""
    june = datetime(2026, 6, 30, 9, 0, tzinfo=CITY)
    target = steered.target("新增公办学位").uid
    report_value(
        actor=city.officer,
        target_uid=target,
        value="1800",
        as_of=date(2026, 6, 30),
        words="半年盘点",
        key=key(),
        at=june,
    )
    wrong = refused(
        actor=city.officer,
        target_uid=target,
        value="1900",
        as_of=date(2026, 7, 1),
        words="半年盘点",
        at=june,
    )
    assert set(wrong) == {"as_of"}


def test_a_settled_plan_takes_no_more_figures(city: City, steered: Steered) -> None:
    """Neither a new one nor another for an old one, as with the workbook."""
    target = steered.target("新增公办学位")
    given = {"target_uid": target.uid, "as_of": NOVEMBER, "words": "验收单"}
    uid = report_value(actor=city.officer, value="2640", key=key(), **given)
    Plan.objects.update(state="closed")
    with pytest.raises(PlanRefused, match="对完账"):
        report_value(
            actor=city.officer, value="2700", key=key(), **given | {"as_of": date(2026, 11, 19)}
        )
    with pytest.raises(PlanRefused, match="对完账"):
        restate_value(actor=city.officer, value_uid=uid, value="1", reason="数错了", key=key())
    assert [row.value for row in Value.objects.all()] == [2640]
