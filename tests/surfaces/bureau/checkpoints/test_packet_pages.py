"""The checkpoints' desk: the list, a packet, its files, freezing by hand, what came in later."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.test import Client

from tests.domains.plans.conftest import City, found_city
from tests.domains.plans.steered import FEBRUARY, Steered, indicator, milestone, steer, task
from tests.surfaces.browsers import signed_in
from xueyou.domains.plans.services.freeze_checkpoint import freeze_checkpoint
from xueyou.domains.plans.services.reporting import report_value
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.time import CITY

MONDAY = datetime(2026, 11, 16, 0, 5, tzinfo=CITY)
SUNDAY = date(2026, 11, 15)
ITEMS = [
    task("T1", "加快学校建设", "规划科"),
    indicator("F1", "新增公办学位", "4200", "个", "T1"),
    task("T2", "均衡编班", due_on="2026-09-30"),
    milestone("D1", "公布方案", "2026-06-30", task="T2"),
]
Browse = Callable[[SignedIn], Client]


@pytest.fixture
def city(db: None, settings: object, tmp_path: object, business_clock: object) -> City:
    """The small city."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return found_city()


@pytest.fixture
def steered(city: City) -> Steered:
    """A plan under way since February."""
    return steer(city, ITEMS, FEBRUARY)


@pytest.fixture
def browse() -> Browse:
    """Return what gives somebody's browser."""
    return signed_in


@pytest.fixture
def packet(city: City, steered: Steered) -> UUID:
    """The packet of the week before."""
    return freeze_checkpoint(
        actor=city.officer,
        plan_uid=steered.plan.uid,
        kind="week",
        on=SUNDAY,
        key="week",
        at=MONDAY,
    )


def late(city: City, steered: Steered) -> None:
    """Report a figure dated back into the frozen week."""
    report_value(
        actor=city.officer,
        target_uid=steered.target("新增公办学位").uid,
        value="2640",
        as_of=SUNDAY,
        words="补报",
        key=str(uuid4()),
        at=MONDAY + timedelta(hours=9),
    )


def test_a_packet_says_what_moved_and_who_owes(city: City, packet: UUID, browse: Browse) -> None:
    """The seal, the debts by kind, the tasks with their lights."""
    page = browse(city.officer).get(f"/bureau/checkpoints/packets/{packet}/").content.decode()
    assert "周盘点，数据已封存" in page
    assert "这是第一份周盘点" in page
    assert "节点“公布方案”没有办完" in page
    assert "这一期没有报数：新增公办学位" in page


def test_what_came_in_later_is_said_beside_the_packet(
    city: City, steered: Steered, packet: UUID, browse: Browse
) -> None:
    """The packet stays, the page tells."""
    client = browse(city.officer)
    assert "不改这份" not in client.get(f"/bureau/checkpoints/packets/{packet}/").content.decode()
    late(city, steered)
    page = client.get(f"/bureau/checkpoints/packets/{packet}/").content.decode()
    assert "封存后又补报了1个数，不改这份" in page
    assert "2,640个" in page


def test_the_list_by_kind(city: City, steered: Steered, packet: UUID, browse: Browse) -> None:
    """Tabs with counts; a kind without packets says when there will be one."""
    client = browse(city.officer)
    assert "2026年第46周" in client.get(f"/bureau/checkpoints/{steered.plan.uid}/").content.decode()
    months = client.get(f"/bureau/checkpoints/{steered.plan.uid}/?kind=month").content.decode()
    assert "还没有封存过" in months


def test_freezing_by_hand(city: City, steered: Steered, browse: Browse) -> None:
    """Leads to the packet; what cannot be frozen is said above the form, 422."""
    client = browse(city.officer)
    there = f"/bureau/checkpoints/{steered.plan.uid}/freeze/"
    given = {"kind": "month", "on": "2026-10-05", "idempotency_key": str(uuid4())}
    answer = client.post(there, given)
    assert answer.status_code == 302
    assert "2026年10月" in client.get(answer["Location"]).content.decode()
    wrong = client.post(there, given | {"on": "2026-12-05", "idempotency_key": str(uuid4())})
    assert wrong.status_code == 422
    assert "还没有开始" in wrong.content.decode()


def test_the_files_of_a_packet(city: City, packet: UUID, browse: Browse) -> None:
    """A workbook that opens, and the one-page briefing."""
    client = browse(city.officer)
    book = client.get(f"/bureau/checkpoints/packets/{packet}/workbook/")
    sheets = openpyxl.load_workbook(io.BytesIO(book.content))
    assert sheets.sheetnames[:3] == ["总况", "动了什么", "谁欠什么"]
    assert sheets["谁欠什么"].max_row == 4
    assert client.get(f"/bureau/checkpoints/packets/{packet}/briefing.docx").content[:2] == b"PK"
    assert client.get(f"/bureau/checkpoints/packets/{packet}/briefing.pdf").content[:4] == b"%PDF"


def test_only_who_steers_is_offered_to_freeze_and_to_draft(
    city: City, steered: Steered, packet: UUID, browse: Browse
) -> None:
    """A department reads; a county and the auditor find nothing."""
    officer, department = browse(city.officer), browse(city.department)
    addresses = (
        f"/bureau/checkpoints/{steered.plan.uid}/",
        f"/bureau/checkpoints/packets/{packet}/",
        f"/bureau/checkpoints/packets/{packet}/workbook/",
    )
    assert "现在就封存一期" in officer.get(addresses[0]).content.decode()
    assert "起草督查通报" in officer.get(addresses[1]).content.decode()
    assert "现在就封存一期" not in department.get(addresses[0]).content.decode()
    assert "起草督查通报" not in department.get(addresses[1]).content.decode()
    for other in (city.county_a, city.auditor):
        assert [browse(other).get(a).status_code for a in addresses] == [404, 404, 404]
