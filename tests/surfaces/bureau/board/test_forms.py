"""Every form of the ledger: it does its work, and says on one page what is wrong."""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.domains.plans.conftest import City
from tests.domains.plans.reporting_world import photo
from tests.domains.plans.steered import Steered
from tests.surfaces.bureau.board.conftest import Browse
from xueyou.domains.plans.models import Duty, Milestone, ProgressNote, ProjectMoney, TaskIndicator
from xueyou.kernel.indicators.models import Value
from xueyou.platform.orgs.models import Organisation


def address(name: str, *args: object) -> str:
    """Return an address of the ledger."""
    return reverse(f"bureau:board:{name}", args=args)


def send(browser: Client, where: str, **fields: object) -> HttpResponse:
    """Send a form with a fresh key."""
    answer = browser.post(where, {"idempotency_key": str(uuid4()), **fields})
    assert isinstance(answer, HttpResponse)
    return answer


def test_a_figure_is_reported_on_one_page(city: City, steered: Steered, browse: Browse) -> None:
    """The form names target and unit; sent with a photograph it leads back to the task."""
    browser, target = browse(city.officer), steered.target("公办就读比例")
    task = steered.task("加快学校建设").uid
    where = address("report", task, target.uid)
    form = browser.get(where).content.decode()
    assert "≥95%" in form
    assert "也可以只填下面的分子和分母" in form
    answer = send(
        browser,
        where,
        as_of="2026-11-18",
        value="",
        numerator="4840",
        denominator="5000",
        words="",
        files=photo(),
    )
    assert answer["Location"] == address("task", task)
    assert Value.objects.get(version__indicator=target.indicator).value == 9680


def test_what_is_wrong_is_summed_up_and_nothing_typed_is_lost(
    city: City, steered: Steered, browse: Browse
) -> None:
    """422, the count in the title, links to the fields, the words as they were typed."""
    where = address("report", steered.task("加快学校建设").uid, steered.target("新增公办学位").uid)
    answer = send(browse(city.officer), where, as_of="", value="2,6x4", words="验收单七份")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>要改1处" in page
    again = send(
        browse(city.officer), where, as_of="2026-12-01", value="2,6x4", words="验收单七份"
    ).content.decode()
    assert "<title>要改2处" in again
    assert 'href="#f-value"' in again
    assert 'value="2,6x4"' in again
    assert "验收单七份" in again


def test_a_form_sent_twice_counts_once(city: City, steered: Steered, browse: Browse) -> None:
    """The same key again leads to the same place; with other words it is refused in words."""
    browser, task = browse(city.officer), steered.task("均衡编班").uid
    where, same = address("task_note", task), {"idempotency_key": str(uuid4())}
    for _ in range(2):
        assert browser.post(where, {**same, "words": "编完了。"}).status_code == 302
    assert ProgressNote.objects.count() == 1
    other = browser.post(where, {**same, "words": "没有编完。"})
    assert other.status_code == 422
    assert "已经交过一次" in other.content.decode()


def test_a_correction_shows_what_was_said(city: City, steered: Steered, browse: Browse) -> None:
    """The form shows the old figure; the page then shows both."""
    browser, task = browse(city.officer), steered.task("加快学校建设").uid
    value = Value.objects.get().uid
    where = address("restate", task, value)
    assert "2,640 个" in browser.get(where).content.decode()
    assert send(browser, where, value="2540", reason="多算一所").status_code == 302
    page = browser.get(address("task", task)).content.decode()
    assert "更正过，原来报2,640 个" in page


def test_steps_money_and_closing_of_a_project(city: City, steered: Steered, browse: Browse) -> None:
    """A county does at its site what its project wants: put off, finish, record, close."""
    browser, school = browse(city.county_a), steered.project("甲县一中新建").uid
    roof = Milestone.objects.get(title="主体封顶")
    put_off = address("revise_step", school, roof.uid)
    assert send(browser, put_off, revised_on="2026-12-01", reason="雨季").status_code == 302
    finish = address("finish_step", school, roof.uid)
    assert send(browser, finish, done_on="2026-11-18").status_code == 302
    money = {"kind": "arrived", "source": "city", "year": "2026", "amount": "3,200"}
    assert send(browser, address("money", school), as_of="2026-11-01", **money).status_code == 302
    end = address("revise_project", school)
    assert send(browser, end, revised_on="2027-01-20", reason="验收排期").status_code == 302
    close = address("finish_project", school)
    assert send(browser, close, done_on="2026-11-20", words="验收通过").status_code == 302
    roof.refresh_from_db()
    assert (roof.revised_on, roof.done_on) == (date(2026, 12, 1), date(2026, 11, 18))
    assert ProjectMoney.objects.get().amount == 3200_000_000
    project = steered.project("甲县一中新建")
    assert (project.state, project.revised_on) == ("done", date(2027, 1, 20))
    reopen = address("reopen_project", school)
    assert send(browse(city.officer), reopen, words="有遗留").status_code == 302
    assert steered.project("甲县一中新建").state == "open"


