"""A family's phone: the menu before it wishes, its child's week, leave, who collects, the bill."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from openpyxl import load_workbook

from tests.domains.clubs.world import (
    FIRST,
    LAST,
    RULES,
    World,
    enter_calendar,
    guard,
    key,
    moment,
    pupil,
    signed_off,
)
from tests.surfaces.school.conftest import Afternoon, browser, post
from tests.surfaces.soup import page_of, words
from xueyou.domains.clubs.models import Bill, Collector, Leave, Mark, PickupCode
from xueyou.domains.clubs.services.rulebook_text import menu_rules
from xueyou.domains.clubs.services.standings import exempt_pupils
from xueyou.kernel.calls.services.rounds import announce_round


def test_the_menu_is_read_before_wishing(world: World) -> None:
    """What each club costs in the term at most, and the clubs of other grades apart."""
    enter_calendar()
    world.add("棋", title="围棋", lowest=1, highest=2, material=3000)
    world.add("书", title="书法", lowest=5, highest=6)
    phone = browser(guard(pupil(world, "林知夏", grade=1)))
    path = f"/family/calls/{world.call.uid}/clubs/"
    assert phone.get(path).status_code == 404, "not announced yet"
    announce_round(
        actor=world.clerk,
        round_uid=world.round.uid,
        rules=menu_rules(world.clerk, world.call.uid, **RULES),
        source="校内办法",
        key=key(),
    )
    page = page_of(phone.get(path))
    said = words(page)
    # sixteen of the term's eighteen Mondays, 1.50 yuan each, and the material
    assert [
        part for part in ("共16次", "54.00元", "同一个时段只能上一门") if part not in said
    ] == []
    assert [words(one) for one in page.cssselect("section>.cells h3")] == ["围棋"]
    assert [words(one) for one in page.cssselect("details h3")] == ["书法"]
    assert path in phone.get(f"/family/calls/{world.call.uid}/").content.decode()


def test_a_guardian_arranges_leave_and_collecting(afternoon: Afternoon) -> None:
    """Each is there once, can be taken back, and the code is shown this once."""
    phone, child = browser(afternoon.mother), afternoon.child
    path = f"/family/children/{child.uid}/clubs/"
    assert path in phone.get("/family/").content.decode()
    assert "围棋" in words(page_of(phone.get(path)))
    assert post(phone, path + "leave/", first_on="2027-02-01").status_code == 422
    assert post(phone, path + "leave/", first_on=FIRST.isoformat()).status_code == 302
    assert "请了假" in words(page_of(phone.get(path)))
    assert post(phone, f"/family/leaves/{Leave.objects.get().uid}/end/")["Location"] == path
    assert "请了假" not in words(page_of(phone.get(path)))
    given = {"name": "林奶奶", "relation": "grandparent", "until": ""}
    assert post(phone, path + "collectors/", **given).status_code == 302
    assert "林奶奶" in words(page_of(phone.get(path)))
    once = {"idempotency_key": key(), "day": FIRST.isoformat()}
    shown = phone.post(path + "code/", once)
    assert re.search(r"\d{3} \d{3}", words(page_of(shown).cssselect("output")[0]))
    assert phone.post(path + "code/", once).status_code == 422
    assert PickupCode.objects.count() == 1
    collector = Collector.objects.get()
    assert post(phone, f"/family/collectors/{collector.uid}/end/")["Location"] == path
    assert "林奶奶" not in words(page_of(phone.get(path)))


def test_another_family_finds_nothing(afternoon: Afternoon) -> None:
    """Neither page nor verb of another's child."""
    post(
        browser(afternoon.mother),
        f"/family/children/{afternoon.child.uid}/clubs/leave/",
        first_on=FIRST.isoformat(),
    )
    stranger = browser(guard(pupil(afternoon.world, "路人")))
    path = f"/family/children/{afternoon.child.uid}/clubs/"
    assert stranger.get(path).status_code == 404
    assert post(stranger, path + "code/", day=FIRST.isoformat()).status_code == 404
    assert post(stranger, path + "leave/", first_on=FIRST.isoformat()).status_code == 404
    assert post(stranger, f"/family/leaves/{Leave.objects.get().uid}/end/").status_code == 404


