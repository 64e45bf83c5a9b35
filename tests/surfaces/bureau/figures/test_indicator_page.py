"""The page of an indicator: drawn and in a table, bases side by side, definitions, corrections."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from tests.domains.plans.conftest import City
from tests.domains.plans.steered import Steered
from tests.surfaces.bureau.board.conftest import Browse
from tests.surfaces.soup import one, page_of, words
from xueyou.domains.plans.services.reporting import restate_value
from xueyou.domains.plans.services.steer_targets import set_curve
from xueyou.kernel.indicators.models import Basis, Target, Value
from xueyou.platform.time import business_today


def _page(target: Target) -> str:
    return f"/bureau/figures/targets/{target.uid}/"


@pytest.fixture
def officer(city: City, browse: Browse) -> Client:
    """Return the browser of the bureau's plan officer."""
    return browse(city.officer)


def test_figures_are_drawn_and_stand_in_a_table(officer: Client, steered: Steered) -> None:
    """Each figure of the drawing is a cell of the table; the drawing names itself."""
    page = page_of(officer.get(_page(steered.target("新增公办学位"))))
    drawing = one(page, "figure > svg")
    assert drawing.get("role") == "img"
    assert len(drawing.cssselect(".dot")) == 1
    assert words(one(page, "table.series tbody tr")) == "2026年11月18日2,640 个"


def test_without_figures_nothing_is_drawn(officer: Client, steered: Steered) -> None:
    """No data is no line at zero."""
    page = page_of(officer.get(_page(steered.target("公办就读比例"))))
    assert not page.cssselect("figure svg")
    assert "还没有报过数" in words(one(page, "main"))


def test_a_correction_and_a_revision_stay_readable(
    city: City, officer: Client, steered: Steered
) -> None:
    """What was reported first, and which line the promise had before."""
    target = steered.target("新增公办学位")
    restate_value(
        actor=city.officer, value_uid=Value.objects.get().uid, value="2600",
        reason="重复计了一所", key=str(uuid4()),
    )  # fmt: skip
    set_curve(
        actor=city.officer, target_uid=target.uid, kind="milestones",
        points=[(date(2026, 8, 31), 6000)], key=str(uuid4()),
    )  # fmt: skip
    page = page_of(officer.get(_page(target)))
    said = words(one(page, "main"))
    assert "2,640 改为 2,600" in said
    assert "原来：≥4,200，到2026年12月31日，按时间匀着走" in said


def test_the_platform_counts_beside_the_unit(officer: Client, steered: Steered) -> None:
    """A measure bound today computes today; the reported figure stays beside it."""
    target = steered.target("新增公办学位")
    page = page_of(officer.get(_page(target)))
    form = one(page, "form[action$='measure/']")
    names = [option.get("value") for option in form.cssselect("option")]
    assert "plans.places_finished" in names
    assert "plans.money_spent_share" not in names
    key = one(form, "input[name=idempotency_key]").get("value")
    sent = {"idempotency_key": key, "measure": "plans.places_finished"}
    officer.post(form.get("action"), sent)
    computed = Value.objects.get(basis=Basis.COMPUTED, subject=target.subject)
    assert (computed.value, computed.as_of) == (0, business_today())
    page = page_of(officer.get(_page(target)))
    assert "单位报的比系统算的多 2,640 个" in words(one(page, "main"))
    assert [words(th) for th in page.cssselect("table.series thead th")] == [
        "截至", "系统算的", "单位报的",
    ]  # fmt: skip


def test_a_measure_of_another_unit_is_refused(officer: Client, steered: Steered) -> None:
    """The list offers none, and a made-up request changes nothing."""
    target = steered.target("新增公办学位")
    sent = {"idempotency_key": str(uuid4()), "measure": "plans.money_spent_share"}
    officer.post(f"{_page(target)}measure/", sent)
    assert target.indicator.versions.count() == 1


def test_a_county_sees_the_whole_and_its_own(city: City, steered: Steered, browse: Browse) -> None:
    """Another county's promise does not exist for it; nor does the form."""
    browser = browse(city.county_a)
    whole = browser.get(_page(steered.target("新增公办学位")))
    assert whole.status_code == 200
    assert not page_of(whole).cssselect("form[action$='measure/']")
    assert browser.get(_page(steered.target("新增公办学位", "甲县"))).status_code == 200
    assert browser.get(_page(steered.target("乙区新增公办学位", "甲县乙区"))).status_code == 404
    assert browse(city.auditor).get(_page(steered.target("新增公办学位"))).status_code == 404
