"""A steered year at the desk: the wall, a report, a circular, a workbook, a settled year."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.looking import WIDE
from xueyou.demo.replay.history import WORK_POINTS
from xueyou.demo.replay.last_year import WORK_POINTS as LAST_YEAR
from xueyou.demo.replay.stage import Steered
from xueyou.domains.plans.models import Light
from xueyou.kernel.papers.models import Paper

CHIEF, OFFICER, SECOND = "zhoumingyuan", "hanwei", "songli"
LEAD = "linyue"


@pytest.fixture
def steered(visit: Visit) -> Steered:
    """Return this year's plan of the site that is being visited."""
    return Steered(WORK_POINTS)


def test_the_wall_leads_to_a_sentence(visit: Visit, steered: Steered) -> None:
    """Tests that each figure of the wall is one click from its arithmetic and its sentence."""
    page = visit(f"/bureau/wall/{steered.plan.uid}/", login=CHIEF, size=WIDE)
    expect(page.locator(".wall-counts")).to_contain_text("15")
    assert page.evaluate("document.documentElement.scrollHeight") <= WIDE.height
    page.locator(".kpi a", has_text="新增公办学位").click()
    expect(page.locator("h1")).to_contain_text("加快学校建设")
    expect(page.locator("body")).to_contain_text("应到 3,728 个，实到 2,640 个，只到 71%")
    expect(page.locator("body")).to_contain_text("新增公办学位4,200个左右")


def test_a_worse_figure_waits_before_the_wall(visit: Visit, steered: Steered) -> None:
    """Tests a report: the owner sees the light at once and when the wall will; a better one both.

    20 November is a Friday: three working days later is Wednesday the 25th.
    """
    target = steered.target("F049")
    page = visit(f"/bureau/board/tasks/{steered.task('T14')}/report/{target}/", login=LEAD)
    _report(page, "86.2", "选课系统11月20日导出")
    expect(page.locator("body")).to_contain_text("11月25日上墙")
    shown = dict(
        Light.objects.filter(about_uid=target, current=True).values_list("on_wall", "light")
    )
    assert shown == {False: "bad"}
    wall = visit(f"/bureau/wall/{steered.plan.uid}/", login=CHIEF, size=WIDE)
    expect(wall.locator(".kpi li", has_text="课后服务参加率")).to_contain_text("91.4%")


def test_a_frozen_week_becomes_a_signed_circular(
    visit: Visit, steered: Steered, tmp_path: Path
) -> None:
    """Tests freeze, draft, check by a second person, signature by the chief, and the Word file."""
    page = visit(f"/bureau/checkpoints/{steered.plan.uid}/", login=OFFICER)
    page.get_by_role("button", name="封存").click()
    page.get_by_role("button", name="起草督查通报").click()
    page.wait_for_url("**/bureau/papers/*/")
    address = "/bureau/" + page.url.split("/bureau/")[1]
    checker = visit(address, login=SECOND)
    checker.get_by_role("button", name="核稿，没有问题").click()
    signer = visit(address, login=CHIEF)
    signer.get_by_role("button", name="签发").click()
    expect(signer.locator("body")).to_contain_text("编号")
    uid = address.strip("/").split("/")[-1]
    assert Paper.objects.get(uid=uid).state == "signed"
    with signer.expect_download() as waiting:
        signer.get_by_role("link", name="Word").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"PK")


def test_a_workbook_goes_out_and_comes_back(visit: Visit, steered: Steered) -> None:
    """Tests that an own export changes nothing, and that a filled one is shown, then recorded."""
    page = visit(f"/bureau/figures/plans/{steered.plan.uid}/", login=OFFICER)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="取一份进度表").click()
    blank = Path(waiting.value.path()).read_bytes()
    _send(page, blank)
    expect(page.locator("body")).to_contain_text("没有要改的")

    page.get_by_role("link", name="用表格报进度").first.click()
    _send(page, _filled(blank, str(steered.target("F062")), 858))
    expect(page.locator("dl.sums")).to_contain_text("新报1")
    page.get_by_role("button", name="确认，写入1个数").click()
    expect(page.locator("[data-job-state=done]")).to_be_visible()
    expect(page.locator("body")).to_contain_text("858")


def test_last_year_is_settled_line_by_line(visit: Visit) -> None:
    """Tests the settled year: what was promised and not reported stands first, with its words."""
    plan = Steered(LAST_YEAR).plan
    page = visit(f"/bureau/settlements/{plan.uid}/", login=OFFICER)
    page.locator("a.cell").first.click()
    expect(page.locator("h1")).to_contain_text("2025年对账")
    expect(page.locator("body")).to_contain_text("确认")
    expect(page.locator("#silent")).to_be_visible()


def _report(page: Page, value: str, words: str) -> None:
    page.get_by_label("多少").fill(value)
    page.get_by_label("依据").fill(words)
    page.get_by_role("button", name="报上去").click()
    page.wait_for_url("**/bureau/board/tasks/*/")


def _send(page: Page, book: bytes) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("input[type=file]").set_input_files(
        {"name": "进度.xlsx", "mimeType": kind, "buffer": book}
    )
    page.get_by_role("button", name="交上去，先看变化").click()
    page.wait_for_url("**/bureau/figures/imports/*/")


def _filled(book: bytes, target: str, value: int) -> bytes:
    """Fill one row: the figure, its day, and where it comes from."""
    opened = load_workbook(BytesIO(book))
    sheet = opened.worksheets[0]
    codes = {cell.value: cell.column for cell in sheet[1]}
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == target)
    sheet.cell(row, codes["value"], value)
    sheet.cell(row, codes["as_of"], "2026-11-19")
    sheet.cell(row, codes["words"], "招聘报到名册")
    kept = BytesIO()
    opened.save(kept)
    return kept.getvalue()