def test_duties_are_given_and_taken_back(city: City, steered: Steered, browse: Browse) -> None:
    """An outside unit supports from today; its part is taken back by one button."""
    browser, task = browse(city.officer), steered.task("均衡编班").uid
    where = address("assign_task", task)
    assert "规划科" in browser.get(where).content.decode()
    assert send(browser, where, role="support", unit_name="市公安局").status_code == 302
    duty = Duty.objects.get(unit_name="市公安局")
    send(browser, address("end_task_duty", task, duty.uid))
    assert not Duty.objects.standing().filter(pk=duty.pk, valid_to=None).exists()
    wrong = send(browser, where, role="support")
    assert (wrong.status_code, "三样里选一样" in wrong.content.decode()) == (422, True)


def test_how_a_promise_is_watched(city: City, steered: Steered, browse: Browse) -> None:
    """On the wall, by a line with points, by another nature; and a step typed by hand."""
    browser, task = browse(city.officer), steered.task("加快学校建设").uid
    target = steered.target("新增公办学位")
    indicator = target.indicator.uid
    assert send(browser, address("feature", task, indicator), featured="1").status_code == 302
    assert TaskIndicator.objects.get(indicator=target.indicator).featured
    curve = address("curve", task, target.uid)
    points = {"day1": "2026-08-31", "share1": "60", "day2": "2026-12-31", "share2": "100"}
    assert send(browser, curve, kind="milestones", **points).status_code == 302
    assert steered.target("新增公办学位").curve["points"][0] == ["2026-08-31", 6000]
    half = send(browser, curve, kind="milestones", day1="2026-08-31", share1="x")
    assert (half.status_code, "百分比" in half.content.decode()) == (422, True)
    nature = address("nature", task, indicator)
    assert send(browser, nature, nature="stock", direction="up").status_code == 302
    step = address("add_task_step", task)
    assert send(browser, step, title="完成招标", due_on="2026-12-01").status_code == 302
    assert Milestone.objects.filter(title="完成招标").exists()


def test_shares_are_typed_county_by_county(city: City, steered: Steered, browse: Browse) -> None:
    """One field a county; what is wrong is said at its field."""
    browser, task = browse(city.officer), steered.task("加快学校建设").uid
    indicator = steered.target("公办就读比例").indicator.uid
    where = address("counties", task, indicator)
    county = str(Organisation.objects.get(name="甲县").uid)
    wrong = send(browser, where, **{county: "很多"})
    assert (wrong.status_code, f'href="#f-{county}"' in wrong.content.decode()) == (422, True)
    assert send(browser, where, **{county: "94.5"}).status_code == 302
    assert steered.target("公办就读比例", "甲县").value == 9450


@pytest.mark.parametrize(
    "name", ["reopen_task", "assign_task", "add_task_step", "finish_task", "task_note"]
)
def test_forms_do_not_exist_for_those_who_may_not(
    city: City, steered: Steered, browse: Browse, name: str
) -> None:
    """County B has no part in the second task: each form is as an unknown address."""
    where = address(name, steered.task("均衡编班").uid)
    browser = browse(city.county_b)
    assert browser.get(where).status_code == 404
    assert send(browser, where, words="x", done_on="2026-11-01").status_code == 404


def test_photographs_are_shown_and_pdf_files_saved(
    city: City, steered: Steered, browse: Browse
) -> None:
    """A photograph comes inline as a JPEG, nothing to be guessed; another county gets neither."""
    task = steered.task("加快学校建设").uid
    browser = browse(city.county_a)
    send(browser, address("task_note", task), words="封顶。", files=photo())
    page = browser.get(address("task", task)).content.decode()
    found = re.search(rf"/bureau/board/tasks/{task}/files/([0-9a-f-]+)/", page)
    assert found is not None
    answer = browser.get(found[0])
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
    answer.close()
    assert browse(city.county_b).get(found[0]).status_code == 404
    assert browser.get(address("task_file", task, UUID(int=1))).status_code == 404


def test_a_body_that_is_too_long_is_refused_before_it_is_read(
    city: City, steered: Steered, browse: Browse
) -> None:
    """By its declared length: 413, nothing stored."""
    where = address("task_note", steered.task("均衡编班").uid)
    answer = browse(city.officer).generic(
        "POST", where, b"x", "multipart/form-data; boundary=b", CONTENT_LENGTH=str(60 * 1024 * 1024)
    )
    assert answer.status_code == 413
    assert not ProgressNote.objects.exists()
