"""The settlements' desk: choosing a summary, the three lists, a word on a line, confirming."""

import io
import json
from uuid import UUID, uuid4

import docx
import openpyxl
import pytest
from django.test import Client

from tests.domains.plans.conftest import City, HandIn, found_city, hand_in
from tests.domains.plans.test_settlements import plan, summary
from tests.surfaces.bureau.checkpoints.test_packet_pages import Browse, browse
from xueyou.domains.plans.models import Plan, PlanDocument, Settlement
from xueyou.platform.jobs.api import work_off

__all__ = ["browse", "hand_in", "plan", "summary"]


@pytest.fixture
def city(db: None, settings: object, tmp_path: object, business_clock: object) -> City:
    """The small city."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return found_city()


@pytest.fixture
def client(city: City, browse: Browse) -> Client:
    """The plan officer's browser."""
    return browse(city.officer)


def settled(client: Client, plan: Plan, summary: PlanDocument) -> UUID:
    """Choose the summary on the page and let the job be worked off."""
    there = f"/bureau/settlements/{plan.uid}/settle/"
    answer = client.post(there, {"document": str(summary.uid), "idempotency_key": str(uuid4())})
    assert answer.status_code == 302
    assert "正在对账" in client.get(answer["Location"]).content.decode()
    work_off()
    led = client.get(answer["Location"])
    assert led.status_code == 302
    uid = Settlement.objects.get().uid
    assert str(uid) in led["Location"]
    return uid


def say(client: Client, uid: UUID, line: str, verdict: str, words: str = "") -> object:
    """Press a button of a line."""
    given = {"line": line, "verdict": verdict, "words": words, "idempotency_key": str(uuid4())}
    return client.post(f"/bureau/settlements/accounts/{uid}/say/", given)


def test_from_the_choice_to_the_three_lists(
    client: Client, plan: Plan, summary: PlanDocument
) -> None:
    """What was promised and passed over stands first, both sentences side by side."""
    page = client.get(f"/bureau/settlements/{plan.uid}/").content.decode()
    assert "甲市教育局2025年工作总结" in page
    uid = settled(client, plan, summary)
    page = client.get(f"/bureau/settlements/accounts/{uid}/").content.decode()
    places = [page.index(f'id="{name}"') for name in ("silent", "reported", "unpromised")]
    assert places == sorted(places)
    assert "新增公办学位4,200个" in page
    assert "公办学位净增0.43万个" in page


def test_a_word_moves_the_line(client: Client, plan: Plan, summary: PlanDocument) -> None:
    """Parted, it stands among the silent; without its place a word is refused beside it."""
    uid = settled(client, plan, summary)
    found = Settlement.objects.get()
    result = json.loads(found.result)
    pair = result["promised_reported"][0]["key"]
    assert say(client, uid, pair, "different").status_code == 302  # type: ignore[attr-defined]
    page = client.get(f"/bureau/settlements/accounts/{uid}/").content.decode()
    assert "不是同一件事" in page
    refused = say(client, uid, result["promised_silent"][0]["key"], "same")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "哪一句" in refused.content.decode()  # type: ignore[attr-defined]


def test_confirming_closes_the_forms(client: Client, plan: Plan, summary: PlanDocument) -> None:
    """After it nothing can be pressed any more."""
    uid = settled(client, plan, summary)
    there = f"/bureau/settlements/accounts/{uid}/"
    answer = client.post(f"{there}confirm/", {"idempotency_key": str(uuid4())})
    assert answer.status_code == 302
    page = client.get(there).content.decode()
    assert "确认。总结里的数记在单位报的数旁边" in page
    assert "是同一件事</button>" not in page


def test_the_files(client: Client, plan: Plan, summary: PlanDocument) -> None:
    """A workbook of three sheets and a Word table with every promise."""
    uid = settled(client, plan, summary)
    there = f"/bureau/settlements/accounts/{uid}/"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{there}workbook/").content))
    assert book.sheetnames == ["承诺了没有提到", "承诺了也报告了", "报告了没有承诺"]
    opened = docx.Document(io.BytesIO(client.get(f"{there}document/").content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    assert "新增公办学位4,200个" in cells
    assert "改造旱厕30座" in cells


def test_a_summary_of_another_city_is_refused_in_words(
    client: Client, plan: Plan, city: City, hand_in: HandIn
) -> None:
    """The job's page says why, and what to do."""
    told = "全年新建学校11所，新增学位4300个，培训教师900人。"
    text = f"乙市教育局2025年工作总结\n\n一、主要工作\n{told}\n"
    uid = hand_in(city.officer, text, "乙市总结.txt", key="other")
    work_off()
    there = f"/bureau/settlements/{plan.uid}/settle/"
    answer = client.post(there, {"document": str(uid), "idempotency_key": str(uuid4())})
    work_off()
    page = client.get(answer["Location"]).content.decode()
    assert "不是同一个地方" in page
    assert "换一份总结" in page


def test_who_reads_and_who_decides(
    client: Client, plan: Plan, summary: PlanDocument, city: City, browse: Browse
) -> None:
    """A department reads without buttons; a county and the auditor find nothing."""
    uid = settled(client, plan, summary)
    there = f"/bureau/settlements/accounts/{uid}/"
    page = browse(city.department).get(there)
    assert page.status_code == 200
    assert "是同一件事</button>" not in page.content.decode()
    for other in (city.county_a, city.auditor):
        assert browse(other).get(there).status_code == 404
        assert browse(other).get(f"/bureau/settlements/{plan.uid}/").status_code == 404
