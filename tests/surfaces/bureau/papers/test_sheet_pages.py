"""Hand-over sheets by the pages: chosen, signed, out, back, and locked before the signature."""

import io
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.domains.plans.steered import FEBRUARY, Steered, add_version, task
from tests.surfaces.bureau.papers.conftest import PAPERS, form
from tests.surfaces.conftest import SignIn
from tests.surfaces.soup import one, page_of, words
from xueyou.domains.plans.models import HandoverSheet, Plan, ProgressNote
from xueyou.kernel.papers.models import Paper
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.accounts.models import User
from xueyou.platform.orgs.models import Organisation

FORMULA = "=cmd|' /C calc'!A0"


@pytest.fixture
def plan(city: None) -> Plan:
    """Return a plan with two tasks that 市财政局 owes."""
    from tests.domains.plans.frozen import a_plan

    made = a_plan(Organisation.objects.get(code="LC"))
    items = [task("T1", "加快学校建设", "规划建设科", "市财政局"), task("T2", FORMULA, "市财政局")]
    actor = actor_for(User.objects.get(login_name="hanwei"))
    version = add_version(None, made, items, 1, FEBRUARY, actor)  # type: ignore[arg-type]
    return Steered(made, version).plan


def made(officer: Client, plan: Plan) -> HandoverSheet:
    """Make a sheet by the form, as it was drawn."""
    address = f"{PAPERS}sheets/new/{plan.uid}/"
    page = page_of(officer.get(address, {"unit": "市财政局"}))
    chosen = {box.get("name"): "on" for box in page.cssselect("input[type=checkbox]")}
    assert len(chosen) == 2
    fields = form(unit="市财政局", reply_by="2026-12-05", **chosen)
    answer = officer.post(address, fields)
    assert answer.status_code == 302
    return HandoverSheet.objects.get()


def press(client: Client, paper: Paper, step: str) -> None:
    """Press a button of the sheet's paper."""
    answer = client.post(f"{PAPERS}{paper.uid}/{step}/", form(revision=1))
    assert answer.status_code == 302


def filled(data: bytes, **cells: Any) -> SimpleUploadedFile:
    """Return the workbook with some cells filled in."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for name, value in cells.items():
        book.active[name] = value
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("回执.xlsx", out.getvalue())


def test_first_the_unit_then_its_tasks(officer: Client, plan: Plan) -> None:
    """Tests the two pages of the form."""
    address = f"{PAPERS}sheets/new/{plan.uid}/"
    page = page_of(officer.get(address))
    assert words(one(page, "main .cell b")) == "市财政局"
    tasks = page_of(officer.get(address, {"unit": "市财政局"}))
    assert FORMULA in words(one(tasks, "fieldset"))


def test_a_wrong_form_keeps_what_was_typed(officer: Client, plan: Plan) -> None:
    """Tests a day that is over, and that the words stand."""
    uid = plan.tasks.get(title="加快学校建设").uid
    fields = {"unit": "市财政局", "reply_by": "2026-01-05", f"task-{uid}": "on"}
    fields[f"asked-{uid}"] = "请安排资金"
    answer = officer.post(f"{PAPERS}sheets/new/{plan.uid}/", form(**fields))
    assert answer.status_code == 422
    page = page_of(answer)
    assert "今天以后" in words(one(page, ".errors"))
    assert one(page, f"[name='asked-{uid}']").text == "请安排资金"
    assert len(page.cssselect("input[type=checkbox][checked]")) == 1


def test_it_goes_out_signed_and_comes_back(officer: Client, sign_in: SignIn, plan: Plan) -> None:
    """Tests the lock before the signature, the download, the answer, and the board's note."""
    sheet = made(officer, plan)
    here = f"{PAPERS}sheets/{sheet.uid}/"
    assert "还没有签发" in words(page_of(officer.get(here)))
    for address in (f"{here}workbook.xlsx", f"{PAPERS}{sheet.paper.uid}/paper.docx"):
        locked = officer.get(address)
        assert locked.status_code == 409
        assert "签发" in words(one(page_of(locked), ".errors"))
    press(sign_in("songli"), sheet.paper, "check")
    press(sign_in("zhoumingyuan"), sheet.paper, "sign")
    out = officer.get(f"{here}workbook.xlsx")
    assert out["X-Content-Type-Options"] == "nosniff"
    assert out["Content-Disposition"].startswith("attachment")
    assert openpyxl.load_workbook(io.BytesIO(out.content)).active["C3"].value == FORMULA
    back = filled(out.content, F2="资金已经到位", G2="2026-11-10")
    assert officer.post(f"{here}return/", form(file=back)).status_code == 302
    assert ProgressNote.objects.get().words.startswith("市财政局回复：资金已经到位")
    assert "资金已经到位" in words(page_of(officer.get(here)))
    returned = officer.get(f"{here}returned.xlsx")
    assert returned["Content-Disposition"].startswith("attachment")
    returned.close()


def test_wrong_cells_stand_on_the_page(officer: Client, sign_in: SignIn, plan: Plan) -> None:
    """Tests that each is named by row and column, with what to do."""
    sheet = made(officer, plan)
    here = f"{PAPERS}sheets/{sheet.uid}/"
    press(sign_in("songli"), sheet.paper, "check")
    press(sign_in("zhoumingyuan"), sheet.paper, "sign")
    data = officer.get(f"{here}workbook.xlsx").content
    answer = officer.post(f"{here}return/", form(file=filled(data, F2="办了", G2="前天")))
    assert answer.status_code == 422
    said = words(one(page_of(answer), ".wrong-cells"))
    assert "第2行" in said
    assert "办结日期：“前天”不是日期" in said
    empty = officer.post(f"{here}return/", form())
    assert "还没有选文件" in words(one(page_of(empty), ".errors"))
    assert not ProgressNote.objects.exists()


@pytest.mark.parametrize("who", ["chenlan", "linyue", "guwen", "auditor"])
def test_nobody_else_finds_sheets(sign_in: SignIn, officer: Client, plan: Plan, who: str) -> None:
    """Tests every address of a sheet."""
    sheet = made(officer, plan)
    client = sign_in(who)
    for address in ("", "workbook.xlsx", "returned.xlsx"):
        assert client.get(f"{PAPERS}sheets/{sheet.uid}/{address}").status_code == 404
    assert client.get(f"{PAPERS}sheets/").status_code == 404
    assert client.get(f"{PAPERS}sheets/new/{plan.uid}/").status_code == 404
    assert client.get(f"{PAPERS}{sheet.paper.uid}/").status_code == 404
    assert client.post(f"{PAPERS}sheets/{sheet.uid}/return/", form()).status_code == 404


def test_there_is_no_such_sheet(officer: Client) -> None:
    """Tests an unknown uid, and a file that never came back."""
    assert officer.get(f"{PAPERS}sheets/{UUID(int=5)}/").status_code == 404