def test_bills_from_the_last_day_to_the_fund(afternoon: Afternoon, business_clock: Any) -> None:
    """Made at the desk, read by the family, paid with a receipt, reversed, published."""
    desk, phone = browser(afternoon.world.clerk), browser(afternoon.mother)
    roll = f"/clubs/sessions/{afternoon.session.uid}/roll/"
    post(desk, roll, rest="present", time="16:40")
    assert Mark.objects.count() == 2
    path = f"/clubs/terms/{afternoon.world.call.uid}/bills/"
    assert post(desk, path + "make/").status_code == 422
    business_clock.advance(moment(LAST) + timedelta(days=2) - business_clock.moment)
    assert post(desk, path + "make/").status_code == 302
    bill = Bill.objects.get(person=afternoon.child)
    listed = page_of(desk.get(path))
    assert len(listed.cssselect(".clubs-bills tbody tr")) == Bill.objects.count() == 2
    assert str(bill.uid) in [box.get("value") for box in listed.cssselect("input[name=bill]")]
    for page in (
        desk.get(f"/clubs/terms/bills/{bill.uid}/"),
        phone.get(f"/family/bills/{bill.uid}/"),
    ):
        said = words(page_of(page))
        assert [part for part in ("应交31.50元", "围棋", "30.00") if part not in said] == []
    assert phone.get(f"/clubs/terms/bills/{bill.uid}/").status_code == 404
    paid = {"bill": str(bill.uid), "on": LAST.isoformat()}
    other = Bill.objects.exclude(pk=bill.pk).get().uid
    kept = page_of(post(desk, path + "pay/", **paid | {f"receipt-{other}": "P0009"}))
    assert kept.cssselect(f"#receipt-{other}")[0].get("value") == "P0009"
    assert kept.cssselect("#f-on")[0].get("value") == LAST.isoformat()
    assert post(desk, path + "pay/", **paid).status_code == 422
    paid[f"receipt-{bill.uid}"] = "P0001"
    assert post(desk, path + "pay/", **paid).status_code == 302
    assert "学校登记收到了，票据号P0001" in words(page_of(phone.get(f"/family/bills/{bill.uid}/")))
    assert "P0001" in words(page_of(desk.get(path)))
    bills, lines = load_workbook(BytesIO(desk.get(path + "table.xlsx").content)).worksheets
    heads, *rows = bills.values
    paid_row = next(dict(zip(heads, row, strict=True)) for row in rows if "P0001" in row)
    assert (paid_row["学生"], paid_row["班级"]) == ("林知夏", "1年级1班")
    assert (paid_row["应交（元）"], paid_row["收到的日子"]) == (31.5, LAST.isoformat())
    assert [row[2] for row in lines.values] == ["课程", "围棋", "围棋"]
    assert phone.get(path + "table.xlsx").status_code == 404
    school = afternoon.world.school.uid
    entry = {"kind": "materials", "amount": "12.50", "on": LAST.isoformat(), "words": "棋子"}
    assert post(desk, f"/clubs/funds/{school}/enter/", **entry).status_code == 302
    shown = page_of(desk.get(f"/clubs/funds/{school}/"))
    assert "19.00元" in words(shown)
    reverse = shown.cssselect(".clubs-entry form")[0].get("action")
    assert post(desk, reverse, why="记错了").status_code == 302
    county = browser(afternoon.world.bureau)
    assert "点餐小学" in words(page_of(county.get("/clubs/funds/")))
    assert post(county, f"/clubs/funds/{school}/enter/", **entry).status_code == 404
    span = {"first_on": FIRST.isoformat(), "last_on": LAST.isoformat()}
    looked = words(page_of(county.get("/clubs/funds/order/", span)))
    assert "公开出去是这样" in looked
    assert "点餐小学" in looked
    drafted = post(county, "/clubs/funds/order/", **span)
    assert county.get(drafted["Location"]).status_code == 200
    order = UUID(drafted["Location"].split("/")[-2])
    publish = f"/clubs/funds/orders/{order}/publish/"
    assert "等别人核稿" in words(page_of(county.get("/clubs/funds/")))
    assert post(county, publish).status_code == 422, "nobody has signed it"
    signed_off(order)
    listed = page_of(county.get("/clubs/funds/"))
    assert publish in [form.get("action") for form in listed.cssselect("form")]
    done = post(county, publish)
    UUID(done["Location"].split("published=")[1])
    assert "公开的在这里" in words(page_of(county.get(done["Location"])))


def test_an_exempt_child_is_told_without_the_reason(afternoon: Afternoon) -> None:
    """Its family reads that nothing is asked, and until when."""
    phone, path = browser(afternoon.mother), f"/family/children/{afternoon.child.uid}/clubs/"
    assert "免收课后服务费" not in words(page_of(phone.get(path)))
    exempt_pupils(
        actor=afternoon.world.bureau,
        school_uid=afternoon.world.school.uid,
        person_uids=[afternoon.child.uid],
        reason="低保家庭",
        valid_from=FIRST,
        valid_to=LAST,
        key=key(),
    )
    said = words(page_of(phone.get(path)))
    assert "知夏现在免收课后服务费，6月30日以前有效" in said
    assert "低保" not in said


def test_a_bill_is_made_anew_after_its_reversal(afternoon: Afternoon, business_clock: Any) -> None:
    """The wrong one stays and says why."""
    desk = browser(afternoon.world.clerk)
    post(desk, f"/clubs/sessions/{afternoon.session.uid}/roll/", rest="present", time="16:40")
    business_clock.advance(moment(LAST) + timedelta(days=2) - business_clock.moment)
    path = f"/clubs/terms/{afternoon.world.call.uid}/bills/"
    post(desk, path + "make/")
    bill = Bill.objects.get(person=afternoon.child)
    assert post(desk, f"/clubs/terms/bills/{bill.uid}/reverse/", why="点错了").status_code == 302
    assert "点错了" in words(page_of(desk.get(f"/clubs/terms/bills/{bill.uid}/")))
    post(desk, path + "make/")
    assert Bill.objects.filter(person=afternoon.child, reversed_at=None).count() == 1
